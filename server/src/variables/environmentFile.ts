/** Reads `http-client.env.json` and its private companions. Text in, variables out. */
import { type Node, parseTree } from "jsonc-parser";

/** The environment whose variables every other one shares. */
export const SHARED = "$shared";

/** A variable of an environment file, and where its value stands in the text. */
export interface EnvironmentVariable {
  readonly environment: string;
  /** Values inside objects have the names on the way to them, joined by dots. */
  readonly name: string;
  readonly value: string;
  /** UTF-16 offset of the value, its quotes included. */
  readonly offset: number;
  /** UTF-16 code units. */
  readonly length: number;
}

/** Objects nested deeper than this are not variables of anything. */
const DEEPEST = 5;

/**
 * The variables of all environments. A file that is being typed gives what can be read of it.
 *
 * @see https://www.jetbrains.com/help/idea/http-client-variables.html#environment-variables
 * @see https://learn.microsoft.com/aspnet/core/test/http-files#environment-files
 */
export function readEnvironmentFile(text: string): EnvironmentVariable[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  return propertiesOf(root).flatMap(([environment, node]) => variablesIn(node, environment, [], 1));
}

function variablesIn(node: Node, environment: string, path: readonly string[], depth: number): EnvironmentVariable[] {
  if (node.type === "object") {
    if (depth > DEEPEST) return [];
    return propertiesOf(node).flatMap(([name, value]) => variablesIn(value, environment, [...path, name], depth + 1));
  }
  const { offset, length } = node;
  const value: unknown = node.value;
  const isValue = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  if (!isValue || path.length === 0) return [];
  return [{ environment, name: path.join("."), value: String(value), offset, length }];
}

function propertiesOf(node: Node | undefined): [name: string, value: Node][] {
  if (node?.type !== "object") return [];
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }): [string, Node][] =>
    key !== undefined && value !== undefined ? [[String(key.value), value]] : [],
  );
}
