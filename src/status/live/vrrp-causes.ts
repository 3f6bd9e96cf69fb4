import type { Cause } from "../../vrrp/events.ts";
import type { FaultReason } from "../../vrrp/faults.ts";
import { printCause, printFault } from "../cause.ts";
import { timesInWords } from "./described.ts";
import type { CauseLink } from "./event-record.ts";
import type { Facts } from "./facts.ts";
import { link, recalled } from "./link.ts";
import type { Plain } from "./plain.ts";
import { printOutcome } from "./script-outcome-text.ts";

/** Instances whose causes are gone through, one behind the other: groups in groups do not exist. */
const depthLimit = 4;

/** How much earlier than a silence what began it may have been, microseconds. */
const before = 1_000_000;

/** When and of whom a chain is told. */
export type Effect = { readonly instance: string | undefined; readonly at: number };

/** Why an instance changed its state, down to what began it. */
export function chainOf(cause: Plain<Cause>, effect: Effect, facts: Facts, depth = 0): readonly CauseLink[] {
  const text = printCause(cause);
  if (depth > depthLimit) return [];
  switch (cause.kind) {
    case "started":
      return [link("started", "it was started"), ...recalled("child-died", facts.deaths.get("vrrp"))];
    case "address-owner":
      return [link(cause.kind, text)];
    case "adopted":
      return [link(cause.kind, text, { silence: cause.silence }), ...recalled("child-died", facts.deaths.get("vrrp"))];
    case "timeout":
      return [
        link(cause.kind, text, { master: cause.master, silence: cause.silence }),
        ...behindSilence(effect, cause.silence, facts),
      ];
    case "preempted": {
      const { master, priority, ours } = cause;
      return [link(cause.kind, text, { master, priority, ours }), ...behindPriority(effect, facts)];
    }
    case "master-resigned":
      return [link(cause.kind, text, { master: cause.master })];
    case "advert": {
      const { source, priority, ours, won } = cause;
      return [
        link(cause.kind, text, { source, priority, ours, won }),
        ...behindPriority(effect, facts),
        ...behindLateness(effect, facts),
      ];
    }
    case "fault":
      return cause.reasons.flatMap((reason) => reasonChain(reason, facts));
    case "recovered":
      return [
        link(cause.kind, text, { reasons: cause.reasons.map(printFault) }),
        ...cause.reasons.flatMap((reason) => evidence(reason, facts)),
      ];
    case "group": {
      const { group, member, because } = cause;
      return [
        link(cause.kind, `member ${member} of group ${group} went first`, { group, member }),
        ...chainOf(because, { ...effect, instance: member }, facts, depth + 1),
      ];
    }
    case "stopped":
      return [link(cause.kind, "it was stopped"), ...recalled("stopping", facts.stop)];
    case "removed":
      return [link(cause.kind, "a reload has left it out"), ...recalled("reloading", facts.reload)];
    case "reloaded":
      return [link(cause.kind, "a reload has changed its group"), ...recalled("reloading", facts.reload)];
    default:
      // What has nothing behind it.
      return [otherLink(cause, text)];
  }
}

/** Why there is a reason for FAULT. */
export function reasonChain(reason: Plain<FaultReason>, facts: Facts): readonly CauseLink[] {
  const known = evidence(reason, facts);
  if (reason.kind === "group") {
    const { group, member } = reason;
    return [link(reason.kind, printFault(reason), { group, member }), ...known];
  }
  if (known.length > 0) return known;
  return [otherLink(reason, printFault(reason)), ...commandBehind(reason)];
}

