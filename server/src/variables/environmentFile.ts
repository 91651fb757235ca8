/** Reads `http-client.env.json` and its private companions, and `.env`. Text in, variables out. */
import { parseEnv } from "node:util";
import { type Node, parseTree } from "jsonc-parser";

/** The environment whose variables are shared by all others. */
export const SHARED = "$shared";

/** A variable of an environment file, and where its value is in the text. */
export interface EnvironmentVariable {
  /** `undefined` where a file has no environments. */
  readonly environment: string | undefined;
  /** For values in nested objects, the keys are joined by dots; for those in arrays, it ends with `[0]`. */
  readonly name: string;
  readonly value: string;
  /** UTF-16 offset of the value, including its quotes. */
  readonly offset: number;
  /** In UTF-16 units. */
  readonly length: number;
}

/** Objects and arrays nested deeper than this contain no variables. */
const DEEPEST = 5;

export interface EnvironmentFile {
  /** Includes environments without variables. */
  readonly environments: readonly string[];
  /** In the order of the text: if one is defined twice, the last definition counts. */
  readonly variables: readonly EnvironmentVariable[];
}

/**
 * Reads a file of environments. Of a half-typed file, it returns as much as can be read.
 *
 * @see https://www.jetbrains.com/help/idea/http-client-variables.html#environment-variables
 * @see https://learn.microsoft.com/aspnet/core/test/http-files#environment-files
 */
export function readEnvironmentFile(text: string): EnvironmentFile {
  const root = treeOf(text);
  const environments = propertiesOf(root).filter(([, { type }]) => type === "object");
  return {
    environments: environments.map(([name]) => name),
    variables: environments.flatMap(([name, node]) => variablesIn(node, name, "", 1)),
  };
}

/** `undefined` if it is nested so deeply that the parser, which calls itself, runs out of stack. */
function treeOf(text: string): Node | undefined {
  try {
    return parseTree(withoutMark(text), [], { allowTrailingComma: true });
  } catch {
    return undefined;
  }
}

/** Reads a `.env` file, which has no environments. */
export function readDotenv(text: string): EnvironmentFile {
  const written = withoutMark(text);
  const values = parseEnv(written);
  // This only finds where each name is; quotes, escapes and comments are left to the parser.
  const definitions = [...written.matchAll(/^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*/gm)];
  const variables = definitions.flatMap((match): EnvironmentVariable[] => {
    const [definition, name = ""] = match;
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return [];
    const offset = match.index + definition.length;
    return [{ environment: undefined, name, value, offset, length: valueLength(written.slice(offset), value) }];
  });
  return { environments: [], variables };
}

function valueLength(rest: string, value: string): number {
  const quote = /^["'`]/.exec(rest)?.[0];
  const isQuoted = quote !== undefined && rest.startsWith(value + quote, 1);
  return isQuoted ? value.length + 2 : rest.startsWith(value) ? value.length : rest.search(/\s|$/);
}

/** Replaces a byte order mark with a blank, so that offsets stay the same. */
function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text;
}

function variablesIn(node: Node, environment: string, path: string, depth: number): EnvironmentVariable[] {
  if (node.type === "object" || node.type === "array") {
    if (depth > DEEPEST) return [];
    return partsOf(node, path).flatMap(([name, value]) => variablesIn(value, environment, name, depth + 1));
  }
  const { offset, length } = node;
  const value: unknown = node.value;
  const isValue = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isValue ? [{ environment, name: path, value: String(value), offset, length }] : [];
}

function partsOf(node: Node, path: string): [name: string, value: Node][] {
  if (node.type === "array") return (node.children ?? []).map((value, index) => [`${path}[${index}]`, value]);
  return propertiesOf(node).map(([name, value]) => [path === "" ? name : `${path}.${name}`, value]);
}

function propertiesOf(node: Node | undefined): [name: string, value: Node][] {
  if (node?.type !== "object") return [];
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }): [string, Node][] =>
    key !== undefined && value !== undefined ? [[String(key.value), value]] : [],
  );
}
