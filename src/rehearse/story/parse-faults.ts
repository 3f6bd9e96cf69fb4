import { unreachable } from "../../base/assert.ts";
import { type Duration, printDuration, seconds, zeroDuration } from "../../base/time.ts";
import type { Fault, FaultKind, Scope } from "../faults/fault.ts";
import type { Action } from "./story.ts";
import type { LineWords } from "./words.ts";

export const faultVerbs = ["lose", "delay", "duplicate", "late"] as const;
export type FaultVerb = (typeof faultVerbs)[number];

/** What a packet or a timer may be late by: what is on its way is kept in memory. */
const mostDelay = seconds(60);

/** The names that may stand in a fault. */
export type Places = { readonly nodes: readonly string[]; readonly segments: readonly string[] };

/** What follows the verb; docs/rehearse.md has the forms. Throws a `Mistaken`. */
export function readFault(verb: FaultVerb, words: LineWords, places: Places): Action {
  switch (verb) {
    case "lose":
      return readRule("loss", words, () => {
        const share = words.share();
        return { kind: "loss", share, scope: readScope(words, places) };
      });
    case "duplicate":
      return readRule("duplication", words, () => {
        const share = words.share();
        return { kind: "duplication", share, scope: readScope(words, places) };
      });
    case "delay":
      return readRule("delay", words, () => {
        const fixed = readDelay(words);
        const jitter = words.peek() === "jitter" ? readJitter(words) : zeroDuration;
        return { kind: "delay", fixed, jitter, scope: readScope(words, places) };
      });
    case "late":
      return readLateness(words, places);
    default:
      return unreachable(verb);
  }
}

/** `pause node1 for 1.5s` */
export function readPause(node: string, words: LineWords): Action {
  words.oneOf(["for"]);
  return { kind: "pause", node, length: words.time() };
}

/** `lose nothing`: all of this kind is over. */
function readRule(kind: FaultKind, words: LineWords, read: () => Fault): Action {
  if (words.peek() !== "nothing") return { kind: "fault", fault: read() };
  words.oneOf(["nothing"]);
  return { kind: "mend", what: kind };
}

/** `late timers up to 20ms [on node1]`, `late timers never` */
function readLateness(words: LineWords, { nodes }: Places): Action {
  words.oneOf(["timers"]);
  if (words.oneOf(["up", "never"]) === "never") return { kind: "mend", what: "lateness" };
  words.oneOf(["to"]);
  const upTo = readDelay(words);
  return { kind: "fault", fault: { kind: "lateness", upTo, node: readPlace("on", "node", words, nodes) } };
}

/** `[on SEGMENT] [from NODE] [to NODE]` */
function readScope(words: LineWords, { nodes, segments }: Places): Scope {
  const segment = readPlace("on", "segment", words, segments);
  const from = readPlace("from", "node", words, nodes);
  const to = readPlace("to", "node", words, nodes);
  if (from !== undefined && from === to) words.failLast(`${from} does not send to itself`, "name two nodes");
  return { segment, from, to };
}

function readPlace(word: string, what: string, words: LineWords, known: readonly string[]): string | undefined {
  if (words.peek() !== word) return undefined;
  words.oneOf([word]);
  return words.name(what, known);
}

function readJitter(words: LineWords): Duration {
  words.oneOf(["jitter"]);
  return readDelay(words);
}

function readDelay(words: LineWords): Duration {
  const delay = words.time();
  if (delay > mostDelay) words.failLast("that is too long", `write ${printDuration(mostDelay)} or less`);
  return delay;
}
