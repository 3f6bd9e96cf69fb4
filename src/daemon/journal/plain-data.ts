import { IpAddress } from "../../base/ip-address.ts";

/** The key of an object that stands for an address: no other value has it. */
const addressMark = "$address";

/** Configuration as JSON text: plain data, with addresses as their only objects of a class. */
export function printPlainData(value: unknown): string {
  return JSON.stringify(value, function mark(this: Readonly<Record<string, unknown>>, key, plain: unknown) {
    // The value has been turned into a text already; its holder has it as it was.
    return this[key] instanceof IpAddress ? { [addressMark]: plain } : plain;
  });
}

/** What `printPlainData` has printed. Throws when it is something else. */
export function parsePlainData(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== "object" || value === null || !(addressMark in value)) return value;
    return IpAddress.of(String(value[addressMark]));
  });
}
