import { assert } from "./assert.ts";

/** An immutable 48-bit Ethernet address. */
export class MacAddress {
  static readonly broadcast: MacAddress = MacAddress.fromBytes(Uint8Array.of(255, 255, 255, 255, 255, 255));

  /** 6 bytes in transmission order; not to be written to. */
  readonly bytes: Uint8Array;

  private constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Copies 6 bytes. */
  static fromBytes(bytes: Uint8Array): MacAddress {
    assert(bytes.length === 6, `an Ethernet address has 6 bytes, not ${bytes.length}`);
    return new MacAddress(new Uint8Array(bytes));
  }

  /** "00:00:5e:00:01:33" in either case; undefined when the text is anything else. */
  static parse(text: string): MacAddress | undefined {
    if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/iu.test(text)) return undefined;
    return new MacAddress(Uint8Array.from(text.split(":"), (octet) => Number.parseInt(octet, 16)));
  }

  toString(): string {
    return Array.from(this.bytes, (byte) => byte.toString(16).padStart(2, "0")).join(":");
  }

  toJSON(): string {
    return this.toString();
  }

  equals(other: MacAddress): boolean {
    return this.bytes.every((byte, index) => byte === other.bytes[index]);
  }
}
