import type { TextDocument } from "vscode";
import { environmentVariable, tokenVariable } from "../../../common/tokenVariables.ts";

/** What is written into `.http` files for Argus: a directive, a variable or the environment's name. */
const MARKS = new RegExp(["@argus\\b", tokenVariable(undefined), environmentVariable(undefined)].join("|"));

/** An `.http` document that is Argus': it names a profile, or has a token or a placeholder for one. */
export function isArgusDocument(document: TextDocument, tokens: readonly string[]): boolean {
  if (document.languageId !== "http") return false;
  const text = document.getText();
  return MARKS.test(text) || tokens.some((token) => text.includes(token));
}
