import { createHash } from "node:crypto";

/** Identifies a token where the token itself must not be written: the lower-case hex SHA-256 of its UTF-8 bytes. */
export function tokenDigest(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}
