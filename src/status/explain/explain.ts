import { unreachable } from "../../base/assert.ts";
import type { Cause } from "../../vrrp/events.ts";
import type { EventRecord } from "../live/event-record.ts";
import type { Plain } from "../live/plain.ts";
import type { InstanceState, StatusDocument } from "../live/status-document.ts";
import { Evidence, eventsOf, type Turn } from "./evidence.ts";
import { type Explanation, type Finding, join, type Reasoning } from "./explanation.ts";
import { followed } from "./following.ts";
import { deathHints, lateHints, linkHints, peopleHints, removalHints, troubleHints } from "./node-hints.ts";
import { isHeldBack, reason } from "./reason.ts";
import { sights } from "./sights.ts";
import { addressHints, oddHints, rejectedHints, splitHints, unheardHints, warningHints } from "./wire-hints.ts";
import { printLength } from "./words.ts";

/** Those that look for what bears on the matter, the most telling first. */
const detectives: readonly ((evidence: Evidence) => readonly Finding[])[] = [
  splitHints,
  rejectedHints,
  unheardHints,
  addressHints,
  lateHints,
  removalHints,
  deathHints,
  linkHints,
  oddHints,
  peopleHints,
  troubleHints,
  warningHints,
];

/** Members of a group turn within this time, in microseconds. */
const sameMoment = 1_000_000;

/** Steps that are proposed. */
const stepLimit = 2;

/**
 * The last fail-over of an instance or a sync group in sentences. `records` as the hub or the journal has them;
 * `document` undefined: no daemon runs. A name that neither knows gets an explanation that says so.
 */
export function explain(
  name: string,
  records: readonly EventRecord[],
  document: StatusDocument | undefined,
): Explanation {
  const members = groupMembers(name, records, document);
  return members === undefined
    ? explainInstance(new Evidence(name, records, document))
    : explainGroup(name, members, new Evidence(name, records, document));
}

/** Instances and groups that `explain` can tell of. */
export function explainableNames(
  records: readonly EventRecord[],
  document: StatusDocument | undefined,
): readonly string[] {
  const names = [
    ...(document?.instances ?? []).map(({ name }) => name),
    ...(document?.groups ?? []).map(({ name }) => name),
    ...eventsOf(records, "instance-state").map(({ event }) => event.instance),
    ...eventsOf(records, "group-state").map(({ event }) => event.group),
  ];
  return [...new Set(names)];
}

function explainInstance(evidence: Evidence): Explanation {
  const { turn, document, instance, name } = evidence;
  const reasoning =
    turn === undefined ? standing(evidence) : join(reason(turn.event.cause, evidence), before(evidence));
  const findings = unique(detectives.flatMap((find) => find(evidence))).filter(
    ({ key }) => !reasoning.told.includes(key),
  );
  const cures = findings.flatMap(({ cure }) => (cure === undefined ? [] : [cure]));
  return {
    version: 1,
    name,
    of: "instance",
    node: document?.daemon.node,
    headline: headline(evidence),
    at: turn?.record.wall ?? instance?.since,
    state: instance?.state,
    told: document?.at,
    seen: sights(evidence, trackersOf(turn, evidence)),
    missing: reasoning.missing,
    why: reasoning.why,
    hints: findings.map(({ kind, at, text }) => ({ kind, at, text })),
    toDo: [...new Set([...reasoning.toDo, ...cures])].slice(0, stepLimit),
  };
}

/** A group goes where the member goes that went first: its story is that of the group. */
function explainGroup(name: string, members: readonly string[], evidence: Evidence): Explanation {
  const last = eventsOf(evidence.records, "group-state").findLast(({ event }) => event.group === name);
  const { document } = evidence;
  const leader = last === undefined ? members[0] : leaderOf(name, members, last.record, evidence);
  const story = explainInstance(evidence.of(leader ?? name));
  const group = document?.groups.find((each) => each.name === name);
  const to = last?.event.to ?? group?.state;
  const where = document === undefined ? "" : ` on ${document.daemon.node}`;
  const first =
    leader === undefined || last === undefined ? [] : [`Its member ${leader} went first, and the others with it.`];
  return {
    ...story,
    name,
    of: "group",
    headline: `Group ${name} ${last === undefined ? "is" : "became"} ${to === undefined ? "unknown" : to.toUpperCase()}${where}`,
    at: last?.record.wall ?? story.at,
    state: group?.state,
    why: [...first, ...story.why],
  };
}

