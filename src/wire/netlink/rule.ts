import type { Family, Prefix } from "../../base/ip-address.ts";
import { layout, viewOf, writeLayout } from "../../base/layout.ts";
import { familyNumber } from "./address.ts";
import { encodePayload, text, u32 } from "./attribute.ts";
import { keepalivedProtocol, type RouteRealms } from "./route.ts";

/**
 * RTM_NEWRULE and RTM_DELRULE (ip-rule(8)): `struct fib_rule_hdr`, then attributes.
 *
 *      0  family (8) | destination length (8) | source length (8) | ToS (8)
 *      4  table (8) | reserved (16) | action (8)
 *      8  flags (32): 2 is "not"
 */
export type RuleRequest = {
  readonly family: Family;
  /** The rule is for the packets that it does not describe. */
  readonly inverted: boolean;
  readonly from: Prefix | undefined;
  readonly to: Prefix | undefined;
  /** Lower numbers are asked first. */
  readonly priority: number;
  readonly action: RuleActionRequest;
  readonly tos: number | undefined;
  readonly mark: { readonly value: number; readonly mask: number | undefined } | undefined;
  readonly realms: RouteRealms | undefined;
  readonly suppressPrefixLength: number | undefined;
  readonly suppressGroup: number | undefined;
  /** Names: a rule may be there before its interface. */
  readonly incoming: string | undefined;
  readonly outgoing: string | undefined;
  /** 8 bytes in network order. */
  readonly tunnelId: Uint8Array | undefined;
  readonly users: RangeRequest | undefined;
  /** Undefined: keepalived. */
  readonly protocol: number | undefined;
  readonly ipProtocol: number | undefined;
  readonly sourcePorts: RangeRequest | undefined;
  readonly destinationPorts: RangeRequest | undefined;
};

/** Both ends belong to it. */
export type RangeRequest = { readonly first: number; readonly last: number };

export type RuleActionRequest =
  | { readonly kind: "table"; readonly table: number }
  /** Goes on with the rule of this priority. */
  | { readonly kind: "goto"; readonly priority: number }
  /** The table of the VRF that the packet belongs to. */
  | { readonly kind: "l3mdev" }
  | { readonly kind: "nop" | "blackhole" | "unreachable" | "prohibit" };

export const ruleType = { created: 32, removed: 33 } as const;

export const ruleLayout = layout(12, {
  family: [0, "u8"],
  destinationLength: [1, "u8"],
  sourceLength: [2, "u8"],
  tos: [3, "u8"],
  table: [4, "u8"],
  action: [7, "u8"],
  flags: [8, "u32"],
});

/** FRA_ */
export const ruleAttribute = {
  destination: 1,
  source: 2,
  incoming: 3,
  goto: 4,
  priority: 6,
  mark: 10,
  realms: 11,
  tunnelId: 12,
  suppressGroup: 13,
  suppressPrefixLength: 14,
  table: 15,
  markMask: 16,
  outgoing: 17,
  l3mdev: 19,
  users: 20,
  protocol: 21,
  ipProtocol: 22,
  sourcePorts: 23,
  destinationPorts: 24,
} as const;

/** FR_ACT_ */
const actionNumber = { table: 1, goto: 2, nop: 3, blackhole: 6, unreachable: 7, prohibit: 8, l3mdev: 1 } as const;

/** FIB_RULE_INVERT */
const invertedFlag = 2;

/** The payload that adds a rule, and the same that removes it: all of it must be so. */
export function encodeRule(request: RuleRequest): Uint8Array {
  const { action, from, to, mark, realms, users, sourcePorts, destinationPorts } = request;
  const structure = new Uint8Array(ruleLayout.size);
  writeLayout(viewOf(structure), 0, ruleLayout, {
    family: familyNumber[request.family],
    destinationLength: to?.length ?? 0,
    sourceLength: from?.length ?? 0,
    tos: request.tos ?? 0,
    // RT_TABLE_UNSPEC: the attribute says it, which has more than 8 bits.
    table: 0,
    action: actionNumber[action.kind],
    flags: request.inverted ? invertedFlag : 0,
  });
  return encodePayload(structure, [
    to && [ruleAttribute.destination, to.address.bytes],
    from && [ruleAttribute.source, from.address.bytes],
    [ruleAttribute.priority, u32(request.priority)],
    action.kind === "table" ? [ruleAttribute.table, u32(action.table)] : undefined,
    action.kind === "goto" ? [ruleAttribute.goto, u32(action.priority)] : undefined,
    action.kind === "l3mdev" ? [ruleAttribute.l3mdev, Uint8Array.of(1)] : undefined,
    mark && [ruleAttribute.mark, u32(mark.value)],
    mark?.mask === undefined ? undefined : [ruleAttribute.markMask, u32(mark.mask)],
    realms && [ruleAttribute.realms, u32((((realms.from ?? 0) << 16) | realms.to) >>> 0)],
    request.suppressPrefixLength === undefined
      ? undefined
      : [ruleAttribute.suppressPrefixLength, u32(request.suppressPrefixLength)],
    request.suppressGroup === undefined ? undefined : [ruleAttribute.suppressGroup, u32(request.suppressGroup)],
    request.incoming === undefined ? undefined : [ruleAttribute.incoming, text(request.incoming)],
    request.outgoing === undefined ? undefined : [ruleAttribute.outgoing, text(request.outgoing)],
    request.tunnelId && [ruleAttribute.tunnelId, request.tunnelId],
    users && [ruleAttribute.users, Uint8Array.of(...u32(users.first), ...u32(users.last))],
    [ruleAttribute.protocol, Uint8Array.of(request.protocol ?? keepalivedProtocol)],
    request.ipProtocol === undefined ? undefined : [ruleAttribute.ipProtocol, Uint8Array.of(request.ipProtocol)],
    sourcePorts && [ruleAttribute.sourcePorts, portBytes(sourcePorts)],
    destinationPorts && [ruleAttribute.destinationPorts, portBytes(destinationPorts)],
  ]);
}

/** `struct fib_rule_port_range` */
function portBytes({ first, last }: RangeRequest): Uint8Array {
  return Uint8Array.of(first & 0xff, first >> 8, last & 0xff, last >> 8);
}
