import { findings, analysisWith } from "./features.ts";
import { at } from "./helpers.ts";

/** The codes and the text that each one marks. */
export function told(text: string, analysis = analysisWith()): [string, string][] {
  return findings(text, analysis).map(({ code, range }) => [code, at(text, range)]);
}
