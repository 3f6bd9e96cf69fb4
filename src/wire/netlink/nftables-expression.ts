import { type Attribute, encodePayload, text } from "./attribute.ts";

/**
 * What a rule of nftables does with a packet, step by step (linux/netfilter/nf_tables.h): registers are loaded and
 * compared, and at the first comparison that fails the rule is left. In text they are what `nft --debug=netlink` shows.
 */
export type Expression = { readonly name: string; readonly attributes: readonly Attribute[] };

/** Registers of 16 bytes. A key that is longer goes on in the next one. */
export type Register = 1 | 2;

/** The highest bit of a type says that attributes are inside. */
export const nested = 0x8000;

const nothing = new Uint8Array(0);
const verdictRegister = 0;
const headerNumber = { network: 1, transport: 2 } as const;
const metaKey = { incomingInterface: 4, outgoingInterface: 5, transportProtocol: 16 } as const;
const verdictCode = { drop: 0, accept: 1 } as const;

/** [ payload load LENGTHb @ HEADER header + OFFSET => reg REGISTER ] */
export function loadPayload(
  header: keyof typeof headerNumber,
  offset: number,
  length: number,
  register: Register,
): Expression {
  return expression("payload", [
    [1, be32(register)],
    [2, be32(headerNumber[header])],
    [3, be32(offset)],
    [4, be32(length)],
  ]);
}

/** [ meta load KEY => reg REGISTER ]; interfaces are indexes in the byte order of the machine. */
export function loadMeta(key: keyof typeof metaKey, register: Register): Expression {
  return expression("meta", [
    [1, be32(register)],
    [2, be32(metaKey[key])],
  ]);
}

/** [ cmp eq reg REGISTER VALUE ] */
export function isEqual(register: Register, value: Uint8Array): Expression {
  return expression("cmp", [
    [1, be32(register)],
    [2, be32(0)],
    [3 | nested, encodeData(value)],
  ]);
}

/** [ lookup reg REGISTER set SET ]: the rule goes on when the set has it. */
export function isIn(set: string, register: Register): Expression {
  return expression("lookup", [
    [1, text(set)],
    [2, be32(register)],
  ]);
}

/** [ lookup reg REGISTER set MAP dreg REGISTER ]: replaces a key by its value; the rule ends when there is none. */
export function mapped(map: string, register: Register): Expression {
  return expression("lookup", [
    [1, text(map)],
    [2, be32(register)],
    [3, be32(register)],
  ]);
}

/** [ dup sreg_addr ADDRESS sreg_dev DEVICE ]: a copy of the packet leaves for that address by that interface. */
export function duplicate(address: Register, device: Register): Expression {
  return expression("dup", [
    [1, be32(address)],
    [2, be32(device)],
  ]);
}

export const counter: Expression = expression("counter", []);

/** [ immediate reg 0 VERDICT ] */
export function verdict(code: keyof typeof verdictCode): Expression {
  const value = encodePayload(nothing, [[1, be32(verdictCode[code])]]);
  return expression("immediate", [
    [1, be32(verdictRegister)],
    [2 | nested, encodePayload(nothing, [[2 | nested, value]])],
  ]);
}

/** NFTA_RULE_EXPRESSIONS. */
export function encodeExpressions(expressions: readonly Expression[]): Uint8Array {
  return encodeList(
    expressions.map(({ name, attributes }) =>
      encodePayload(nothing, [
        [1, text(name)],
        [2 | nested, encodePayload(nothing, attributes)],
      ]),
    ),
  );
}

/** NFTA_LIST_ELEM again and again. */
export function encodeList(items: readonly Uint8Array[]): Uint8Array {
  return encodePayload(
    nothing,
    items.map((item): Attribute => [1 | nested, item]),
  );
}

/** NFTA_DATA_VALUE. */
export function encodeData(value: Uint8Array): Uint8Array {
  return encodePayload(nothing, [[1, value]]);
}

/** Numbers of nf_tables are in network order; negative ones are two's complement. */
export function be32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

function expression(name: string, attributes: readonly Attribute[]): Expression {
  return { name, attributes };
}
