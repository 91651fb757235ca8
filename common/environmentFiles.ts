/** Files that define variables for `.http` files, often with keys and tokens in them. */

/** `json` for `http-client.env.json` and its private companions, `dotenv` for `.env` and similar files. */
export type EnvironmentFileKind = "json" | "dotenv";

/** Their names as glob patterns. */
export const ENVIRONMENT_FILE_PATTERN =
  "**/{http-client.env.json,http-client.private.env.json,http-client.env.json.user,.env,.env.*,*.env}";

/** @param path of the file, or its URI */
export function environmentFileKind(path: string): EnvironmentFileKind | undefined {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  if (/^http-client(?:\.private\.env\.json|\.env\.json(?:\.user)?)$/.test(name)) return "json";
  return /^\.env(?:\..+)?$|\.env$/.test(name) ? "dotenv" : undefined;
}

/** Is a file meant to stay with the person who wrote it, out of the repository? */
export function isPrivateEnvironmentFile(path: string): boolean {
  return environmentFileKind(path) === "dotenv" || /(?:\.private\.env\.json|\.env\.json\.user)$/.test(path);
}
