/**
 * The same value with nothing in its texts that could end a line or steer a terminal: much of it has come over the
 * wire.
 */
export function clean<T>(value: T): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- texts stay texts, and all else as it was
  return cleaned(value) as T;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(/\p{Cc}|\p{Zl}|\p{Zp}/gu, "\u{FFFD}");
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cleaned(each)]));
}
