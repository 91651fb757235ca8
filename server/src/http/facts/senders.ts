import type { AnalysisContext } from "./analysisContext.ts";

/** Extensions that send requests, by their ids in lower case. */
export const REST_CLIENT = "humao.rest-client";
export const HTTP_YAC = "anweber.vscode-httpyac";

/** Does the editor have the extension? Some editors do not say what they have. */
export function isInstalled(id: string, { settings }: AnalysisContext): boolean {
  return settings.otherExtensions?.some((other) => other.toLowerCase() === id) ?? false;
}
