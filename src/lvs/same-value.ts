/** Whether two values of the configuration say the same. They are plain data, or print themselves as JSON. */
export function isSameValue(a: unknown, b: unknown): boolean {
  return a === b || printValue(a) === printValue(b);
}

/** Equal for equal values only, whatever the order of their properties; those that are undefined do not count. */
export function printValue(value: unknown): string {
  return JSON.stringify(value, sortProperties) ?? "undefined";
}

function sortProperties(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  if (value instanceof Uint8Array) return Array.from(value);
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
