import type { Instant } from "../../base/time.ts";
import { elapsed } from "../../base/time.ts";
import { type Finding, findAll, maximumFindings } from "./findings.ts";
import { freeVrids, type FreeVrids } from "./free-vrids.ts";
import type { Protocol, ScanAuthentication } from "./heard.ts";
import type { Speaker } from "./speaker.ts";
import type { ScanTable } from "./table.ts";

/**
 * What `holdfast scan --json` prints: who speaks VRRP, CARP or HSRP at an interface, and what is wrong with it. Lengths
 * of time are microseconds, addresses text.
 */
export type ScanReport = {
  readonly version: 1;
  readonly interface: string;
  /** How long was listened. */
  readonly listened: number;
  /** By VLAN, protocol, number and source. */
  readonly speakers: readonly SpeakerDocument[];
  /** The gravest first. */
  readonly findings: readonly Finding[];
  /** Findings that there was no room for. */
  readonly moreFindings: number;
  /** For each VLAN that was heard of, and for the untagged wire. */
  readonly free: readonly FreeVrids[];
  readonly messages: number;
  /** Of these, how many were too broken to belong to anybody, and how many came from speakers beyond the bound. */
  readonly nobodys: number;
  readonly beyond: number;
  /** Why nothing was heard for some of the time, such as "the interface is down (ENETDOWN)". */
  readonly troubles: readonly string[];
};

export type SpeakerDocument = {
  readonly protocol: Protocol;
  readonly protocolVersion: number;
  readonly vlan: number | undefined;
  readonly family: "ipv4" | "ipv6";
  /** VRID, VHID or group. */
  readonly group: number;
  readonly source: string;
  readonly mac: string;
  /** The multicast group, or the machine that it speaks to. */
  readonly destination: string;
  /** It is this machine. */
  readonly here: boolean;
  /** As last said; undefined: nothing that it said was in order. Of CARP: advskew, where less is preferred. */
  readonly priority: number | undefined;
  readonly interval: number | undefined;
  /** Never the password itself. */
  readonly authentication: ScanAuthentication | undefined;
  readonly addresses: readonly string[];
  readonly checksumForm: string | undefined;
  /** Of HSRP. */
  readonly state: string | undefined;
  /** It holds the addresses, as far as can be heard. */
  readonly leads: boolean;
  readonly messages: number;
  /** Messages that a receiver does not believe, by the check that they do not pass. */
  readonly refused: Readonly<Record<string, number>>;
  /** Ago. */
  readonly firstHeard: number;
  readonly lastHeard: number;
};

/** What the table knows at the moment. */
export function scanReport(
  table: ScanTable,
  now: Instant,
  about: { readonly interface: string; readonly troubles: readonly string[] },
): ScanReport {
  const speakers = [...table.speakers].sort(inOrder);
  const findings = findAll(speakers, now);
  return {
    version: 1,
    interface: about.interface,
    listened: table.listened(now),
    speakers: speakers.map((speaker) => describe(speaker, now)),
    findings: findings.slice(0, maximumFindings),
    moreFindings: Math.max(0, findings.length - maximumFindings),
    free: freeVrids(speakers),
    messages: table.messages,
    nobodys: table.nobodys,
    beyond: table.beyond,
    troubles: about.troubles,
  };
}

/** Whether somebody has to do something now. */
export function hasConflicts(report: ScanReport): boolean {
  return report.findings.some(({ severity }) => severity === "conflict");
}

function describe(speaker: Speaker, now: Instant): SpeakerDocument {
  const { protocol, version, vlan, family, group, source, mac, destination, isOwn, said } = speaker;
  return {
    protocol,
    protocolVersion: version,
    vlan,
    family,
    group,
    source: source.toString(),
    mac: mac.toString(),
    destination: destination.toString(),
    here: isOwn,
    priority: said?.priority,
    interval: said?.interval,
    authentication: said?.authentication,
    addresses: said?.addresses.map(String) ?? [],
    checksumForm: said?.checksumForm,
    state: said?.state,
    leads: speaker.leadsAt(now),
    messages: speaker.messages,
    refused: Object.fromEntries(speaker.refused),
    firstHeard: elapsed(speaker.firstHeard, now),
    lastHeard: elapsed(speaker.lastHeard, now),
  };
}

const protocols: readonly Protocol[] = ["vrrp", "carp", "hsrp"];

function inOrder(a: Speaker, b: Speaker): number {
  return (
    (a.vlan ?? -1) - (b.vlan ?? -1) ||
    protocols.indexOf(a.protocol) - protocols.indexOf(b.protocol) ||
    a.family.localeCompare(b.family) ||
    a.group - b.group ||
    a.source.compare(b.source)
  );
}
