import type { ProgramReport, TrackerReport } from "../../status/live/event-record.ts";
import { toPlain } from "../../status/live/to-plain.ts";
import type { VrrpEvent } from "../../vrrp/events.ts";
import type { Told } from "./outbox.ts";

/** What is told of an event of the vrrp process: all but what it does regularly, which would fill the journal. */
export function vrrpNews(event: VrrpEvent | ProgramReport | TrackerReport): Told | undefined {
  if (event.kind === "announced" && (event.reason === "refresh" || event.reason === "extra")) return undefined;
  if (event.kind === "program-run" || event.kind === "tracker-disabled" || event.kind === "tracker-enabled") {
    return { reported: { process: "vrrp", event }, omitted: 0 };
  }
  const { value, omitted } = toPlain(event);
  return { reported: { process: "vrrp", event: value }, omitted };
}
