import { unreachable } from "../../base/assert.ts";
import type { VirtualRule } from "../../vrrp/config.ts";
import type { NumberRange, RuleAction } from "../../vrrp/network-config.ts";
import { briefPrefix } from "./address-line.ts";
import { keepalivedProtocol, printRealms } from "./route-line.ts";

/** "from 192.0.2.0/24 priority 500 tos 0x0 protocol 18 lookup 100". */
export function ruleLine(rule: VirtualRule): string {
  const { from, to, mark, suppressPrefixLength, suppressGroup, tunnelId, users, realms } = rule;
  const protocol = rule.protocol ?? (rule.untracked ? undefined : keepalivedProtocol);
  return [
    rule.inverted && "not",
    `from ${from === undefined ? "all" : printNetwork(from)}`,
    to && `to ${printNetwork(to)}`,
    `priority ${rule.priority}`,
    `tos 0x${(rule.tos ?? 0).toString(16)}`,
    mark && `fwmark 0x${mark.value.toString(16)}${mark.mask === undefined ? "" : `/0x${mark.mask.toString(16)}`}`,
    rule.incoming !== undefined && `iif ${rule.incoming}`,
    rule.outgoing !== undefined && `oif ${rule.outgoing}`,
    suppressPrefixLength !== undefined && `suppress_prefixlen ${suppressPrefixLength}`,
    suppressGroup !== undefined && `suppress_ifgroup ${suppressGroup}`,
    tunnelId &&
      `tun_id ${BigInt(`0x${tunnelId.reduce((text, byte) => text + byte.toString(16).padStart(2, "0"), "")}`)}`,
    users && `uidrange ${users.first}-${users.last}`,
    protocol !== undefined && `protocol ${protocol}`,
    rule.ipProtocol !== undefined && `ipproto ${rule.ipProtocol}`,
    rule.sourcePorts && `sport ${printRange(rule.sourcePorts)}`,
    rule.destinationPorts && `dport ${printRange(rule.destinationPorts)}`,
    realms && `realms ${printRealms(realms)}`,
    printAction(rule.action),
    rule.untracked && "no_track",
  ]
    .filter(Boolean)
    .join(" ");
}

const printNetwork = briefPrefix;

function printRange({ first, last }: NumberRange): string {
  return `${first}-${last}`;
}

function printAction(action: RuleAction): string {
  switch (action.kind) {
    case "table":
      return `lookup ${action.table}`;
    case "goto":
      return `goto ${action.priority}`;
    case "l3mdev":
      return "lookup l3mdev";
    case "nop":
    case "blackhole":
    case "unreachable":
    case "prohibit":
      return `type ${action.kind}`;
    default:
      return unreachable(action);
  }
}
