/** Extensions that send requests of `.http` files, by their ids in lower case. */
export const REST_CLIENT = "humao.rest-client";
export const HTTP_YAC = "anweber.vscode-httpyac";
