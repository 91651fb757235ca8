import { isTokenPlaceholder } from "../../../../common/tokenVariables.ts";
import { credentialsOf } from "../facts/authorization.ts";
import type { RequestView } from "../facts/requestView.ts";
import { type Definition, soleVariable } from "../facts/variables.ts";
import type { HttpDocument } from "../parse/model.ts";

/**
 * The token variable that only a request's `Authorization` refers to: a token that is not sent has no business in a file.
 * One that the text names anywhere else, be it in a comment or a script, is still needed.
 * @param written what takes the place of the reference, which may be the reference again
 */
export function unusedVariable(request: RequestView, written = ""): Definition | undefined {
  const { authorization } = request;
  const { rest } = authorization ? credentialsOf(request, authorization) : { rest: "" };
  const name = soleVariable(rest);
  if (name === undefined || !isTokenPlaceholder(name) || written === `{{${name}}}`) return undefined;
  return unusedVariables(request, rest)[0];
}

/**
 * The variables that nothing needs without a text of the request, where that is exactly one `{{name}}`: the one that it
 * names, the one which that names, and so on.
 */
export function unusedVariables(request: RequestView, text: string): Definition[] {
  const unused: Definition[] = [];
  for (const definition of request.chain(text)) {
    if (!isNamedOnce(request.document, definition)) break;
    unused.push(definition);
  }
  return unused;
}

/** Is a variable named but once beside its definition, as a word of its own? */
function isNamedOnce(document: HttpDocument, { name, value }: Definition): boolean {
  // A value may hold its own variable's name: `@key = my/key`.
  const most = 2 + count(value, name, Infinity);
  return count(document.text, name, most) <= most;
}

/** How often a word stands in a text. It is looked for no further than until it stands more often than `most`. */
function count(text: string, word: string, most: number): number {
  let found = 0;
  for (let at = text.indexOf(word); at >= 0 && found <= most; at = text.indexOf(word, at + word.length)) {
    if (!/\w/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at + word.length))) found += 1;
  }
  return found;
}
