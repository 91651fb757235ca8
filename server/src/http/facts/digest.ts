import { createHash } from "node:crypto";

/** How a token is named where it must not be written: lower-case hex SHA-256 of its UTF-8. */
export function tokenDigest(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}

/**
 * Tells tokens by their digests. A document repeats few of them many times, so that each is digested once.
 * @param decided texts whose answer is known without
 */
export function tokensWith(
  digests: ReadonlySet<string>,
  decided: readonly [text: string, answer: boolean][],
): (text: string) => boolean {
  const answers = new Map(decided);
  return (text) => {
    const answer = answers.get(text) ?? digests.has(tokenDigest(text));
    answers.set(text, answer);
    return answer;
  };
}
