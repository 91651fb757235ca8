import { availableParallelism, cpus, loadavg, platform, totalmem } from "node:os";
import { editorVersion, requestedVersion } from "../host/versions.ts";

/** One line about the machine: without it the figures mean little. */
export function machine(): string {
  const vscode = editorVersion(requestedVersion()).vscode;
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0]?.toFixed(1) ?? "?";
  return [
    `${cpus()[0]?.model.trim() ?? "unknown CPU"}, ${availableParallelism()} cores, ${gigabytes} GiB, ${platform()}`,
    `Node ${process.versions.node}`,
    `VS Code ${vscode}`,
    `load at start ${load}`,
  ].join(" · ");
}
