import { microseconds } from "../../base/time.ts";
import type { Finding } from "./findings.ts";
import type { ScanReport, SpeakerDocument } from "./report.ts";
import { plural, roughly, shortened } from "./words.ts";

/** Rows of speakers in a table; --json has them all. */
const shownSpeakers = 100;
/** Addresses in a row. */
const shownAddresses = 3;

/** The report as lines for people. */
export function printScan(report: ScanReport): readonly string[] {
  const { speakers, messages, nobodys, beyond, findings, moreFindings, troubles } = report;
  const listened = roughly(microseconds(report.listened));
  const head = `${report.interface}: ${plural(speakers.length, "speaker")}, ${plural(messages, "message")} in ${listened}`;
  const rest = speakers.length - shownSpeakers;
  return [
    head,
    ...troubles,
    ...(speakers.length === 0
      ? ["", "Nobody speaks VRRP, CARP or HSRP here, or something in between keeps it away"]
      : ["", ...tableOf(speakers.slice(0, shownSpeakers))]),
    ...(rest > 0 ? [`and ${rest} more (--json has them)`] : []),
    ...(nobodys > 0 ? [`${plural(nobodys, "message")} too broken to belong to anybody`] : []),
    ...(beyond > 0 ? [`${plural(beyond, "message")} of more speakers than are kept apart`] : []),
    ...(findings.length > 0 ? [""] : []),
    ...findings.flatMap(printFinding),
    ...(moreFindings > 0 ? [`and ${plural(moreFindings, "finding")} more`] : []),
    "",
    ...report.free.map(({ vlan, vrids }) => `Free VRIDs${vlan === undefined ? "" : ` in VLAN ${vlan}`}: ${vrids}`),
  ];
}

function printFinding({ severity, kind, subject, text, cure }: Finding): readonly string[] {
  const line = `${severity}: ${subject}: ${text} [${kind}]`;
  return cure === "" ? [line] : [line, `  = ${cure}`];
}

type Column = readonly [title: string, of: (speaker: SpeakerDocument) => string];

const protocolNames = { vrrp: "VRRP", carp: "CARP", hsrp: "HSRP" } as const;

const vlanColumn: Column = ["VLAN", ({ vlan }) => (vlan === undefined ? "-" : String(vlan))];
const columns: readonly Column[] = [
  ["ID", ({ group }) => String(group)],
  ["PROTOCOL", ({ protocol, protocolVersion }) => `${protocolNames[protocol]}v${protocolVersion}`],
  ["SOURCE", ({ source, here }) => (here ? `${source} (here)` : source)],
  ["MAC", ({ mac }) => mac],
  ["STATE", stateOf],
  ["PRIORITY", ({ priority }) => (priority === undefined ? "?" : String(priority))],
  ["INTERVAL", ({ interval }) => (interval === undefined ? "?" : roughlyOrExact(interval))],
  ["AUTH", ({ authentication }) => authentication ?? "?"],
  ["MESSAGES", ({ messages }) => String(messages)],
  ["HEARD", ({ lastHeard }) => `${roughly(microseconds(lastHeard))} ago`],
  ["ADDRESSES", ({ addresses }) => (addresses.length === 0 ? "-" : shortened(addresses, shownAddresses))],
];

/** With VRRP and CARP only who is master speaks. */
function stateOf({ state, leads, priority }: SpeakerDocument): string {
  if (state !== undefined) return state;
  if (leads) return "master";
  return priority === undefined ? "?" : "silent";
}

/** Intervals may be hundredths of a second. */
function roughlyOrExact(interval: number): string {
  return `${Number((interval / 1_000_000).toFixed(3))}s`;
}

function tableOf(speakers: readonly SpeakerDocument[]): readonly string[] {
  const shown = speakers.some(({ vlan }) => vlan !== undefined) ? [vlanColumn, ...columns] : columns;
  const rows = [shown.map(([title]) => title), ...speakers.map((speaker) => shown.map(([, of]) => of(speaker)))];
  const widths = shown.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
