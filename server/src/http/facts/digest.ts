import { createHash } from "node:crypto";

/** How a token is named where it must not be written: lower-case hex SHA-256 of its UTF-8. */
export function tokenDigest(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}
