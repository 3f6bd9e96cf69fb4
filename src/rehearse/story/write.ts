import { unreachable } from "../../base/assert.ts";
import { type Duration, printDuration } from "../../base/time.ts";
import { printScope, printShare } from "../faults/describe.ts";
import type { Fault, FaultKind } from "../faults/fault.ts";
import { usualSeed } from "../world.ts";
import type { Condition } from "../servers/conditions.ts";
import type { ServerExpectation } from "./server-words.ts";
import type { Action, Expectation, Story } from "./story.ts";

type Unplaced<T> = T extends unknown ? Omit<T, "line" | "text"> : never;

/** What a line is to say. */
export type Wanted = Unplaced<Expectation>;

/** The text of a story: read again, it is the same story. */
export function writeStory({ beginsRunning, seed, steps, expectations }: Story): string {
  const timed = [
    ...steps.map(({ at, action }) => ({ at, line: `at ${writeTime(at)} ${writeAction(action)}` })),
    ...expectations.flatMap((each) => (each.kind === "never" ? [] : [{ at: each.at, line: writeExpectation(each) }])),
  ].sort((a, b) => a.at - b.at);
  const lines = [
    ...(beginsRunning ? [] : ["begin stopped"]),
    ...(seed === usualSeed ? [] : [`seed ${seed}`]),
    ...timed.map(({ line }) => line),
    ...expectations.flatMap((each) => (each.kind === "never" ? [writeExpectation(each)] : [])),
  ];
  return `${lines.join("\n")}\n`;
}

export function writeExpectation(expectation: Wanted): string {
  if (expectation.kind === "owner") {
    const { address, node = "nobody", at } = expectation;
    return `at ${writeTime(at)} expect ${address} on ${node}`;
  }
  if (expectation.kind !== "never") return writeServerExpectation(expectation);
  const { what, longerThan, address, from, until } = expectation;
  const whose = address === undefined ? "" : what === "two" ? ` of ${address}` : ` has ${address}`;
  return [
    `expect never ${what === "two" ? "two owners" : "nobody"}${whose} longer than ${writeTime(longerThan)}`,
    from === undefined ? "" : ` from ${writeTime(from)}`,
    until === undefined ? "" : ` until ${writeTime(until)}`,
  ].join("");
}

function writeServerExpectation(expectation: ServerExpectation): string {
  const { service, node, at } = expectation;
  const where = node === undefined ? "" : ` on ${node}`;
  const when = `at ${writeTime(at)} expect`;
  if (expectation.kind === "share") {
    return `${when} server ${expectation.server} ${expectation.isIn ? "in" : "out of"} ${service}${where}`;
  }
  const { by } = expectation;
  return `${when} ${service} answered by ${typeof by === "string" ? by : by.join(" and ")}${where}`;
}

export function writeAction(action: Action): string {
  switch (action.kind) {
    case "kill":
    case "stop":
    case "start":
    case "reload":
      return `${action.kind} ${action.node}`;
    case "maintenance-on":
      return `maintenance on ${action.node}`;
    case "maintenance-off":
      return `maintenance off ${action.node}`;
    case "cut":
    case "plug":
      return action.interfaces.length === 1
        ? `${action.kind} ${action.interfaces[0] ?? ""} on ${action.node}`
        : `${action.kind} ${action.node}`;
    case "fail":
    case "hang":
    case "recover":
      return `${action.kind} ${action.trackable.name} on ${action.node}`;
    case "pause":
      return `pause ${action.node} for ${writeTime(action.length)}`;
    case "fault":
      return writeFault(action.fault);
    case "mend":
      return endings[action.what];
    case "server":
      return `${verbOf[action.condition]} server ${action.name}${action.node === undefined ? "" : ` on ${action.node}`}`;
    default:
      return unreachable(action);
  }
}

const verbOf: Readonly<Record<Condition, string>> = { dead: "fail", refusing: "stop", well: "recover" };

const endings: Readonly<Record<FaultKind, string>> = {
  loss: "lose nothing",
  delay: "delay nothing",
  duplication: "duplicate nothing",
  lateness: "late timers never",
};

function writeFault(fault: Fault): string {
  switch (fault.kind) {
    case "loss":
      return `lose ${printShare(fault.share)}${printScope(fault.scope)}`;
    case "duplication":
      return `duplicate ${printShare(fault.share)}${printScope(fault.scope)}`;
    case "delay": {
      const jitter = fault.jitter === 0 ? "" : ` jitter ${writeTime(fault.jitter)}`;
      return `delay ${writeTime(fault.fixed)}${jitter}${printScope(fault.scope)}`;
    }
    case "lateness":
      return `late timers up to ${writeTime(fault.upTo)}${fault.node === undefined ? "" : ` on ${fault.node}`}`;
    default:
      return unreachable(fault);
  }
}

/** "20ms", "1.5s". */
function writeTime(time: Duration): string {
  return time > 0 && time < 1_000_000 ? `${String(time / 1_000)}ms` : printDuration(time);
}
