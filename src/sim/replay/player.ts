import { unreachable } from "../../base/assert.ts";
import type { Instant } from "../../base/time.ts";
import type { VrrpConfig } from "../../vrrp/config.ts";
import type { Effect } from "../../vrrp/effects.ts";
import { VrrpEngine } from "../../vrrp/engine.ts";
import type { Input } from "../../vrrp/inputs.ts";
import {
  type Known,
  predecessorOf,
  type Recorded,
  type SegmentHead,
  type Standings,
  timersOf,
  type Transition,
} from "../../vrrp/recording/index.ts";

/** One input, and what an engine made of it. */
export type Step = {
  readonly kind: "step";
  readonly at: Instant;
  readonly input: Input;
  readonly effects: readonly Effect[];
  /** The engine's next deadline after it. */
  readonly deadline: Instant | undefined;
  /** Of instances, where that is asked for. */
  readonly moved: readonly MovedTimer[];
};

/** Undefined: it is not running, before the input or after it. */
export type MovedTimer = {
  readonly instance: string;
  readonly from: Instant | undefined;
  readonly to: Instant | undefined;
};

/** What a replay tells, in its order. */
export type Played =
  /**
   * An engine is made. `isExact`: with the first input of the process that was recorded; otherwise it knows what was
   * known then, and timers and counts of scripts begin anew. `lost`: inputs that the recording lacks before it.
   */
  | {
      readonly kind: "begun";
      readonly head: SegmentHead;
      readonly from: SegmentHead["begins"];
      readonly at: Instant;
      readonly isExact: boolean;
      readonly lost: number;
      /** Undefined: it comes with an input. */
      readonly config: VrrpConfig | undefined;
    }
  | Step
  | { readonly kind: "recorded"; readonly at: Instant; readonly event: Transition };

/** Ticks of its own that an engine gets between two inputs: a forged time does not keep a replay busy for ever. */
const tickLimit = 1_000_000;

type ConfigureInput = Input & { readonly kind: "configure" };

/**
 * Plays recorded inputs through an engine. While the recording has every input since the start of its process, ticks
 * included, the engine does what that one did, to the microsecond. Where it begins in the middle of a life, or the
 * configuration is another one, the engine has other deadlines, and gets ticks of its own for them.
 */
export class Player {
  readonly #config: VrrpConfig | undefined;
  readonly #watchesTimers: boolean;
  #engine: VrrpEngine | undefined;
  #head: SegmentHead | undefined;
  #isExact = true;
  #known: Known[] = [];

  /** `config`: in place of all that were recorded. `watchesTimers`: steps tell which timers have moved. */
  constructor(options: { readonly config?: VrrpConfig | undefined; readonly watchesTimers?: boolean } = {}) {
    this.#config = options.config;
    this.#watchesTimers = options.watchesTimers ?? false;
  }

  *take(recorded: Recorded): Generator<Played, undefined> {
    switch (recorded.kind) {
      case "segment":
        yield* this.#begin(recorded.head);
        return undefined;
      case "known":
        this.#known.push({ at: recorded.at, input: recorded.input });
        return undefined;
      case "standings":
        yield* this.#settle(recorded.at, recorded, recorded.lost);
        return undefined;
      case "input":
        yield* this.#play(recorded.at, recorded.input);
        return undefined;
      case "transition":
        if (this.#engine !== undefined) yield { kind: "recorded", at: recorded.at, event: recorded.event };
        return undefined;
      default:
        return unreachable(recorded);
    }
  }

  *#begin(head: SegmentHead): Generator<Played, undefined> {
    const before = this.#head;
    this.#head = head;
    this.#known = [];
    const goesOn = before?.run === head.run && before.number + 1 === head.number;
    if (goesOn) return undefined;
    // Inputs before the standings are in them.
    this.#engine = head.begins === "start" ? this.#newEngine(head) : undefined;
    this.#isExact = this.#config === undefined;
    if (head.begins === "start")
      yield { kind: "begun", head, from: "start", at: head.at, isExact: this.#isExact, lost: 0, config: undefined };
    return undefined;
  }

  /** What becomes of an engine that is told what is known is no news: it had all happened. */
  *#settle(at: Instant, standings: Standings, lost: number): Generator<Played, undefined> {
    const [head, known] = [this.#head, this.#known];
    this.#known = [];
    if (head === undefined || (this.#engine !== undefined && lost === 0)) return undefined;
    const engine = this.#newEngine(head);
    this.#engine = engine;
    this.#isExact = false;
    for (const each of known) {
      const { input } = each;
      const predecessor =
        input.kind === "configure" ? { predecessor: predecessorOf(at, this.#configOf(input), standings) } : {};
      this.#handle(engine, each.at, { ...input, ...predecessor });
    }
    if (this.#config === undefined) engine.align(timersOf(standings));
    const configure = known.map((each) => each.input).find((input) => input.kind === "configure");
    const config = configure && this.#configOf(configure);
    yield { kind: "begun", head, from: "middle", at, isExact: false, lost, config };
    return undefined;
  }

  #newEngine({ releasesAtOnce }: SegmentHead): VrrpEngine {
    return new VrrpEngine({ releasesAtOnce });
  }

  *#play(at: Instant, input: Input): Generator<Played, undefined> {
    const engine = this.#engine;
    // The head of this segment is damaged.
    if (engine === undefined) return undefined;
    for (let ticks = 0; !this.#isExact && ticks < tickLimit; ticks += 1) {
      const due = engine.deadline;
      if (due === undefined || due >= at) break;
      yield this.#handle(engine, due, { kind: "tick" });
      // One that is served and still due would be served for ever.
      if (engine.deadline === due) break;
    }
    yield this.#handle(engine, at, input);
    return undefined;
  }

  #handle(engine: VrrpEngine, at: Instant, given: Input): Step {
    const input = given.kind === "configure" ? { ...given, config: this.#configOf(given) } : given;
    const before = this.#timersOf(engine);
    // As the driver does it.
    const isHeard = input.kind === "packet" && engine.hearAgain(at, input);
    const effects = isHeard ? [] : engine.handle(at, input);
    const moved = movedBetween(before, this.#timersOf(engine));
    return { kind: "step", at, input, effects, deadline: engine.deadline, moved };
  }

  #timersOf({ instances }: VrrpEngine): Timers {
    if (!this.#watchesTimers) return new Map();
    return new Map(instances.map(({ config: { name }, deadline }) => [name, deadline]));
  }

  #configOf({ config }: ConfigureInput): VrrpConfig {
    return this.#config ?? config;
  }
}

type Timers = ReadonlyMap<string, Instant | undefined>;

function movedBetween(before: Timers, after: Timers): readonly MovedTimer[] {
  return Array.from(new Set([...before.keys(), ...after.keys()]))
    .map((instance) => ({ instance, from: before.get(instance), to: after.get(instance) }))
    .filter(({ from, to }) => from !== to);
}
