import type { Handover } from "../model/handovers.ts";
import type { CauseLink } from "../../status/live/event-record.ts";
import { printSpan } from "../model/words.ts";

/**
 * "hand-over of VI_1 from node1 to node2 after 20 ms: 192.0.2.1 resigned (node1: script chk_http failed: status 1)":
 * what the new master has seen, and what the old one knows of it.
 */
export function describeHandover(handover: Handover): string {
  const why = handover.causes[0];
  const behind = reasonOfFarewell(handover);
  const known = behind === undefined ? "" : ` (${handover.from ?? ""}: ${behind.text})`;
  return `${nameHandover(handover)}${why === undefined ? "" : `: ${why.text}`}${known}`;
}

/**
 * Why the old master has gone, as it says itself; undefined: it has said nothing, or nothing that the new one has not.
 */
export function reasonOfFarewell({ farewell, from, to }: Handover): CauseLink | undefined {
  const [reason] = farewell?.causes ?? [];
  return from === to || reason?.kind === "advert" ? undefined : reason;
}

/** "fail-over of VI_1 from node1 to node2 after 3.6 s" */
export function nameHandover({ kind, name, from, to, gap }: Handover): string {
  if (kind === "start" || from === undefined) return `${name} found its first master, ${to}`;
  if (kind === "return") return `${to} is master of ${name} again`;
  const after = gap === undefined || gap < 1_000 ? "" : ` after ${printSpan(gap)}`;
  return `${kind} of ${name} from ${from} to ${to}${after}`;
}
