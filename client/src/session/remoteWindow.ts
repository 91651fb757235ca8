import { env } from "vscode";

/** The kind of remote window, empty for a local one. The part after `+` can contain a changing port. */
export function remoteWindow(): string {
  return (env.remoteName ?? "").replace(/:\d+$/, "");
}
