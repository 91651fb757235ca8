import { isTokenPlaceholder } from "../../protocol.ts";
import { credentialsOf } from "../facts/authorization.ts";
import { definitionAt, soleVariable, variablesOf } from "../facts/variables.ts";
import type { Definition } from "../facts/variables.ts";
import type { HttpDocument, RequestBlock } from "../parse/model.ts";

/**
 * The token variable that a request's `Authorization` refers to, where nobody needs it once the reference is gone: a token
 * that is not sent has no business in a file. One that the text names anywhere else, be it in a comment or a script, is
 * needed.
 * @param written what comes in the reference's place, which may be the reference again
 */
export function unusedVariable(document: HttpDocument, block: RequestBlock, written = ""): Definition | undefined {
  const { authorization, line } = block.request;
  const name = authorization && soleVariable(credentialsOf(document, block, authorization).rest);
  if (!name || !isTokenPlaceholder(name) || written === `{{${name}}}`) return undefined;
  // The definition and the reference.
  if (standsMoreOften(document.text, name, 2)) return undefined;
  return definitionAt(variablesOf(document), name, block.line + line.line);
}

/** Does a name stand more often than that in a text, as a word of its own? It is looked for no further than it must. */
function standsMoreOften(text: string, word: string, times: number): boolean {
  let count = 0;
  for (let at = text.indexOf(word); at >= 0 && count <= times; at = text.indexOf(word, at + word.length)) {
    if (!/\w/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at + word.length))) count += 1;
  }
  return count > times;
}
