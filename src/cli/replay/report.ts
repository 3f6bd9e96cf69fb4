import { unreachable } from "../../base/assert.ts";
import { holdfastVersion } from "../../base/version.ts";
import type { Instant } from "../../base/time.ts";
import { Comparison, Narrator, type Played, type Step, type Timed } from "../../sim/replay/index.ts";
import type { EventRecord } from "../../status/live/event-record.ts";
import { clean } from "../../status/live/words/clean.ts";
import { eventLines } from "../../status/live/words/event-lines.ts";
import type { Paint } from "../../status/live/words/paint.ts";
import type { VrrpConfig } from "../../vrrp/config.ts";
import { isTransition, type SegmentHead, type Transition } from "../../vrrp/recording/index.ts";
import { paintFor } from "../live/ansi-paint.ts";
import { print } from "../live/print.ts";
import { describeStep, stepLines } from "./steps.ts";
import { Pace } from "./pace.ts";
import { printMoment } from "./print-moment.ts";
import { type Summary, summaryLines } from "./summary.ts";

/** What is shown and compared. Times are microseconds of the Unix epoch; undefined: all. */
export type Selection = {
  /** The name of an instance or a group. */
  readonly subject: string | undefined;
  readonly from: number | undefined;
  readonly to: number | undefined;
};

export type ReportOptions = {
  readonly steps: boolean;
  readonly json: boolean;
  /** The file that is played instead of what was recorded: then nothing is compared. */
  readonly config: string | undefined;
  /** To standard output where it is left out. */
  readonly write?: (text: string) => Promise<void>;
};

/** Tells what a replay does as it goes, and at its end what came of the comparison. */
export class ReplayReport {
  readonly #selection: Selection;
  readonly #options: ReportOptions;
  readonly #write: (text: string) => Promise<void>;
  readonly #narrator = new Narrator();
  readonly #comparison = new Comparison();
  readonly #paint: Paint = paintFor(process.stdout);
  readonly #pace: Pace;
  #engines = 0;
  #isExact = true;
  #lost = 0;
  #damaged = 0;
  #firstDamage: string | undefined;
  #played = 0;
  #recorded = 0;
  #steps = 0;
  #last = 0;
  #foreign: string | undefined;
  /** Of instances and groups, in all configurations. */
  readonly #names = new Set<string>();

  constructor(selection: Selection, options: ReportOptions) {
    this.#selection = selection;
    this.#options = options;
    this.#write = options.write ?? print;
    this.#pace = new Pace(options.steps && !options.json);
  }

