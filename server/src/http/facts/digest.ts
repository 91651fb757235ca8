import { tokenDigest } from "../../../../common/digest.ts";

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
