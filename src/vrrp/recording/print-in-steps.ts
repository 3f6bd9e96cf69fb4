import { encodeValue, isPlainObject } from "./values.ts";

/** Values between two pauses: a tenth of a millisecond. */
const stepLength = 200;

/** Between two of its steps something else can be done; it returns the text. */
export type Steps = Generator<undefined, string>;

/**
 * The same text as `JSON.stringify(encodeValue(value))`, made in steps: a configuration may have tens of thousands of
 * addresses. The value has to stay as it is until the end.
 */
export function printInSteps(value: unknown): Steps {
  return print(value, { count: 0 });
}

function* print(value: unknown, printed: { count: number }): Steps {
  printed.count += 1;
  if (printed.count % stepLength === 0) yield undefined;
  if (Array.isArray(value)) {
    const items: string[] = [];
    for (const item of value) items.push(yield* print(item, printed));
    return `[${items.join(",")}]`;
  }
  if (typeof value !== "object" || value === null || !isPlainObject(value)) return JSON.stringify(encodeValue(value));
  const fields: string[] = [];
  for (const [key, each] of Object.entries(value)) {
    fields.push(`${JSON.stringify(key)}:${yield* print(each, printed)}`);
  }
  return `{${fields.join(",")}}`;
}
