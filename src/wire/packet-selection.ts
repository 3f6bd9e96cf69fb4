import { addressLength, type Family } from "../base/ip-address.ts";
import { assemble, type Instruction, place } from "./bpf.ts";

/**
 * Which packets of protocol 112 may concern the virtual routers of a socket. What else arrives is "the rest": it is
 * nobody's, or so broken that a look at its first bytes shows it.
 */
export type PacketInterest = {
  readonly family: Family;
  /** Only packets that no router has forwarded: TTL or hop limit 255 (RFC 9568 §5.1.1.3, §5.1.2.3). */
  readonly neighborsOnly: boolean;
  /** VRIDs in use, by the version that is spoken. */
  readonly vrids: Readonly<Record<2 | 3, ReadonlySet<number>>>;
};

/** What the kernel is to hand over: all of interest, and one in so many of the rest, by chance; 1: everything. */
export type PacketSelection = { readonly interest: PacketInterest; readonly oneInRest: number };

const headerLength = 8;
const typeAdvertisement = 1;
const authenticationLength = { 2: 8, 3: 0 } as const;
const everyHop = 255;

/** Version and type are right, the VRID is in use, the TTL is right, and the message is not too short for its count. */
export function isOfInterest(ttl: number, message: Uint8Array, interest: PacketInterest): boolean {
  if (message.length < headerLength) return false;
  if (interest.neighborsOnly && ttl !== everyHop) return false;
  const head = message[0] ?? 0;
  const version = head >> 4;
  if ((version !== 2 && version !== 3) || (head & 0xf) !== typeAdvertisement) return false;
  if (!interest.vrids[version].has(message[1] ?? 0)) return false;
  const addresses = (message[3] ?? 0) * addressLength(interest.family);
  return message.length >= headerLength + addresses + authenticationLength[version];
}

/** Memory of the program. */
const memory = { needed: 0, length: 1, vrid: 2, bit: 3 } as const;

const takeAll = 0xffff_ffff;

/**
 * The same as a program for the kernel: SO_ATTACH_FILTER on a raw socket, which sees IPv4 packets from their header on
 * and IPv6 packets from what follows it.
 */
export function selectionProgram({ interest, oneInRest }: PacketSelection): Uint8Array {
  const { family, neighborsOnly, vrids } = interest;
  const isIpv4 = family === "ipv4";
  const ttl = isIpv4 ? 8 : place.networkHeader + 7;
  const ttlCheck: readonly Instruction[] = [
    { do: "loadByte", k: ttl },
    { do: "jumpEqual", k: everyHop, whenFalse: "rest" },
  ];
  return assemble([
    ...(neighborsOnly ? ttlCheck : []),
    isIpv4 ? { do: "indexHeaderLength", k: 0 } : { do: "indexNumber", k: 0 },
    { do: "loadLength" },
    { do: "subtractX" },
    { do: "jumpGreaterOrEqual", k: headerLength, whenFalse: "rest" },
    { do: "store", k: memory.length },
    { do: "loadByteIndexed", k: 3 },
    { do: "shiftLeft", k: Math.log2(addressLength(family)) },
    { do: "add", k: headerLength },
    { do: "store", k: memory.needed },
    { do: "loadByteIndexed", k: 1 },
    { do: "store", k: memory.vrid },
    { do: "loadByteIndexed", k: 0 },
    { do: "jumpEqual", k: (3 << 4) | typeAdvertisement, whenTrue: "version 3" },
    { do: "jumpEqual", k: (2 << 4) | typeAdvertisement, whenFalse: "rest" },
    { do: "loadMemory", k: memory.needed },
    { do: "add", k: authenticationLength[2] },
    { do: "store", k: memory.needed },
    ...vridIn(vrids[2], "version 2"),
    ...vridIn(vrids[3], "version 3"),
    { label: "length", do: "indexMemory", k: memory.needed },
    { do: "loadMemory", k: memory.length },
    { do: "jumpGreaterOrEqualX", whenTrue: "take", whenFalse: "rest" },
    // A number below 2^32 / n comes up once in n times.
    { label: "rest", do: "loadWord", k: place.random },
    { do: "jumpGreater", k: Math.floor(takeAll / oneInRest), whenTrue: "drop" },
    { label: "take", do: "return", k: takeAll },
    { label: "drop", do: "return", k: 0 },
  ]);
}

/** Goes on at "length" when the VRID is one of the set, else at "rest": eight words of 32 bits, as far as needed. */
function vridIn(vrids: ReadonlySet<number>, label: string): readonly Instruction[] {
  const words = Array.from({ length: 8 }, () => 0);
  for (const vrid of vrids) words[vrid >> 5] = ((words[vrid >> 5] ?? 0) | (1 << (vrid & 31))) >>> 0;
  const used = words.flatMap((bits, word) => (bits === 0 ? [] : [{ bits, word }]));
  return [
    { label, do: "loadMemory", k: memory.vrid },
    { do: "and", k: 31 },
    { do: "indexFromA" },
    { do: "loadNumber", k: 1 },
    { do: "shiftLeftX" },
    { do: "store", k: memory.bit },
    { do: "loadMemory", k: memory.vrid },
    { do: "shiftRight", k: 5 },
    ...used.map(({ word }): Instruction => ({ do: "jumpEqual", k: word, whenTrue: `${label}, word ${word}` })),
    { do: "jump", whenTrue: "rest" },
    ...used.flatMap(({ bits, word }): readonly Instruction[] => [
      { label: `${label}, word ${word}`, do: "loadMemory", k: memory.bit },
      { do: "jumpBitSet", k: bits, whenTrue: "length", whenFalse: "rest" },
    ]),
  ];
}