  /** Why nothing of what is wanted has been told; undefined: it has been. */
  get complaint(): string | undefined {
    const { subject } = this.#selection;
    if (this.#engines === 0) return "it has no input that could be replayed";
    if (subject === undefined || this.#names.has(subject)) return undefined;
    return `it has no instance or group ${subject}, but ${Array.from(this.#names).join(", ")}`;
  }

  /** What comes is later than what is wanted. */
  get hasSeenEnough(): boolean {
    return this.#pace.isOver || this.#last > (this.#selection.to ?? Number.POSITIVE_INFINITY);
  }

  damaged(path: string, line: number): void {
    this.#firstDamage ??= `${path}:${line}`;
    this.#damaged += 1;
  }

  async add(played: Played): Promise<void> {
    switch (played.kind) {
      case "begun":
        await this.#begin(played);
        return;
      case "step":
        await this.#step(played);
        return;
      case "recorded":
        this.#hearRecorded(played.at, played.event);
        return;
      default:
        unreachable(played);
    }
  }

  /** Resolves with the exit status. */
  async finish(): Promise<number> {
    const hasStopped = this.#pace.isOver;
    this.#pace.close();
    if (!hasStopped) this.#comparison.finish();
    const { json, config } = this.#options;
    const summary = this.#summary(this.#comparison);
    const lines = json ? [JSON.stringify({ summary })] : summaryLines(summary, config, this.#paint);
    await this.#write(lines.map((line) => `${line}\n`).join(""));
    return summary.difference === undefined ? 0 : 1;
  }

  async #begin({ head, from, at, isExact, lost, config }: Played & { readonly kind: "begun" }): Promise<void> {
    this.#engines += 1;
    if (config !== undefined) this.#learn(config);
    this.#narrator.begin(head);
    this.#comparison.begin(isExact);
    this.#isExact &&= isExact;
    this.#lost += lost;
    if (head.program !== holdfastVersion) this.#foreign ??= clean(head.program);
    if (!this.#isWanted(at, undefined)) return;
    if (this.#options.json) await this.#write(`${JSON.stringify({ begun: { head, from, at, isExact, lost } })}\n`);
    else
      await this.#write(
        `${this.#paint.dim(clean(beginning(head, this.#clock(this.#narrator.wall(at)), from, lost)))}\n`,
      );
  }

  async #step(step: Step): Promise<void> {
    const { at, effects, input } = step;
    this.#steps += 1;
    if (input.kind === "configure") this.#learn(input.config);
    this.#last = this.#narrator.wall(at);
    const events = effects.flatMap((effect) => (effect.kind === "event" ? [effect.event] : []));
    const records = events.map((event) => ({ event, record: this.#narrator.tell(at, event) }));
    const transitions = records.flatMap(({ event, record }) =>
      isTransition(event) && this.#isWanted(at, subjectOf(event)) ? [{ event, record }] : [],
    );
    this.#played += transitions.length;
    if (this.#options.config === undefined) {
      this.#comparison.played(
        at,
        transitions.map(({ event }) => event),
      );
    }
    if (this.#options.steps && this.#isWanted(at, undefined)) await this.#showStep(step);
    for (const { record } of transitions) await this.#show(record);
  }

  #hearRecorded(at: Instant, event: Transition): void {
    if (!this.#isWanted(at, subjectOf(event))) return;
    this.#recorded += 1;
    if (this.#options.config === undefined) this.#comparison.recorded(at, event);
  }

  async #showStep(step: Step): Promise<void> {
    const { subject } = this.#selection;
    const wall = this.#narrator.wall(step.at);
    if (this.#options.json) {
      await this.#write(`${JSON.stringify({ step: describeStep(this.#steps, wall, step) })}\n`);
      return;
    }
    const lines = stepLines(this.#steps, step, subject);
    if (lines.length === 0) return;
    const [first = "", ...others] = lines.map(clean);
    await this.#write(`${[`${this.#clock(wall)}  ${first}`, ...others].join("\n")}\n`);
    await this.#pace.wait();
  }

  async #show(record: EventRecord): Promise<void> {
    if (this.#options.json) await this.#write(`${JSON.stringify({ transition: record })}\n`);
    else await this.#write(`${eventLines(clean(record), this.#clock, this.#paint).join("\n")}\n`);
  }

  #learn({ instances, syncGroups }: VrrpConfig): void {
    for (const { name } of [...instances, ...syncGroups]) this.#names.add(clean(name));
  }

  #summary({ difference, count }: Comparison): Summary {
    const { config } = this.#options;
    return {
      transitions: this.#played,
      recorded: this.#recorded,
      same: config === undefined ? count : undefined,
      isExact: this.#isExact,
      lost: this.#lost,
      damaged: this.#damaged,
      firstDamage: this.#firstDamage,
      foreign: this.#foreign,
      difference: difference && {
        recorded: this.#describe(difference.recorded),
        played: this.#describe(difference.played),
      },
    };
  }

  #describe(timed: Timed | undefined): string | undefined {
    if (timed === undefined) return undefined;
    const { wall, text, causes } = clean(this.#narrator.describe(timed.at, timed.event));
    return [`${this.#clock(wall)}  ${text}`, ...causes.map((cause) => `because ${cause.text}`)].join(", ");
  }

  #isWanted(at: Instant, subject: string | undefined): boolean {
    const wall = this.#narrator.wall(at);
    const { from = 0, to = Number.POSITIVE_INFINITY, subject: wanted } = this.#selection;
    return wall >= from && wall <= to && (wanted === undefined || subject === undefined || subject === wanted);
  }

  readonly #clock = (wall: number): string => printMoment(wall);
}

function beginning(head: SegmentHead, time: string, from: "start" | "middle", lost: number): string {
  const [pid = ""] = head.run.split(".");
  const gap = lost > 0 ? ` ${lost} inputs before are missing;` : "";
  const how = from === "start" ? "from its start" : `goes on from what was known then;${gap} timers begin anew`;
  return `${time}  process ${pid}, ${how}`;
}

function subjectOf(event: Transition): string {
  return event.kind === "instance-state" ? event.instance : event.group;
}