/** The member that had a reason of its own. */
function leaderOf(name: string, members: readonly string[], last: EventRecord, evidence: Evidence): string | undefined {
  const turns = eventsOf(evidence.records, "instance-state").filter(({ event }) => members.includes(event.instance));
  const near = turns.filter(({ record }) => Math.abs(evidence.since(last, record)) < sameMoment);
  const leader = near.findLast(({ event }) => followed(event.cause) === undefined);
  const named = turns.map(({ event }) => followed(event.cause)).findLast((each) => each?.group === name);
  return leader?.event.instance ?? named?.member ?? members[0];
}

function groupMembers(
  name: string,
  records: readonly EventRecord[],
  document: StatusDocument | undefined,
): readonly string[] | undefined {
  const group = document?.groups.find((each) => each.name === name);
  if (group !== undefined) return group.members;
  if (!eventsOf(records, "group-state").some(({ event }) => event.group === name)) return undefined;
  const members = eventsOf(records, "instance-state").flatMap(({ event }) => {
    const following = followed(event.cause);
    return following?.group === name ? [following.member, event.instance] : [];
  });
  return [...new Set(members)];
}

function headline(evidence: Evidence): string {
  const { turn, name, instance, document } = evidence;
  const where = document === undefined ? "" : ` on ${document.daemon.node}`;
  if (turn === undefined) {
    return instance === undefined
      ? `Nothing is known of ${name}`
      : `${name} is ${instance.state.toUpperCase()}${where}`;
  }
  const { from, to, cause } = turn.event;
  if (cause.kind === "adopted") return `${name} remained MASTER${where} when its process was replaced`;
  if (to === "init") return `${name} was stopped as ${from.toUpperCase()}${where}`;
  if (from === "init") return `${name} started as ${to.toUpperCase()}${where}`;
  return isHeldBack(cause) ? `${name} waits for its trackers${where}` : `${name} became ${state(to)}${where}`;
}

function state(name: InstanceState): string {
  switch (name) {
    case "init":
    case "backup":
    case "master":
    case "fault":
      return name.toUpperCase();
    default:
      return unreachable(name);
  }
}

/** No record tells of a transition: what the document knows. */
function standing({ instance }: Evidence): Reasoning {
  if (instance === undefined) return join({ why: ["No record tells of it, and no running daemon has it."] });
  const why = instance.causes.map(({ text }) => `${text}.`);
  return join({ why: why.length > 0 ? why : ["No record tells of a transition."] });
}

/** A transition that came right before belongs to the same story. */
function before(evidence: Evidence): Partial<Reasoning> {
  const { previous, turn } = evidence;
  if (previous === undefined || turn === undefined || isStart(previous)) return {};
  if (turn.event.from === "init" || turn.event.to === "init") return {};
  const { to, cause } = previous.event;
  const gap = printLength(evidence.since(previous.record, turn.record));
  const [first] = reason(cause, evidence.upTo(previous)).why;
  return {
    why: [`It had been ${to.toUpperCase()} for ${gap} only${first === undefined ? "." : `, since this: ${first}`}`],
  };
}

/** It came of a start: nothing had happened. */
function isStart({ event: { from, cause: told } }: Turn): boolean {
  const cause = told.kind === "group" ? told.because : told;
  return from === "init" || cause.kind === "recovered" || (cause.kind === "timeout" && cause.master === undefined);
}

/** Scripts, files, processes and interfaces that the cause names, or what the priority is made of. */
function trackersOf(turn: Turn | undefined, evidence: Evidence): ReadonlySet<string> {
  const found = new Set(turn === undefined ? [] : namesIn(turn.event.cause));
  const member = turn === undefined ? undefined : followed(turn.event.cause)?.member;
  const leading = member === undefined ? undefined : evidence.of(member).turn;
  for (const each of leading === undefined ? [] : namesIn(leading.event.cause)) found.add(each);
  for (const { event } of evidence.own(evidence.records, "priority")) {
    for (const { label } of event.parts) found.add(label.split(" ").slice(1).join(" "));
  }
  return found;
}

function namesIn(cause: Plain<Cause>): readonly string[] {
  if (cause.kind === "group") return namesIn(cause.because);
  if (cause.kind !== "fault" && cause.kind !== "recovered") return [];
  return cause.reasons.flatMap((each) => [
    ...("script" in each ? [each.script] : []),
    ...("file" in each ? [each.file] : []),
    ...("process" in each ? [each.process] : []),
    ...("interface" in each ? [each.interface] : []),
  ]);
}

/** What several have found is told by the first of them. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ key }) => !seen.has(key) && seen.add(key));
}
