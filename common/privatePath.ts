import { lstatSync, type Stats } from "node:fs";

/** Read, write or search for the group or for others. */
const FOR_OTHERS = 0o077;

/**
 * Whether nobody else can read or replace what is there: no symbolic link, this user's own, closed to group and others.
 * Windows has no such modes: there the user's own folders are closed by their access lists.
 *
 * @param kind what has to be there
 */
export function isPrivate(path: string, kind: "folder" | "file" | "socket"): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined || !isOfKind(stats, kind)) return false;
  const user = process.geteuid?.();
  return user === undefined || (stats.uid === user && (stats.mode & FOR_OTHERS) === 0);
}

function isOfKind(stats: Stats, kind: "folder" | "file" | "socket"): boolean {
  switch (kind) {
    case "folder":
      return stats.isDirectory();
    case "file":
      return stats.isFile();
    case "socket":
      return stats.isSocket();
  }
}