/** What has begun or ended a reason for FAULT, as far as that has been recorded. */
function evidence(reason: Plain<FaultReason>, facts: Facts): readonly CauseLink[] {
  if ("script" in reason) return scriptLinks(reason.script, facts);
  if ("file" in reason) {
    const { file, value, status } = reason;
    return recalled("file-value", facts.files.get(file), { file, value, status });
  }
  if ("process" in reason) {
    const { process } = reason;
    const fact = facts.processes.get(process);
    return recalled("process-quorum", fact, { process, count: fact?.count });
  }
  if (reason.kind === "group") {
    return recalled("instance-state", facts.transitions.get(reason.member), { instance: reason.member });
  }
  if (reason.kind === "interface-down" || reason.kind === "interface-missing" || reason.kind === "tracked-interface") {
    return recalled("link-state", facts.links.get(reason.interface), { interface: reason.interface });
  }
  return [];
}

/** What a priority is the sum of has changed: each part by what is behind it. */
export function partChain(label: string, facts: Facts): readonly CauseLink[] {
  const [kind = "", ...words] = label.split(" ");
  const name = words.join(" ");
  switch (kind) {
    case "script":
      return scriptLinks(name, facts);
    case "interface":
      return recalled("link-state", facts.links.get(name), { interface: name });
    case "file":
      return recalled("file-value", facts.files.get(name), { file: name, value: facts.files.get(name)?.to });
    case "process":
      return recalled("process-quorum", facts.processes.get(name), { process: name });
    default:
      return [];
  }
}

/** "script chk_http failed three times in a row: status 1". */
function scriptLinks(script: string, facts: Facts): readonly CauseLink[] {
  const fact = facts.scripts.get(script);
  if (fact === undefined) return [];
  const { outcome, output, inARow, id } = fact;
  const often = inARow > 1 ? ` ${timesInWords(inARow)} in a row` : "";
  return [
    link("script", `script ${script} ${printOutcome(outcome, often)}`, {
      script,
      outcome: outcome.kind,
      status: outcome.kind === "exited" ? outcome.status : undefined,
      signal: outcome.kind === "signalled" ? outcome.signal : undefined,
      output: output.length > 0 ? output : undefined,
      event: id,
    }),
  ];
}

/** Adverts that were not believed, or that this process came too late to hear. */
function behindSilence({ instance, at }: Effect, silence: number | undefined, facts: Facts): readonly CauseLink[] {
  if (instance === undefined) return [];
  const began = silence === undefined ? 0 : at - silence - before;
  const rejection = facts.rejections.get(instance);
  const stall = facts.stalls.get(instance);
  return [
    ...(rejection === undefined || rejection.at < began ? [] : [rejection.link]),
    ...(stall === undefined || stall.at < began ? [] : recalled("stalled", stall, { late: stall.late })),
  ];
}

/** Our own priority has changed since the last transition. */
function behindPriority({ instance }: Effect, facts: Facts): readonly CauseLink[] {
  if (instance === undefined) return [];
  const change = facts.priorities.get(instance);
  const transition = facts.transitions.get(instance);
  if (change === undefined || (transition !== undefined && change.at < transition.at)) return [];
  return recalled("priority", change, { from: change.from, to: change.to });
}

/** A master that was late has been followed by another one. */
function behindLateness({ instance, at }: Effect, facts: Facts): readonly CauseLink[] {
  const stall = instance === undefined ? undefined : facts.stalls.get(instance);
  if (stall === undefined || stall.at < at - before) return [];
  return recalled("stalled", stall, { late: stall.late });
}

/** Somebody has asked for it. */
function commandBehind(reason: Plain<FaultReason>): readonly CauseLink[] {
  if (reason.kind !== "maintenance") return [];
  const { by, reason: why } = reason;
  const text = `${by} commanded maintenance${why === "" ? "" : `: ${why}`}`;
  return [link("command", text, { command: "maintenance on", user: by, reason: why })];
}

/** All fields that are values by themselves. */
function otherLink(value: { readonly kind: string }, text: string): CauseLink {
  const fields = Object.entries(value).filter(([name]) => name !== "kind");
  const simple = fields.flatMap(([name, each]): [string, string | number | boolean][] =>
    typeof each === "string" || typeof each === "number" || typeof each === "boolean" ? [[name, each]] : [],
  );
  return link(value.kind, text, Object.fromEntries(simple));
}
