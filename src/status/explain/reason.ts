import { unreachable } from "../../base/assert.ts";
import type { Cause } from "../../vrrp/events.ts";
import type { FaultReason } from "../../vrrp/faults.ts";
import type { Plain } from "../live/plain.ts";
import type { Evidence } from "./evidence.ts";
import { followed, type Following } from "./following.ts";
import { outvotedStory, preemptedStory } from "./election.ts";
import type { Reasoning } from "./explanation.ts";
import { join, nothing } from "./explanation.ts";
import { replacedStory, stopStory } from "./lives.ts";
import { silenceStory } from "./silence.ts";
import { faultStory } from "./trackers.ts";
import { printLength } from "./words.ts";

/** What a cause says, and what is behind it as far as the evidence goes. */
export function reason(cause: Plain<Cause>, evidence: Evidence): Reasoning {
  switch (cause.kind) {
    case "started":
      return { ...nothing, why: ["It was started: a router listens as BACKUP before it takes over."] };
    case "address-owner":
      return { ...nothing, why: ["It owns its addresses (priority 255), so it is master as soon as it runs."] };
    case "adopted":
      return replacedStory(cause.silence, evidence);
    case "timeout":
      return silenceStory(cause.master, cause.silence, evidence);
    case "preempted":
      return preemptedStory(cause, evidence);
    case "master-resigned":
      return resigned(cause.master, evidence);
    case "advert":
      return outvotedStory(cause, evidence);
    case "fault":
      return join(
        ...cause.reasons.map((each) =>
          each.kind === "group" ? memberStory(each, evidence) : faultStory(each, false, evidence),
        ),
      );
    case "recovered":
      return recovered(cause.reasons, evidence);
    case "group":
      return join(
        { why: [`Sync group ${cause.group} keeps its members together, and its member ${cause.member} went first.`] },
        reason(cause.because, evidence.of(cause.member)),
      );
    case "stopped":
      return stopStory(evidence);
    case "removed":
      return {
        ...nothing,
        why: ["A reload took it out: the configuration has no instance of that name any more."],
        told: ["reload"],
      };
    case "reloaded":
      return { ...nothing, why: ["A reload has changed who is in its sync group."], told: ["reload"] };
    default:
      return unreachable(cause);
  }
}

/** A member that takes others into FAULT with it, and why it is there. */
function memberStory({ group, member }: Following, evidence: Evidence): Reasoning {
  const why = [`Sync group ${group} keeps its members together, and its member ${member} is in FAULT.`];
  const { turn } = evidence.of(member);
  const own = turn?.event.to === "fault" && followed(turn.event.cause) === undefined ? turn.event.cause : undefined;
  return join({ why }, own === undefined ? {} : reason(own, evidence.of(member)));
}

function resigned(master: string, evidence: Evidence): Reasoning {
  const goodbye = evidence
    .own(evidence.chapter, "priority-zero-received")
    .findLast(({ event }) => event.source === master);
  const { turn } = evidence;
  const when =
    goodbye === undefined || turn === undefined
      ? ""
      : `, ${printLength(evidence.since(goodbye.record, turn.record))} before`;
  return {
    ...nothing,
    why: [
      `${master} gave up on purpose: it said goodbye (priority 0)${when}.`,
      "So it did not die: it was stopped, told to go into maintenance, or went into FAULT; only its own records know which.",
    ],
    toDo: [`If nobody stopped it, ask it why: on ${master}, holdfast explain ${evidence.name}`],
  };
}

function recovered(reasons: readonly Plain<FaultReason>[], evidence: Evidence): Reasoning {
  // Pending reasons have no addresses in them: they are the same as plain data.
  if (reasons.every(({ kind }) => kind === "script-pending" || kind === "process-pending")) {
    return {
      ...nothing,
      why: ["It was started: its trackers have reported, and it listens as BACKUP before it takes over."],
    };
  }
  return join(
    { why: ["What had kept it in FAULT is over."] },
    ...reasons.map((each) => faultStory(each, true, evidence)),
  );
}

/** A wait for first results is not a fault. */
export function isHeldBack(cause: Plain<Cause>): boolean {
  return (
    cause.kind === "fault" && cause.reasons.length > 0 && cause.reasons.every((each) => each.kind.endsWith("-pending"))
  );
}
