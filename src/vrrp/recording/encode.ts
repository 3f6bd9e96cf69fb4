import type { Instant } from "../../base/time.ts";
import type { InstanceConfig } from "../config.ts";
import type { Input } from "../inputs.ts";
import { recordingVersion, type SegmentHead, type Standings, type Transition } from "./record.ts";
import { printInSteps } from "./print-in-steps.ts";
import { encodeValue } from "./values.ts";

/** Packets of a segment that are told by a number when they come again. */
export const packetLimit = 4096;

const instancesPerLine = 8;

/** Lines one after the other; undefined: something else can be done before the next one is ready. */
export type Lines = Generator<string | undefined, undefined>;

/**
 * A recording as lines of JSON. Nearly everything that is heard has been heard before: a packet that comes again is a
 * number, which counts in its segment alone.
 *
 *     {"segment":{"version":1,"run":"4711.90210","number":3,"begins":"start",...}}
 *     {"at":46983417000,"input":{"kind":"packet","interface":"eth0",...},"as":7}
 *     {"at":46984417000,"again":7}
 *     {"at":46984417000,"transition":{"kind":"instance-state","instance":"VI_1",...}}
 */
export class RecordEncoder {
  readonly #packets = new Map<string, number>();

  segment(head: SegmentHead): string {
    this.#packets.clear();
    return JSON.stringify({ segment: { version: recordingVersion, ...head } });
  }

  /** In several lines, where one would be long. */
  *input(at: Instant, input: Input): Lines {
    if (input.kind === "packet") yield this.#packet(at, input);
    else yield* lines(at, "input", input);
    return undefined;
  }

  *known(at: Instant, input: Input): Lines {
    yield* lines(at, "known", input);
    return undefined;
  }

  *standings(at: Instant, standings: Standings & { readonly lost: number }): Lines {
    yield* line(at, "standings", standings);
    return undefined;
  }

  transition(at: Instant, event: Transition): string {
    return JSON.stringify({ at, transition: encodeValue(event) });
  }

  #packet(at: Instant, input: Input): string {
    const text = JSON.stringify(encodeValue(input));
    const number = this.#packets.get(text);
    if (number !== undefined) return `{"at":${at},"again":${number}}`;
    if (this.#packets.size >= packetLimit) return `{"at":${at},"input":${text}}`;
    this.#packets.set(text, this.#packets.size);
    return `{"at":${at},"input":${text},"as":${this.#packets.size - 1}}`;
  }
}

/** All of them at once. */
export function allLines(all: Lines): readonly string[] {
  return Array.from(all).filter((each) => each !== undefined);
}

/** Instances go before the configuration that they belong to. */
function* lines(at: Instant, key: "input" | "known", input: Input): Lines {
  if (input.kind !== "configure") {
    yield* line(at, key, input);
    return undefined;
  }
  const { instances } = input.config;
  for (let from = 0; from < instances.length; from += instancesPerLine) {
    yield* line(at, "instances", instances.slice(from, from + instancesPerLine));
  }
  const none: readonly InstanceConfig[] = [];
  yield* line(at, key, { ...input, config: { ...input.config, instances: none } });
  return undefined;
}

function* line(at: Instant, key: string, value: unknown): Lines {
  yield `{"at":${at},"${key}":${yield* printInSteps(value)}}`;
  return undefined;
}
