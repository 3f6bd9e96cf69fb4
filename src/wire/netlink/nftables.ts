import type { Family } from "../../base/ip-address.ts";
import { familyNumber } from "./address.ts";
import { type Attribute, encodePayload, text } from "./attribute.ts";
import { be32, encodeData, encodeExpressions, encodeList, type Expression, nested } from "./nftables-expression.ts";

/**
 * Messages of nf_tables over nfnetlink (linux/netfilter/nfnetlink.h, nf_tables.h). They come in batches, between a
 * message that begins one and a message that ends it; the kernel does all of a batch or nothing.
 *
 *      0  family (8) | version 0 (8) | resource (16, network order): 10 is nf_tables where a batch begins and ends
 *      4  attributes
 */
export type TableMessage = {
  /** How the kernel calls it. */
  readonly call: string;
  readonly type: number;
  readonly flags: number;
  readonly payload: Uint8Array;
};

const subsystem = 10;
const resource = Uint8Array.of(0, 0, 0, subsystem);
export const batchBegin: TableMessage = { call: "NFNL_MSG_BATCH_BEGIN", type: 0x10, flags: 0, payload: resource };
export const batchEnd: TableMessage = { call: "NFNL_MSG_BATCH_END", type: 0x11, flags: 0, payload: resource };

const messageNumber = {
  NFT_MSG_NEWTABLE: 0,
  NFT_MSG_GETTABLE: 1,
  NFT_MSG_DELTABLE: 2,
  NFT_MSG_NEWCHAIN: 3,
  NFT_MSG_NEWRULE: 6,
  NFT_MSG_NEWSET: 9,
  NFT_MSG_NEWSETELEM: 12,
  NFT_MSG_DELSETELEM: 14,
} as const;
const createFlag = 0x400;
/** Of a rule: behind the others of its chain. */
const appendFlag = 0x800;

/** Which table: one of IPv4 and one of IPv6 may have the same name. */
export type TableName = { readonly family: Family; readonly table: string };

/** NF_INET_LOCAL_IN and NF_INET_LOCAL_OUT. */
const hookNumber = { input: 1, output: 3 } as const;
const acceptPolicy = 1;

/** The type of the message that tells of a table which is gone. */
export const removedTable: number = (subsystem << 8) | messageNumber.NFT_MSG_DELTABLE;

/** ENOENT when there is none. Not for a batch. */
export function getTable({ family, table }: TableName): TableMessage {
  return message("NFT_MSG_GETTABLE", family, 0, [[1, text(table)]]);
}

/** A table that is there already is taken. */
export function addTable({ family, table }: TableName): TableMessage {
  return message("NFT_MSG_NEWTABLE", family, createFlag, [[1, text(table)]]);
}

/** With everything in it. ENOENT when there is none. */
export function removeTable({ family, table }: TableName): TableMessage {
  return message("NFT_MSG_DELTABLE", family, 0, [[1, text(table)]]);
}

/** A chain of type filter that sees the packets of a hook and lets pass what its rules do not drop. */
export function addChain(
  { family, table }: TableName,
  chain: string,
  hook: keyof typeof hookNumber,
  priority: number,
): TableMessage {
  const place = encodePayload(nothing, [
    [1, be32(hookNumber[hook])],
    [2, be32(priority)],
  ]);
  return message("NFT_MSG_NEWCHAIN", family, createFlag, [
    [1, text(table)],
    [3, text(chain)],
    [4 | nested, place],
    [5, be32(acceptPolicy)],
    [7, text("filter")],
  ]);
}

export function addRule({ family, table }: TableName, chain: string, expressions: readonly Expression[]): TableMessage {
  return message("NFT_MSG_NEWRULE", family, createFlag | appendFlag, [
    [1, text(table)],
    [2, text(chain)],
    [4 | nested, encodeExpressions(expressions)],
  ]);
}

/** Types by the numbers of nft(8), which the kernel keeps for it, and their length in bytes. */
export const keyType = {
  ipv4Address: { number: 7, length: 4 },
  ipv6Address: { number: 8, length: 16 },
  interfaceIndex: { number: 20, length: 4 },
  icmp6Type: { number: 29, length: 1 },
  /** An address and behind it an interface: six bits for each type. */
  ipv6AddressOnInterface: { number: (8 << 6) | 20, length: 20 },
} as const;
export type KeyType = (typeof keyType)[keyof typeof keyType];

/** NFT_SET_MAP: its elements have values. */
const mapFlag = 8;

/** A note for nft(8): the numbers of keys (0) or values (1) are in the byte order of the machine (1). */
function userData(what: readonly (0 | 1)[]): Attribute {
  return [13, Uint8Array.from(what.flatMap((each) => [each, 4, 1, 0, 0, 0]))];
}

/** `id` is any number that no other set of the batch has. */
export function addSet({ family, table }: TableName, set: string, id: number, key: KeyType): TableMessage {
  return message("NFT_MSG_NEWSET", family, createFlag, setAttributes(table, set, id, key, 0));
}

export function addMap(
  { family, table }: TableName,
  set: string,
  id: number,
  types: { readonly key: KeyType; readonly value: KeyType },
): TableMessage {
  return message("NFT_MSG_NEWSET", family, createFlag, [
    ...setAttributes(table, set, id, types.key, mapFlag),
    [6, be32(types.value.number)],
    [7, be32(types.value.length)],
    userData([0, 1]),
  ]);
}

/** A key, and in a map what it stands for. */
export type Element = { readonly key: Uint8Array; readonly value?: Uint8Array };

/** How many elements one message may have: the length of its attribute is 16 bits wide. */
export const elementsPerMessage = 500;

/** Elements that are there already stay. */
export function addElements(name: TableName, set: string, elements: readonly Element[]): TableMessage {
  return elementMessage("NFT_MSG_NEWSETELEM", createFlag, name, set, elements);
}

/** ENOENT when one of them is not there. */
export function removeElements(name: TableName, set: string, elements: readonly Element[]): TableMessage {
  return elementMessage("NFT_MSG_DELSETELEM", 0, name, set, elements);
}

const nothing = new Uint8Array(0);

function setAttributes(table: string, set: string, id: number, key: KeyType, flags: number): readonly Attribute[] {
  return [
    [1, text(table)],
    [2, text(set)],
    [3, be32(flags)],
    [4, be32(key.number)],
    [5, be32(key.length)],
    [10, be32(id)],
    ...(key === keyType.interfaceIndex && flags === 0 ? [userData([0])] : []),
  ];
}

function elementMessage(
  call: "NFT_MSG_NEWSETELEM" | "NFT_MSG_DELSETELEM",
  flags: number,
  { family, table }: TableName,
  set: string,
  elements: readonly Element[],
): TableMessage {
  const items = elements.map(({ key, value }) =>
    encodePayload(nothing, [
      [1 | nested, encodeData(key)],
      value === undefined ? undefined : [2 | nested, encodeData(value)],
    ]),
  );
  return message(call, family, flags, [
    [1, text(table)],
    [2, text(set)],
    [3 | nested, encodeList(items)],
  ]);
}

function message(
  call: keyof typeof messageNumber,
  family: Family,
  flags: number,
  attributes: readonly Attribute[],
): TableMessage {
  const header = Uint8Array.of(familyNumber[family], 0, 0, 0);
  return { call, type: (subsystem << 8) | messageNumber[call], flags, payload: encodePayload(header, attributes) };
}
