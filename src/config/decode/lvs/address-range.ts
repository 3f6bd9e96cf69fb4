import { addressLength, hostPrefixLength, IpAddress } from "../../../base/ip-address.ts";
import type { AddressRange } from "../../../lvs/config.ts";
import { shorten } from "../../schema/words.ts";

/** A range, or why the text is none. */
export type ParsedRange = { readonly range: AddressRange } | { readonly wrong: string };

/**
 * The addresses of an entry of a group: one address, `A.B.C.D-E` up to another last part, `A.B.C.D-E.F.G.H` up to
 * another address, or `ADDRESS/LENGTH`; the same in IPv6, where parts are hexadecimal.
 */
export function parseAddressRange(text: string): ParsedRange {
  const separator = text.search(/[/-]/u);
  const first = IpAddress.parse(separator === -1 ? text : text.slice(0, separator));
  if (first === undefined) return { wrong: `Invalid virtual server group IP address ${shorten(text)}` };
  if (separator === -1) return { range: { first, last: first } };
  const rest = text.slice(separator + 1);
  if (text[separator] === "/") return network(first, rest, text);
  return /[.:]/u.test(rest) ? upToAddress(first, rest, text) : upToPart(first, rest, text);
}

/** The words that `parseAddressRange` reads this range from. */
export function printAddressRange({ first, last }: AddressRange): string {
  return first.equals(last) ? first.toString() : `${first.toString()}-${last.toString()}`;
}

/** How many addresses it has; above 2^53 about as many. */
export function rangeSize({ first, last }: AddressRange): number {
  return last.bytes.reduce((size, byte, index) => size * 256 + byte - (first.bytes[index] ?? 0), 0) + 1;
}

function network(first: IpAddress, lengthText: string, text: string): ParsedRange {
  const length = /^\d{1,3}$/u.test(lengthText) ? Number(lengthText) : 0;
  if (length < 1 || length > hostPrefixLength(first.family)) {
    return { wrong: `Invalid netmask - ${shorten(text)}` };
  }
  const hostBits = (index: number): number => {
    const free = Math.min(8, Math.max(0, 8 * (index + 1) - length));
    return (1 << free) - 1;
  };
  if (first.bytes.some((byte, index) => (byte & hostBits(index)) !== 0)) {
    return { wrong: `Address mask bits not empty - ${shorten(text)}` };
  }
  return { range: { first, last: IpAddress.fromBytes(first.bytes.map((byte, index) => byte | hostBits(index))) } };
}

function upToAddress(first: IpAddress, lastText: string, text: string): ParsedRange {
  const last = IpAddress.parse(lastText);
  if (last?.family !== first.family) {
    return { wrong: `Invalid virtual server group IP address ${shorten(text)}` };
  }
  if (first.compare(last) <= 0) return { range: { first, last } };
  return { wrong: `Address range end is less than address range start - ${shorten(text)}` };
}

function upToPart(first: IpAddress, partText: string, text: string): ParsedRange {
  const ipv4 = first.family === "ipv4";
  const name = `Virtual server group range '${shorten(text)}'`;
  const digits = (ipv4 ? /^\d*/u : /^[0-9a-f]*/iu).exec(partText)?.[0] ?? "";
  const extra = partText.slice(digits.length);
  if (extra !== "") return { wrong: `${name} has extra characters at end '${shorten(extra)}'` };
  const part = digits === "" ? 0 : Number.parseInt(digits, ipv4 ? 10 : 16);
  if (part > (ipv4 ? 0xff : 0xffff)) return { wrong: `${name} end '${shorten(partText)}' too large` };
  const bytes = first.bytes.slice();
  const end = addressLength(first.family) - 1;
  bytes[end] = part & 0xff;
  if (!ipv4) bytes[end - 1] = part >> 8;
  const last = IpAddress.fromBytes(bytes);
  if (first.compare(last) < 0) return { range: { first, last } };
  return { wrong: `Address range end is not greater than address range start - ${shorten(text)}` };
}
