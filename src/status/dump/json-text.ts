/** What a JSON file is made of: members in order, those that are undefined left out; numbers may come as text. */
export type JsonValue = string | boolean | number | RawNumber | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [name: string]: JsonValue | undefined };

/** A number with a chosen number of digits. */
export class RawNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Without spaces, and slashes escaped, as the reference writes it. */
export function printJson(value: JsonValue): string {
  if (value instanceof RawNumber) return value.text;
  if (typeof value !== "object") return JSON.stringify(value).replaceAll("/", "\\/");
  if (isArray(value)) return `[${value.map(printJson).join(",")}]`;
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${JSON.stringify(name)}:${printJson(member)}`],
  );
  return `{${members.join(",")}}`;
}

function isArray(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}
