/** Reads and writes JSON from outside in linear time, however it is nested. */

/** How deeply objects and lists may be nested: code that reads them recurses, and no answer of Argus is nearly as deep. */
const DEEPEST = 32;

/** In UTF-16 units. The indentation of nested lists makes a text many times as long. */
const LONGEST_INDENTED = 64 * 1024;

/**
 * The value, or `undefined` if the text is not JSON or is nested too deeply. The parser's error is dropped because it
 * quotes the text. A byte order mark may come first (RFC 8259 §8.1).
 */
export function parseJson(text: string): unknown {
  try {
    const value = JSON.parse(text.replace(/^\ufeff/, "")) as unknown;
    return isWithin(value, DEEPEST) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** JSON for people: indented, unless it is long. @param value from {@link parseJson} */
export function readableJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST_INDENTED ? text : JSON.stringify(value, undefined, 2);
}

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((item) => isWithin(item, levels - 1));
}
