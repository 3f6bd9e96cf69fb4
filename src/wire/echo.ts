import type { Family } from "../base/ip-address.ts";
import { internetChecksum } from "../base/checksum.ts";
import { type Decoded, decoded, failed } from "../base/decoded.ts";

/**
 * Echo messages of ICMP and ICMPv6 (RFC 792; RFC 4443 §4), and errors about them (RFC 792; RFC 4443 §3.1):
 *
 *     byte 0           1           2           3
 *          +-----------+-----------+-----------+-----------+
 *     0    |   type    |   code    |       checksum        |
 *          +-----------+-----------+-----------+-----------+
 *     4    |      identifier       |       sequence        |   of an error: unused
 *          +-----------+-----------+-----------+-----------+
 *     8    |  data                                         |   of an error: the packet that it is about
 */
export type Echo = { readonly identifier: number; readonly sequence: number; readonly data: Uint8Array };

/** `code` is that of a destination that cannot be reached. */
export type EchoAnswer =
  | (Echo & { readonly kind: "reply" })
  | { readonly kind: "unreachable"; readonly code: number; readonly identifier: number; readonly sequence: number };

export type EchoError = "truncated" | "type" | "other-packet";

const types = {
  ipv4: { request: 8, reply: 0, unreachable: 3 },
  ipv6: { request: 128, reply: 129, unreachable: 1 },
} as const;

const headerLength = 8;
const ipv6HeaderLength = 40;
const ipv6NextHeaderOffset = 6;
const ipv4ProtocolOffset = 9;
const protocols: Readonly<Record<Family, number>> = { ipv4: 1, ipv6: 58 };

/** The checksum of IPv6, which covers addresses, is left to the kernel. */
export function encodeEchoRequest(family: Family, { identifier, sequence, data }: Echo): Uint8Array {
  const bytes = new Uint8Array(headerLength + data.length);
  bytes[0] = types[family].request;
  bytes.set([identifier >> 8, identifier, sequence >> 8, sequence], 4);
  bytes.set(data, headerLength);
  if (family === "ipv4") {
    const sum = internetChecksum(bytes);
    bytes.set([sum >> 8, sum], 2);
  }
  return bytes;
}

/** The data are a view. */
export function decodeEchoAnswer(family: Family, bytes: Uint8Array): Decoded<EchoAnswer, EchoError> {
  if (bytes.length < headerLength) return failed("truncated");
  const [type, code = 0] = bytes;
  if (type === types[family].reply) {
    return decoded({ kind: "reply", ...numbersAt(bytes, 4), data: bytes.subarray(headerLength) });
  }
  if (type !== types[family].unreachable) return failed("type");
  const request = requestIn(family, bytes.subarray(headerLength));
  if (request === undefined) return failed("other-packet");
  return decoded({ kind: "unreachable", code, ...numbersAt(request, 4) });
}

/** The echo request that an error is about, as far as it is quoted. */
function requestIn(family: Family, packet: Uint8Array): Uint8Array | undefined {
  const start = family === "ipv4" ? ((packet[0] ?? 0) & 0x0f) * 4 : ipv6HeaderLength;
  const protocol = packet[family === "ipv4" ? ipv4ProtocolOffset : ipv6NextHeaderOffset];
  const request = packet.subarray(start, start + headerLength);
  if (protocol !== protocols[family] || request.length < headerLength) return undefined;
  return request[0] === types[family].request ? request : undefined;
}

function numbersAt(bytes: Uint8Array, at: number): { readonly identifier: number; readonly sequence: number } {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  return { identifier: (a << 8) | b, sequence: (c << 8) | d };
}
