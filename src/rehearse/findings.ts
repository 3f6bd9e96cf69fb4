import { type Duration, milliseconds } from "../base/time.ts";
import { describeFailure, isWholeNode } from "./events.ts";
import { isSame, type Outcome } from "./outcome.ts";
import type { Rehearsal, Rehearsed } from "./rehearse.ts";
import { type ServerFindingCode, serverFindings } from "./servers/findings.ts";
import { trackedInterfaces } from "./trackables.ts";
import { printOwners, printTime } from "./wording.ts";

export type FindingCode =
  | "nobody"
  | "several-owners"
  | "moves-nothing"
  | "moves-back"
  | "start-order"
  | "slow-detection"
  | "flaps"
  | "maintenance-refused"
  | "pair-nobody"
  | "pair-several-owners"
  | ServerFindingCode;

/** What an operator should know. Warnings count for the exit status, notes do not. */
export type RehearsalFinding = {
  /** Of one code there is one for each. */
  readonly subject: string;
  readonly severity: "warning" | "note";
  readonly code: FindingCode;
  readonly text: string;
  readonly cure: string | undefined;
};

/** Two that overlap for less are a hand-over: the old one keeps the addresses until the new one has announced them. */
export const handOver = milliseconds(100);
/** More changes of owners than there and back. */
const steady = 2;

/** What is found in a rehearsal, the worst first within each event. */
export function findingsOf(rehearsal: Rehearsal): readonly RehearsalFinding[] {
  const found = [
    ...startFindings(rehearsal),
    ...rehearsal.events.flatMap((event) => eventFindings(rehearsal, event)),
    ...rehearsal.troubles.flatMap((event) => troubleFindings(rehearsal, event)),
    ...pairFindings(rehearsal),
    ...serverFindings(rehearsal),
    ...rehearsal.reloads.flatMap(({ node, outcomes }) =>
      outcomes.flatMap((each) => split(`after ${node} reloads`, each)),
    ),
  ];
  // A node that returns, a daemon that starts and a link that is back end alike: the first one stands for all.
  const subjects = new Set<string>();
  return found.filter(({ code, subject }) => {
    const key = `${code} ${subject}`;
    return !subjects.has(key) && subjects.add(key);
  });
}

function startFindings({ starts, services }: Rehearsal): readonly RehearsalFinding[] {
  return services.flatMap((service, index) => {
    const ends = starts.flatMap(({ order, outcomes }) =>
      outcomes.slice(index, index + 1).map((outcome) => ({ order, outcome })),
    );
    const [first, ...others] = ends;
    if (first === undefined) return [];
    const splits = ends.flatMap(({ order, outcome }) => [
      ...split(`after a start in the order ${order.join(", ")}`, outcome),
      ...(outcome.after.length === 0
        ? [finding("warning", "nobody", `${service.label}: held by nobody after a start of all nodes`)]
        : []),
    ]);
    const other = others.find(({ outcome }) => !isSame(outcome.after, first.outcome.after));
    if (other === undefined || splits.length > 0) return splits.slice(0, 1);
    const text = `${service.label} is with whoever was there first: ${printOwners(first.outcome.after)} after a start in the order ${first.order.join(", ")}, ${printOwners(other.outcome.after)} after ${other.order.join(", ")}`;
    return [finding("note", "start-order", text)];
  });
}

export function eventFindings(rehearsal: Rehearsal, event: Rehearsed): readonly RehearsalFinding[] {
  const { failure, text, effects, back } = event;
  const outcomes = effects.map(({ outcome }) => outcome);
  const isRefused = failure.kind === "maintenance" && rehearsal.refused.has(failure.node);
  const refusal = isRefused
    ? [finding("warning", "maintenance-refused", `maintenance on ${failure.node} is refused: no other node takes over`)]
    : [];
  const others = rehearsal.plan.nodes.length > 1;
  return [
    ...refusal,
    ...outcomes.flatMap((outcome) => split(text, outcome)),
    ...outcomes.flatMap((outcome) => (others ? lost(text, outcome) : [])),
    ...(others ? unmoved(rehearsal, event) : []),
    ...back.outcomes.flatMap((outcome, index) => movesBack(back.text, outcome, outcomes[index])),
  ];
}

/** Several at once in the end, or for longer than a hand-over takes. */
function split(when: string, { service, after, several }: Outcome): readonly RehearsalFinding[] {
  if (after.length > 1) {
    const cure = "let them hear one another: the same virtual router, version, password and segment";
    return [
      finding("warning", "several-owners", `${when}: ${service.label} stays with ${printOwners(after)} at once`, cure),
    ];
  }
  if (several <= handOver) return [];
  return [
    finding("warning", "several-owners", `${when}: two nodes hold ${service.label} at once for ${printTime(several)}`),
  ];
}

/** Somebody had it, and nobody has it now. */
function lost(when: string, { service, before, after }: Outcome): readonly RehearsalFinding[] {
  if (before.length === 0 || after.length > 0) return [];
  return [finding("warning", "nobody", `${when}: nobody holds ${service.label} any more`)];
}

