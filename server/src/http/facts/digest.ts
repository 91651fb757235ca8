import { tokenDigest } from "../../../../common/digest.ts";

/** Recognizes tokens by digest. Documents repeat the same few tokens, so each is digested only once. */
export function tokensWith(digests: ReadonlySet<string>): (text: string) => boolean {
  // An empty variable or header is never a token.
  const answers = new Map([["", false]]);
  return (text) => {
    const answer = answers.get(text) ?? digests.has(tokenDigest(text));
    answers.set(text, answer);
    return answer;
  };
}
