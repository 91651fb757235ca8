import { lstatSync, type Stats } from "node:fs";

/** Any permission for the group or for others. */
const FOR_OTHERS = 0o077;

/**
 * Is a path safe from other users: not a symbolic link, owned by this user, and closed to group and others? Windows has
 * no such modes; there the access lists of the user's own folders protect them.
 *
 * @param kind what the path must be
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
