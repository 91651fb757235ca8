import { env } from "vscode";

/** The kind of remote window this is, empty for a local one. A server's name can come with a port of the day. */
export function remoteWindow(): string {
  return (env.remoteName ?? "").replace(/:\d+$/, "");
}
