import type { TextDocument } from "vscode";
import { environmentVariable, tokenVariable } from "../../../common/tokenVariables.ts";

/** Marks of Argus in `.http` files: a directive, a variable or the name of the environment variable. */
const MARKS = new RegExp(["@argus\\b", tokenVariable(undefined), environmentVariable(undefined)].join("|"));

/** Does an `.http` document involve Argus: does it name a profile, or contain a token or a placeholder for one? */
export function isArgusDocument(document: TextDocument, tokens: readonly string[]): boolean {
  if (document.languageId !== "http") return false;
  const text = document.getText();
  return MARKS.test(text) || tokens.some((token) => text.includes(token));
}
