import { tokenDigest } from "../../../../common/digest.ts";

/** Recognizes tokens by their digests. A document repeats a few tokens many times, so each is digested once. */
export function tokensWith(digests: ReadonlySet<string>): (text: string) => boolean {
  // An empty variable or header holds no token, whatever the caller knows.
  const answers = new Map([["", false]]);
  return (text) => {
    const answer = answers.get(text) ?? digests.has(tokenDigest(text));
    answers.set(text, answer);
    return answer;
  };
}
