import type { EventRecord } from "../live/event-record.ts";
import type { Evidence } from "./evidence.ts";
import { eventsOf } from "./evidence.ts";
import type { Finding } from "./explanation.ts";
import { deaths } from "./lives.ts";
import { bare, printLength, printList, printOutput, printTimes } from "./words.ts";

/** So many transitions within `flapTime` are one too many, in microseconds. */
const flaps = 5;
const flapTime = 300_000_000;

/** What is heard as soon as a process goes on, before or after it has said that it was late. */
const sameMoment = 1_000_000;

/**
 * The vrrp process was so late that a backup had reason to take over. What was late before a silence is told with it.
 */
export function lateHints(evidence: Evidence): readonly Finding[] {
  const late = evidence.own(evidence.recent, "late-advert").at(-1);
  if (late === undefined) return [];
  const { event, record } = late;
  const { advertInterval = 0, masterDownInterval = 0 } = evidence.instance ?? {};
  if (event.late < masterDownInterval - advertInterval) return [];
  const outcome = evidence
    .own(evidence.recent, "lower-priority-advert")
    .find((told) => told.event.response === "contested" && Math.abs(evidence.since(record, told.record)) < sameMoment);
  const other =
    outcome === undefined ? "" : ` Meanwhile ${outcome.event.source} took over (priority ${outcome.event.priority}).`;
  const due = advertInterval === 0 ? "" : `, with one due every ${printLength(advertInterval)}`;
  return [
    {
      kind: "process-late",
      key: "late",
      at: record.wall,
      text: `The vrrp process of this node was late by ${printLength(event.late)}: no advert was sent for so long${due}.${other}`,
      cure: "Find out what holds this machine up: processor time, a suspended virtual machine, swapping; vrrp_rt_priority or vrrp_priority help against other programs.",
    },
  ];
}

/** A process of this node ended. */
export function deathHints({ recent }: Evidence): readonly Finding[] {
  const died = recent.filter((record) => deaths([record]).length > 0);
  const last = died.at(-1);
  const [text] = last === undefined ? [] : deaths([last]);
  if (last === undefined || text === undefined) return [];
  const often = died.length === 1 ? "" : ` It has died ${printTimes(died.length)} since the last transition.`;
  return [
    {
      kind: "process-died",
      key: "died",
      at: last.wall,
      text: `${text}.${often}`,
      cure: "Find out why it died: its last lines in the log, and the kernel's (out of memory, a killed process).",
    },
  ];
}

/** Somebody else has taken away an address, and it was put back. */
export function removalHints(evidence: Evidence): readonly Finding[] {
  const repaired = evidence.own(evidence.recent, "address-repaired");
  const last = repaired.at(-1);
  if (last === undefined) return [];
  const named = new Set(repaired.map(({ event }) => `${bare(event.address.prefix)} from ${event.address.interface}`));
  return [
    {
      kind: "address-removed",
      key: "removed",
      at: last.record.wall,
      text: `Somebody else removed ${printList([...named])}${repaired.length === 1 ? "" : ` (${printTimes(repaired.length)})`}; Holdfast put it back at once.`,
      cure: "Find out who removes addresses: a person, systemd-networkd (ManageForeignAddresses=no), NetworkManager, cloud-init or a configuration manager.",
    },
  ];
}

/** The link of the instance has come and gone. */
export function linkHints(evidence: Evidence): readonly Finding[] {
  const downs = eventsOf(evidence.recent, "link-state").filter(
    ({ event }) => event.state !== "up" && evidence.interfaces.has(event.interface),
  );
  const last = downs.at(-1);
  if (last === undefined) return [];
  const { interface: name } = last.event;
  const text = `Interface ${name} went down ${printTimes(downs.length)} in the time that the records tell of.`;
  return [{ kind: "link-down", key: `link ${name}`, at: last.record.wall, text, cure: undefined }];
}

/** What people have done. */
export function peopleHints(evidence: Evidence): readonly Finding[] {
  const { recent, instance } = evidence;
  const found: Finding[] = [];
  if (instance?.maintenance !== undefined) {
    const { by, reason, since } = instance.maintenance;
    const why = reason === "" ? "without a reason" : `for this reason: ${reason}`;
    found.push({
      kind: "maintenance",
      key: "maintenance",
      at: since,
      text: `It is in maintenance: ${by} has put it there, ${why}.`,
      cure: `When the work is done: holdfast maintenance off ${evidence.name}`,
    });
  }
  const refused = eventsOf(recent, "maintenance").findLast(
    ({ event }) => event.change === "refused" && event.instance === evidence.name,
  );
  if (refused !== undefined) {
    const text = `${refused.event.by} ordered maintenance; it was refused, as no other router took over.`;
    found.push({ kind: "maintenance", key: "refused", at: refused.record.wall, text, cure: undefined });
  }
  const changed = eventsOf(recent, "configuration-changed").findLast(({ event }) => event.name === evidence.name);
  if (changed !== undefined) {
    const what = printList(changed.event.changes.map((change) => change.what));
    const text = `A reload on this node changed ${what} of ${evidence.name}.`;
    found.push({ kind: "reload", key: "reload", at: changed.record.wall, text, cure: undefined });
  }
  return found;
}

/** What makes an explanation incomplete, or a take-over useless. */
export function troubleHints(evidence: Evidence): readonly Finding[] {
  const found: Finding[] = [];
  // Starting and stopping is nobody's flapping.
  const turns = evidence.turns.filter(({ event }) => event.from !== "init" && event.to !== "init");
  const last = turns.at(-1);
  const many = last === undefined ? [] : turns.filter(({ record }) => evidence.since(record, last.record) < flapTime);
  const first = many[0];
  if (many.length >= flaps && first !== undefined && last !== undefined) {
    const text = `Its state changed ${printTimes(many.length)} within ${printLength(evidence.since(first.record, last.record))}.`;
    found.push({ kind: "flapping", key: "flapping", at: last.record.wall, text, cure: undefined });
  }
  for (const record of evidence.recent) found.push(...programFailure(record, evidence.name));
  const lost = evidence.recent.reduce(
    (count, { event }) => count + ("count" in event && event.kind === "records-lost" ? event.count : 0),
    0,
  );
  if (evidence.document?.silent?.includes("vrrp") === true) {
    const text = "The vrrp process does not answer, so this is from records alone.";
    found.push({ kind: "process-silent", key: "silent", at: undefined, text, cure: undefined });
  }
  if (lost > 0) {
    const text = `${lost} records were lost, so this may lack something.`;
    found.push({ kind: "records-lost", key: "lost", at: undefined, text, cure: undefined });
  }
  return found;
}

function programFailure({ event, wall }: EventRecord, name: string): readonly Finding[] {
  if (event.kind !== "program-run" || !("purpose" in event)) return [];
  if (event.instance !== name || event.failure === undefined) return [];
  const text = `${event.purpose} failed: ${event.failure}. ${printOutput(event.output.join("\n"))}`;
  return [{ kind: "program-failed", key: `program ${event.purpose}`, at: wall, text, cure: undefined }];
}
