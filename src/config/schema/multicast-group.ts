import type { Family, IpAddress } from "../../base/ip-address.ts";
import type { Shape } from "./keyword.ts";
import { parseAddress } from "./shapes.ts";
import { refuseExtraWords, requiredWord } from "./words.ts";

/** A multicast address that adverts go to. */
export function multicastGroup(family: Family): Shape<IpAddress> {
  return {
    syntax: family === "ipv4" ? "<IPv4 MULTICAST ADDRESS>" : "<IPv6 MULTICAST ADDRESS>",
    block: false,
    read(statement, report) {
      const word = requiredWord(statement, 0, report);
      refuseExtraWords(statement, 1, report);
      const { text } = statement.keyword;
      const group = word && parseAddress(word, family, text, report);
      if (group === undefined) return undefined;
      if (!group.isMulticast) {
        report.error("invalid-value", word, `${text}: ${group.toString()} is not a multicast address - ignoring`);
        return undefined;
      }
      // keepalived.conf(5), "vrrp_mcast_group6"; adverts do not cross routers (RFC 9568 §5.1.2.2).
      if (family === "ipv6" && ((group.bytes[1] ?? 0) & 0x0f) !== 2) {
        report.warning("invalid-value", word, `${text} ${group.toString()} should be link-local multicast`);
      }
      return group;
    },
    print: (group) => group.toString(),
  };
}
