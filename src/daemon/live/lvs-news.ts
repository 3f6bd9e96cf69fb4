import type { LvsEvent } from "../../lvs/events.ts";
import type { ProgramReport } from "../../status/live/event-record.ts";
import { lvsReport } from "../../status/live/lvs-report.ts";
import type { Told } from "./outbox.ts";

/** What is told of an event of the load balancing: all but that what is down is still down. */
export function lvsNews(event: LvsEvent | ProgramReport): Told | undefined {
  if (event.kind === "check-failed" && !event.wasUp) return undefined;
  const told = event.kind === "program-run" ? event : lvsReport(event);
  return { reported: { process: "checkers", event: told }, omitted: 0 };
}
