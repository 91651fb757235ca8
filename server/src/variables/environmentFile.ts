/** Reads the text of `http-client.env.json` and its private companions. */
import { type Node, parseTree } from "jsonc-parser";

/** The environment whose variables are shared by all others. */
export const SHARED = "$shared";

/** A variable in an environment file, and the position of its value. */
export interface EnvironmentVariable {
  readonly environment: string;
  /** For values in nested objects, the keys are joined by dots. */
  readonly name: string;
  readonly value: string;
  /** UTF-16 offset of the value, including its quotes. */
  readonly offset: number;
  /** In UTF-16 units. */
  readonly length: number;
}

/** Objects nested deeper than this contain no variables. */
const DEEPEST = 5;

/**
 * The variables of all environments. If the file is incomplete, reads as much as possible.
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