/** What is tracked fails where an address is, and it stays there although other nodes could have it. */
function unmoved({ plan, services }: Rehearsal, { failure, effects }: Rehearsed): readonly RehearsalFinding[] {
  if (isWholeNode(failure)) return [];
  const { node } = failure;
  const here = effects.filter(({ outcome }) => outcome.before.includes(node));
  if (here.length === 0 || here.some(({ outcome }) => !isSame(outcome.before, outcome.after))) return [];
  if (failure.kind === "link" && !isTracked(plan, node, failure.interface)) return [];
  const isShared = services.some(({ instances }) => instances.has(node) && instances.size > 1);
  if (!isShared) return [];
  const cure = "the weight has to be larger than the distance of the priorities, or 0 so that it is a fault";
  return [finding("warning", "moves-nothing", `${describeFailure(failure)}, and nothing moves`, cure)];
}

/** Something is on the interface or depends on it. */
function isTracked({ nodes }: Rehearsal["plan"], node: string, name: string): boolean {
  const config = nodes.find((each) => each.name === node)?.config;
  if (config === undefined) return false;
  return trackedInterfaces(config).includes(name) || config.instances.some((instance) => instance.interface === name);
}

function movesBack(when: string, outcome: Outcome, failed: Outcome | undefined): readonly RehearsalFinding[] {
  const { service, before, after, nobody: gap, changes } = outcome;
  // What has not moved away cannot move back.
  if (failed === undefined || isSame(failed.before, failed.after) || changes === 0) return [];
  if (before.length === 0 || after.length === 0 || isSame(before, after)) return [];
  const cure = "nopreempt on all nodes leaves it where it is";
  const subject = `${service.label} ${printOwners(after)} ${gap === 0 ? "" : "gap"}`;
  if (gap === 0) {
    const text = `after ${when}, ${service.label} moves back to ${printOwners(after)}: connections are cut a second time`;
    return [finding("note", "moves-back", text, cure, subject)];
  }
  const text = `after ${when}, ${service.label} moves back to ${printOwners(after)}: a second interruption of ${printTime(gap)}`;
  return [finding("warning", "moves-back", text, cure, subject)];
}

export function troubleFindings(rehearsal: Rehearsal, event: Rehearsed): readonly RehearsalFinding[] {
  const { failure, effects } = event;
  if (failure.kind === "hang") return slowDetection(rehearsal, event);
  if (failure.kind !== "alternate") return [];
  const { name } = failure.trackable;
  return effects.flatMap(({ outcome }) => {
    if (outcome.changes <= steady) return [];
    const text = `${outcome.service.label} flaps while ${name} on ${failure.node} succeeds and fails by turns: ${outcome.changes} changes in ${printTime(rehearsal.patience)}`;
    return [finding("warning", "flaps", text, `give ${name} a fall and a rise of 2 or more`)];
  });
}

/** A script that hangs is found out later than one that fails, as its time-out is longer than its interval. */
function slowDetection({ plan, events }: Rehearsal, { failure, effects }: Rehearsed): readonly RehearsalFinding[] {
  if (failure.kind !== "hang") return [];
  const { node, trackable } = failure;
  const script = plan.nodes
    .find(({ name }) => name === node)
    ?.config.scripts.find(({ name }) => name === trackable.name);
  if (script === undefined || script.timeout <= script.interval) return [];
  const plain = events.find(
    (each) =>
      each.failure.kind === "tracked" && each.failure.node === node && each.failure.trackable.name === trackable.name,
  );
  const slow = worstSettling(effects);
  if (slow === 0) return [];
  const text = `the time-out of ${trackable.name} is longer than its interval: when it hangs on ${node} it takes ${printTime(slow)} to move, when it fails ${printTime(worstSettling(plain?.effects ?? []))}`;
  return [finding("warning", "slow-detection", text, `a timeout of ${printTime(script.interval)} or less`)];
}

function worstSettling(effects: Rehearsed["effects"]): Duration {
  return effects.reduce(
    (worst, { settledAfter }) => (settledAfter.worst > worst ? settledAfter.worst : worst),
    milliseconds(0),
  );
}

/** Two failures leave a node that could serve, and nobody does. */
export function pairFindings({ pairs, plan }: Rehearsal): readonly RehearsalFinding[] {
  return pairs.flatMap(({ failures, outcomes }) => {
    const text = failures.map(describeFailure).join(", then ");
    const isHit = (name: string): boolean => failures.some(({ node }) => node === name);
    return outcomes.flatMap(({ service, before, after }) => {
      if (after.length > 1) {
        const finish = `${service.label} stays with ${printOwners(after)} at once`;
        return [finding("warning", "pair-several-owners", `${text}: ${finish}`)];
      }
      const healthy = plan.nodes.find(({ name }) => service.instances.has(name) && !isHit(name));
      if (before.length === 0 || after.length > 0 || healthy === undefined) return [];
      const finish = `nobody holds ${service.label}, though nothing is wrong with ${healthy.name}`;
      return [finding("warning", "pair-nobody", `${text}: ${finish}`)];
    });
  });
}

function finding(
  severity: RehearsalFinding["severity"],
  code: FindingCode,
  text: string,
  cure?: string,
  subject = text,
): RehearsalFinding {
  return { severity, code, text, cure, subject };
}
