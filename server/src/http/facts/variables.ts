import { textOf } from "../parse/model.ts";
import type { Block, HttpDocument, VariableSpan } from "../parse/model.ts";
import { lastAtOrBefore } from "./places.ts";

/** Longest text that variables are expanded to, in UTF-16 units, and most references on the way: a cycle ends there. */
const LONGEST = 65_536;
const MOST_REFERENCES = 256;

export interface Definition {
  readonly block: Block;
  readonly variable: VariableSpan;
  /** The document's line. */
  readonly line: number;
}

/** The file variables of a document by name, each in the order of its definitions. */
export type Variables = ReadonlyMap<string, readonly Definition[]>;

export function variablesOf(document: HttpDocument): Variables {
  const variables = new Map<string, Definition[]>();
  for (const block of document.blocks) {
    for (const variable of block.variables) {
      const name = textOf(document, block, variable.name);
      const definition = { block, variable, line: block.line + variable.name.line };
      const known = variables.get(name);
      if (known) known.push(definition);
      else variables.set(name, [definition]);
    }
  }
  return variables;
}

/**
 * The one rule for a variable that is defined more than once: the nearest definition above the line counts, without one
 * the first below. For requests sent in the document's order it is httpYac's; REST Client has one value for the file.
 */
export function definitionAt(variables: Variables, name: string, line: number): Definition | undefined {
  const definitions = variables.get(name) ?? [];
  return definitions[lastAtOrBefore(definitions, line - 1)];
}

/**
 * Puts the values of file variables, and of those that they name, into a text.
 * @param line of the request that uses the text
 * @returns `undefined` where a variable is not the file's or is defined by itself, or the text grows beyond reason
 */
export function expand(document: HttpDocument, variables: Variables, text: string, line: number): string | undefined {
  let references = 0;

  const expandText = (value: string): string | undefined => {
    if (value.length > LONGEST) return undefined;
    let result = "";
    let at = 0;
    for (;;) {
      const start = value.indexOf("{{", at);
      const end = start < 0 ? -1 : value.indexOf("}}", start + 2);
      if (end < 0) return result + value.slice(at);
      const part = expandName(value.slice(start + 2, end).trim());
      if (part === undefined) return undefined;
      result += value.slice(at, start) + part;
      if (result.length > LONGEST) return undefined;
      at = end + 2;
    }
  };

  const expandName = (name: string): string | undefined => {
    const definition = definitionAt(variables, name, line);
    if (!definition || ++references > MOST_REFERENCES) return undefined;
    return expandText(textOf(document, definition.block, definition.variable.value));
  };

  return expandText(text);
}

/** Where a text that is exactly one `{{name}}` gets its value from in the end, through variables that name variables. */
export function definitionBehind(
  document: HttpDocument,
  variables: Variables,
  text: string,
  line: number,
): Definition | undefined {
  let found: Definition | undefined;
  let name = soleVariable(text);
  for (let hop = 0; name !== undefined && hop < MOST_REFERENCES; hop++) {
    const definition = definitionAt(variables, name, line);
    if (!definition) break;
    found = definition;
    name = soleVariable(textOf(document, definition.block, definition.variable.value));
  }
  return found;
}

/** The name in a text that is exactly one `{{name}}`. */
export function soleVariable(text: string): string | undefined {
  if (!text.startsWith("{{") || text.indexOf("}}") !== text.length - 2) return undefined;
  const name = text.slice(2, -2).trim();
  return name === "" || name.includes("{") ? undefined : name;
}
