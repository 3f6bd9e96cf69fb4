import type { Family } from "../../base/ip-address.ts";
import type { GroupEntry, VirtualServerGroup } from "../../lvs/config.ts";
import { block, onOff, yesNo } from "./lines.ts";

/** " Virtual Server Group = G1, IPv4 = yes, IPv6 = no" and its entries. */
export function serverGroupBlock({ name, entries }: VirtualServerGroup): string {
  const has = (family: Family): string =>
    onOff(
      entries.some((entry) => familyOf(entry) === family),
      yesNo,
    );
  return (
    block(1, [
      "------< Virtual server group >------",
      `Virtual Server Group = ${name}, IPv4 = ${has("ipv4")}, IPv6 = ${has("ipv6")}`,
    ]) + block(3, entries.map(entryLine))
  );
}

function familyOf(entry: GroupEntry): Family | undefined {
  return entry.kind === "mark" ? entry.family : entry.range.first.family;
}

function entryLine(entry: GroupEntry): string {
  if (entry.kind === "mark") return `FWMARK = ${entry.mark}`;
  const { first, last } = entry.range;
  if (first.equals(last)) return `VIP = ${first.toString()}, VPORT = ${entry.port}`;
  return `VIP Range = ${first.toString()}-${last.toString()}, VPORT = ${entry.port}`;
}
