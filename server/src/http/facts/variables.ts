import type { Range } from "../../../../common/protocol/documents.ts";
import { rangeOf, textOf } from "../parse/model.ts";
import type { Block, HttpDocument, VariableSpan } from "../parse/model.ts";
import type { OutsideVariables } from "./outsideVariables.ts";
import { lastAtOrBefore } from "./lineLookup.ts";

/** The longest expansion, in UTF-16 units, and the most references it may follow, so that cycles end. */
const LONGEST = 65_536;
const MOST_REFERENCES = 256;

/** An `@name = value` in a document. */
export class Definition {
  readonly document: HttpDocument;
  readonly block: Block;
  readonly variable: VariableSpan;

  constructor(document: HttpDocument, block: Block, variable: VariableSpan) {
    this.document = document;
    this.block = block;
    this.variable = variable;
  }

  /** The line in the document. */
  get line(): number {
    return this.block.line + this.variable.name.line;
  }

  get name(): string {
    return textOf(this.document, this.block, this.variable.name);
  }

  get value(): string {
    return textOf(this.document, this.block, this.variable.value);
  }

  get valueRange(): Range {
    return rangeOf(this.block, this.variable.value);
  }

  /** From the `@` to the end of the value. */
  get range(): Range {
    const { start } = rangeOf(this.block, this.variable.name);
    return { start: { line: start.line, character: start.character - 1 }, end: this.valueRange.end };
  }
}

/** The file variables of a document. Get them from {@link variablesOf}. */
export class Variables {
  /** By name, in the order of the text. */
  readonly #definitions = new Map<string, Definition[]>();

  constructor(document: HttpDocument) {
    for (const block of document.blocks) {
      for (const definition of definitionsIn(document, block)) {
        const known = this.#definitions.get(definition.name);
        if (known) known.push(definition);
        else this.#definitions.set(definition.name, [definition]);
      }
    }
  }

  get names(): string[] {
    return [...this.#definitions.keys()];
  }

  has(name: string): boolean {
    return this.#definitions.has(name);
  }

  /** All definitions of a variable, in order. */
  definitionsOf(name: string): readonly Definition[] {
    return this.#definitions.get(name) ?? [];
  }

  /**
   * The one rule for a variable that is defined more than once: the nearest definition above the line counts, else the
   * first one below. This matches httpYac when requests are sent in order; REST Client has one value per file.
   */
  at(name: string, line: number): Definition | undefined {
    const definitions = this.#definitions.get(name) ?? [];
    return definitions[lastAtOrBefore(definitions, line - 1)];
  }

  /**
   * Expands variables in a text, and the variables in their values.
   * @param line of the request that uses the text
   * @param outside where to look for names that the file does not define; nowhere if absent
   * @returns `undefined` if the value of a variable is not known or refers to itself, or the text grows too long
   */
  expand(text: string, line: number, outside?: OutsideVariables): string | undefined {
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
      const value = (this.at(name, line) ?? outside?.find(name))?.value;
      if (value === undefined || ++references > MOST_REFERENCES) return undefined;
      return expandText(value);
    };

    return expandText(text);
  }

  /**
   * The definition of the variable that a text names, then of the one its value names, and so on, each once.
   * @param line of the request that uses the text
   * @param nameIn the variable that a text names; `undefined` ends the chain
   */
  *chain(text: string, line: number, nameIn = soleVariable): Generator<Definition> {
    const seen = new Set<Definition>();
    for (let name = nameIn(text); name !== undefined;) {
      const definition = this.at(name, line);
      if (!definition || seen.has(definition)) return;
      seen.add(definition);
      yield definition;
      name = nameIn(definition.value);
    }
  }
}

const read = new WeakMap<HttpDocument, Variables>();

/** The file variables of a document, cached. */
export function variablesOf(document: HttpDocument): Variables {
  let variables = read.get(document);
  if (!variables) read.set(document, (variables = new Variables(document)));
  return variables;
}

export function definitionsIn(document: HttpDocument, block: Block): Definition[] {
  return block.variables.map((variable) => new Definition(document, block, variable));
}

/** The name in a text that is exactly one `{{name}}`. */
export function soleVariable(text: string): string | undefined {
  if (!text.startsWith("{{") || text.indexOf("}}") !== text.length - 2) return undefined;
  const name = text.slice(2, -2).trim();
  return name === "" || name.includes("{") ? undefined : name;
}
