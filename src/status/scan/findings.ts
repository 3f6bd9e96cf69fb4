import type { Instant } from "../../base/time.ts";
import { findSpeakerTroubles } from "./speaker-findings.ts";
import { findRouterTroubles } from "./router-findings.ts";
import { findSharedTroubles } from "./shared-findings.ts";
import type { Speaker } from "./speaker.ts";

/** Something that whoever looks after the wire wants to know. */
export type Finding = {
  /** conflict: addresses are served by two or by nobody, or will be; warning: it will bite; note: good to know. */
  readonly severity: Severity;
  readonly kind: FindingKind;
  readonly vlan: number | undefined;
  /** "VRID 51, IPv4" */
  readonly subject: string;
  /** Sources of those whom it is about. */
  readonly speakers: readonly string[];
  readonly text: string;
  /** What to do; empty: nothing. */
  readonly cure: string;
};

export type Severity = "conflict" | "warning" | "note";

/**
 * - `split-brain`: two hold the addresses of one virtual router at the same time;
 * - `vrid-conflict`: two clusters have one VRID: their addresses have nothing in common;
 * - `address-conflict`: two virtual routers have one address;
 * - `carp-conflict`: CARP and VRRP have one number, and with it one virtual MAC address;
 * - `same-source`: two machines have one source address;
 * - `address-list-differs`: the nodes of a virtual router have not the same addresses;
 * - `hand-over`: the addresses went from one to another;
 * - `checksum`, `refused`, `far`: messages that receivers drop;
 * - `password`: it is sent in clear;
 * - `tutorial-vrid`: VRID 51.
 */
export type FindingKind =
  | "split-brain"
  | "vrid-conflict"
  | "address-conflict"
  | "carp-conflict"
  | "same-source"
  | "address-list-differs"
  | "hand-over"
  | "checksum"
  | "refused"
  | "far"
  | "password"
  | "tutorial-vrid";

/** Findings in a report. */
export const maximumFindings = 200;

const severities: readonly Severity[] = ["conflict", "warning", "note"];

/** Everything that can be found, the gravest first, and otherwise in the order of the speakers. */
export function findAll(speakers: readonly Speaker[], now: Instant): readonly Finding[] {
  const findings = [
    ...routersOf(speakers).flatMap((router) => findRouterTroubles(router, speakers, now)),
    ...findSharedTroubles(speakers),
    ...findSpeakerTroubles(routersOf(speakers)),
  ];
  return severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}

/** Speakers of one virtual router: what they say is about the same addresses, whichever version they speak. */
function routersOf(speakers: readonly Speaker[]): readonly (readonly Speaker[])[] {
  const routers = new Map<string, Speaker[]>();
  for (const speaker of speakers) {
    const { vlan, protocol, family, group } = speaker;
    const key = [vlan ?? "", protocol, family, group].join(" ");
    const router = routers.get(key) ?? [];
    routers.set(key, router);
    router.push(speaker);
  }
  return [...routers.values()];
}
