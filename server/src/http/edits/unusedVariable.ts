import { isTokenPlaceholder } from "../../../../common/tokenVariables.ts";
import { credentialsOf } from "../facts/authorization.ts";
import type { RequestView } from "../facts/requestView.ts";
import { type Definition, soleVariable } from "../facts/variables.ts";

/**
 * The definitions of the token variable that only this request's header for a token refers to: a token that is never sent has
 * no business in a file. A mention anywhere else, even in a comment or a script, counts as use.
 * @param written the text that replaces the reference; it may be the same reference
 */
export function unusedVariable(request: RequestView, written = ""): readonly Definition[] {
  const { authorization } = request;
  const { rest } = authorization ? credentialsOf(request, authorization) : { rest: "" };
  const name = soleVariable(rest);
  if (name === undefined || !isTokenPlaceholder(name) || written === `{{${name}}}`) return [];
  const [unused] = unusedVariables(request, rest);
  return unused ? request.variables.definitionsOf(name) : [];
}

/**
 * The variables that only this text of the request needs, if the text is exactly one `{{name}}`: the one it names, the
 * one that names in turn, and so on.
 */
export function unusedVariables(request: RequestView, text: string): Definition[] {
  const unused: Definition[] = [];
  for (const definition of request.chain(text)) {
    if (!isNamedOnce(request, definition)) break;
    unused.push(definition);
  }
  return unused;
}

/** Is the variable mentioned only once, as a whole word, apart from its definitions? */
function isNamedOnce({ document, variables }: RequestView, { name }: Definition): boolean {
  const definitions = variables.definitionsOf(name);
  // A value may contain the variable's own name: `@key = my/key`.
  const most = definitions.reduce((sum, { value }) => sum + 1 + count(value, name, Infinity), 1);
  return count(document.text, name, most) <= most;
}

/** How often a word occurs in a text. Stops counting once that is more than `most`. */
function count(text: string, word: string, most: number): number {
  let found = 0;
  for (let at = text.indexOf(word); at >= 0 && found <= most; at = text.indexOf(word, at + word.length)) {
    if (!/\w/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at + word.length))) found += 1;
  }
  return found;
}
