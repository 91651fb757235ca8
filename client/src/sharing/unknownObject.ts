/** Reads objects of other extensions, which may be anything. */

/** A property of a property…; `undefined` where one of them is missing. */
export function property(value: unknown, ...path: string[]): unknown {
  return path.reduce((found, name) => (isObject(found) ? (Reflect.get(found, name) as unknown) : undefined), value);
}

/** Calls a method if there is one. */
export function call(value: unknown, method: string, ...args: unknown[]): unknown {
  const found = property(value, method);
  return typeof found === "function" ? (Reflect.apply(found, value, args) as unknown) : undefined;
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
