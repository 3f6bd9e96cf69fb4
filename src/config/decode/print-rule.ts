import { unreachable } from "../../base/assert.ts";
import type { NumberRange, RuleAction, VirtualRule } from "../../vrrp/network-config.ts";
import { quoteWord } from "../schema/words.ts";
import { printU64 } from "./eight-bytes.ts";
import { printAddress } from "./prefix.ts";
import { printRealms } from "./realms.ts";

/** The line of `virtual_rules` or `static_rules` that reads back to the same rule. */
export function printRuleLine(rule: VirtualRule & { readonly trackGroup?: string | undefined }): string {
  const { mark, from, to } = rule;
  const words = [
    rule.family === "ipv6" && from === undefined && to === undefined && "inet6",
    rule.inverted && "not",
    from && `from ${printAddress(from)}`,
    to && `to ${printAddress(to)}`,
    `priority ${rule.priority}`,
    rule.tos !== undefined && `tos ${rule.tos}`,
    mark && `fwmark ${mark.value}${mark.mask === undefined ? "" : `/${mark.mask}`}`,
    rule.realms && printRealms(rule.realms),
    rule.suppressPrefixLength !== undefined && `suppress_prefixlength ${rule.suppressPrefixLength}`,
    rule.suppressGroup !== undefined && `suppress_ifgroup ${rule.suppressGroup}`,
    rule.incoming !== undefined && `iif ${quoteWord(rule.incoming)}`,
    rule.outgoing !== undefined && `oif ${quoteWord(rule.outgoing)}`,
    rule.tunnelId && `tunnel-id ${printU64(rule.tunnelId)}`,
    rule.users && `uidrange ${printRange(rule.users)}`,
    rule.protocol !== undefined && `protocol ${rule.protocol}`,
    rule.ipProtocol !== undefined && `ipproto ${rule.ipProtocol}`,
    rule.sourcePorts && `sport ${printRange(rule.sourcePorts)}`,
    rule.destinationPorts && `dport ${printRange(rule.destinationPorts)}`,
    printAction(rule.action),
    rule.untracked && "no_track",
    rule.trackGroup !== undefined && `track_group ${quoteWord(rule.trackGroup)}`,
  ];
  return words.filter((word) => typeof word === "string").join(" ");
}

function printRange({ first, last }: NumberRange): string {
  return `${first}-${last}`;
}

function printAction(action: RuleAction): string {
  switch (action.kind) {
    case "table":
      return `table ${action.table}`;
    case "goto":
      return `goto ${action.priority}`;
    case "l3mdev":
    case "nop":
    case "blackhole":
    case "unreachable":
    case "prohibit":
      return action.kind;
    default:
      return unreachable(action);
  }
}
