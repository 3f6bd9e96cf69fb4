import type { VirtualServerGroup } from "../../../lvs/config.ts";
import type { Protocol } from "../../../base/lvs-table.ts";
import type { Word } from "../../lexer.ts";
import type { Reporter } from "../../reporter.ts";
import type { ServiceName } from "./service.ts";
import { labelService } from "./service.ts";

/** The protocol of a service; undefined: a mark, or nothing but marks. */
export function decideProtocol(
  name: ServiceName,
  group: VirtualServerGroup | undefined,
  given: { readonly value: Protocol | undefined; readonly findPlace: () => Word },
  report: Reporter,
): Protocol | undefined {
  if (!hasAddresses(name, group)) {
    if (given.value !== undefined) {
      const label = labelService(name, given.value);
      const message = `Warning: Virtual server ${label}: protocol specified for fwmark - protocol will be ignored`;
      // The reference does not look at groups with IPv6 marks.
      const isSeen = group?.entries.every((entry) => entry.kind !== "mark" || entry.family !== "ipv6") ?? true;
      const effect = isSeen ? "configuration" : "none";
      report.warning("conflict", given.findPlace(), message, { cure: "leave protocol out", effect });
    }
    return undefined;
  }
  if (given.value !== undefined) return given.value;
  const message = `Virtual server ${labelService(name, undefined)}: no protocol set - defaulting to UDP`;
  report.warning("missing-setting", name.place, message, { cure: "write protocol TCP, UDP or SCTP" });
  return "UDP";
}

function hasAddresses(name: ServiceName, group: VirtualServerGroup | undefined): boolean {
  if (name.kind !== "group") return name.kind === "address";
  return group === undefined || group.entries.some((entry) => entry.kind === "addresses");
}

/** Whether packets are found by a mark, which tells neither address nor protocol. */
export function hasMarks(name: ServiceName, group: VirtualServerGroup | undefined): boolean {
  return name.kind === "mark" || (group?.entries.some((entry) => entry.kind === "mark") ?? false);
}
