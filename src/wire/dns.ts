import { type Decoded, decoded, failed } from "../base/decoded.ts";

/**
 * A query of one question, and of its answer what says whether it is one (RFC 1035 §4.1):
 *
 *     byte 0                    1
 *          +-------------------------------------------------+
 *     0    |                       id                        |
 *          +--+-----------+--+--+--+--+--------+-------------+
 *     2    |QR|  opcode   |AA|TC|RD|RA|   Z    |    rcode    |
 *          +--+-----------+--+--+--+--+--------+-------------+
 *     4    |        questions        |  answers        (6)   |
 *     8    |   name servers          |  additional     (10)  |
 *          +-------------------------------------------------+
 *     12   |  name: labels, each with its length before it, and a zero; type; class
 */
export type DnsQuestion = { readonly name: string; /** RFC 1035 §3.2.2. */ readonly type: number };

export type DnsResponse = { readonly id: number; readonly truncated: boolean; readonly code: string };

export type DnsError = "truncated" | "not-a-response" | "other-question";

/** RFC 1035 §3.2.2, RFC 3596. */
export const dnsType = { A: 1, NS: 2, CNAME: 5, SOA: 6, MX: 15, TXT: 16, AAAA: 28 } as const;

const headerLength = 12;
const internet = 1;
/** RFC 1035 §2.3.4. */
const labelLimit = 63;
const nameLimit = 255;

/** RCODEs by number (RFC 1035 §4.1.1, RFC 2136 §2.2). */
const codes = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"] as const;

/** Asks for recursion. Undefined when the name is none: a label or all of it is too long. */
export function encodeDnsQuery(id: number, question: DnsQuestion): Uint8Array | undefined {
  const section = encodeQuestion(question);
  if (section === undefined) return undefined;
  const bytes = new Uint8Array(headerLength + section.length);
  bytes[0] = id >> 8;
  bytes[1] = id;
  bytes[2] = 0x01;
  bytes[5] = 1;
  bytes.set(section, headerLength);
  return bytes;
}

/** An answer to the query, as it was encoded. Servers may leave the question out of it. */
export function decodeDnsResponse(bytes: Uint8Array, query: Uint8Array): Decoded<DnsResponse, DnsError> {
  if (bytes.length < headerLength) return failed("truncated");
  const [high = 0, low = 0, flags = 0, more = 0, questionsHigh = 0, questionsLow = 0] = bytes;
  if ((flags & 0x80) === 0) return failed("not-a-response");
  const questions = (questionsHigh << 8) | questionsLow;
  if (questions > 1 || (questions === 1 && !hasQuestion(bytes, query))) return failed("other-question");
  const code = more & 0x0f;
  return decoded({ id: (high << 8) | low, truncated: (flags & 0x02) !== 0, code: codes[code] ?? `RCODE ${code}` });
}

/** Letters of names are equal in both cases (RFC 1035 §2.3.3), and server may change them. */
function hasQuestion(bytes: Uint8Array, query: Uint8Array): boolean {
  if (bytes.length < query.length) return false;
  for (let index = headerLength; index < query.length; index += 1) {
    if (lower(bytes[index] ?? 0) !== lower(query[index] ?? 0)) return false;
  }
  return true;
}

function lower(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

function encodeQuestion({ name, type }: DnsQuestion): readonly number[] | undefined {
  const labels = name.replace(/\.$/u, "").split(".");
  const isRoot = labels.length === 1 && labels[0] === "";
  const bytes = isRoot ? [] : labels.flatMap((label) => [label.length, ...Array.from(label, byteOf)]);
  const wrong = !isRoot && labels.some((label) => label.length === 0 || label.length > labelLimit);
  if (wrong || bytes.length + 1 > nameLimit) return undefined;
  return [...bytes, 0, type >> 8, type & 0xff, 0, internet];
}

function byteOf(character: string): number {
  return character.charCodeAt(0) & 0xff;
}
