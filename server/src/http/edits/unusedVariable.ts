import { isTokenPlaceholder } from "../../../../common/tokenVariables.ts";
import { credentialsOf } from "../facts/authorization.ts";
import { definitionAt, soleVariable, variablesOf } from "../facts/variables.ts";
import type { Definition, Variables } from "../facts/variables.ts";
import { textOf } from "../parse/model.ts";
import type { HttpDocument, RequestBlock } from "../parse/model.ts";

/**
 * The token variable that a request's `Authorization` refers to, where nobody needs it once the reference is gone: a token
 * that is not sent has no business in a file. One that the text names anywhere else, be it in a comment or a script, is
 * needed.
 * @param written what comes in the reference's place, which may be the reference again
 */
export function unusedVariable(document: HttpDocument, block: RequestBlock, written = ""): Definition | undefined {
  const { authorization, line } = block.request;
  const { rest } = authorization ? credentialsOf(document, block, authorization) : { rest: "" };
  const name = soleVariable(rest);
  if (name === undefined || !isTokenPlaceholder(name) || written === `{{${name}}}`) return undefined;
  return unusedVariables(document, variablesOf(document), rest, block.line + line.line)[0];
}

/**
 * The variables that nobody needs once a text at a line is gone, where that is exactly one `{{name}}`: the one that it
 * names, the one which that names, and so on.
 */
export function unusedVariables(
  document: HttpDocument,
  variables: Variables,
  text: string,
  line: number,
): Definition[] {
  const unused: Definition[] = [];
  for (let name = soleVariable(text); name !== undefined;) {
    const definition = definitionAt(variables, name, line);
    if (!definition || unused.includes(definition) || !isNamedOnce(document, name, definition)) break;
    unused.push(definition);
    name = soleVariable(valueOf(document, definition));
  }
  return unused;
}

/** Is a variable named but once beside its definition, as a word of its own? */
function isNamedOnce(document: HttpDocument, name: string, definition: Definition): boolean {
  // A value may hold its own variable's name: `@key = my/key`.
  const most = 2 + count(valueOf(document, definition), name, Infinity);
  return count(document.text, name, most) <= most;
}

function valueOf(document: HttpDocument, { block, variable }: Definition): string {
  return textOf(document, block, variable.value);
}

/** How often a word stands in a text. It is looked for no further than until it stands more often than `most`. */
function count(text: string, word: string, most: number): number {
  let found = 0;
  for (let at = text.indexOf(word); at >= 0 && found <= most; at = text.indexOf(word, at + word.length)) {
    if (!/\w/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at + word.length))) found += 1;
  }
  return found;
}
