/** Reads objects of other extensions, which may be anything. */

/** A nested property; `undefined` if one on the path is missing. */
export function property(value: unknown, ...path: string[]): unknown {
  return path.reduce((found, name) => (isObject(found) ? (Reflect.get(found, name) as unknown) : undefined), value);
}

/** Calls a method if it exists. */
export function call(value: unknown, method: string, ...args: unknown[]): unknown {
  const found = property(value, method);
  return typeof found === "function" ? (Reflect.apply(found, value, args) as unknown) : undefined;
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
