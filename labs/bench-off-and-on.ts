import { setTimeout as pass } from "node:timers/promises";

import { type Duration, milliseconds, seconds, toMilliseconds } from "../src/base/time.ts";
import type { LabNode } from "../src/lab/index.ts";
import { type Block, compareMedians, judge, medianOfWholes } from "./bootstrap.ts";
import { Pair } from "./failover-time/pair.ts";
import { summarise } from "./failover-time/statistics.ts";
import type { LabProgram } from "./programs.ts";

// What something costs a daemon: the same one without it and with it, in turns, off on on off, each time with processes
// of their own and nothing else beside them, so that what goes on in the machine is shared fairly.

/** A fail-over takes three intervals, and a start of what was killed a second. */
const killInterval = milliseconds(20);
const jitterInterval = milliseconds(10);

/** Gaps between adverts of one look. */
const gaps = 100;

/** Rounds with the same processes: no two are alike, whatever they do. */
const stint = 4;

/**
 * How long both have been running when they are looked at, whatever comes first: the code of a young process is still
 * being compiled.
 */
const age = seconds(3);

/** So much more, in the median, is too much. */
const limit = 0.05;

/** Of the four blocks of a turn. */
const turn = ["off", "on", "on", "off"] as const;

type Mode = (typeof turn)[number];

const rows = [
  ["announcement", "fail-over beyond the timer: announcement"],
  ["advert", "fail-over beyond the timer: advert"],
  ["jitter", "jitter of adverts every 10 ms, median"],
  ["late", "jitter of adverts every 10 ms, p99"],
] as const;

type Row = (typeof rows)[number][0];

/** What one round has measured. */
type Values = Partial<Record<Row, readonly Duration[]>>;

/** One round; `isReady` resolves when everything is as it was before the round. */
type Act = (pair: Pair, isReady: () => Promise<void>) => Promise<Values>;

type Measured = Readonly<Record<Mode, Record<Row, Block[]>>>;

/** Somebody who looks at a daemon on its node, also when it has been started again. */
export type Onlooker = {
  /** Resolves when it looks at a daemon that was started since the last time. */
  isThere(): Promise<void>;
};

export type Kind = "kill" | "jitter";

export type Bench = {
  readonly title: string;
  /** Without it, and with it. */
  readonly modes: readonly [off: LabProgram, on: LabProgram];
  /** Of each kind and mode; none: it is left out. */
  readonly rounds: Readonly<Record<Kind, number>>;
  /** What else both are configured as. */
  readonly configuration?: string | undefined;
  /** Who looks at each daemon with it. */
  readonly onlooker?: ((node: LabNode) => Onlooker) | undefined;
};

/** Looks at jitter for each fail-over: they take less time, and differ more. */
const looksPerKill = 3;

/** As a command line says it: how many fail-overs, and "kill" or "jitter" where only one kind is wanted. */
export function roundsOf(kills: string, only: string | undefined): Readonly<Record<Kind, number>> {
  const count = Number(kills);
  return { kill: only === "jitter" ? 0 : count, jitter: only === "kill" ? 0 : count * looksPerKill };
}

/** Measures and prints. */
export async function benchOffAndOn(bench: Bench): Promise<void> {
  const measured: Measured = { off: empty(), on: empty() };
  await inTurns(bench, "kill", killInterval, measured, async (pair, isReady) => {
    const { advert, announcement } = await pair.killMaster();
    await pair.restore();
    await isReady();
    return { advert: [advert], announcement: [announcement] };
  });
  await inTurns(bench, "jitter", jitterInterval, measured, async (pair) => {
    const jitter = await pair.jitter(gaps);
    return { jitter, late: [summarise(jitter).p99] };
  });
  print(`${bench.title}, ms`, measured);
}

async function inTurns(bench: Bench, kind: Kind, interval: Duration, measured: Measured, act: Act): Promise<void> {
  for (let round = 0; round < bench.rounds[kind]; round += stint * 2) {
    for (const mode of turn) {
      const done = await block(bench, mode, interval, act);
      for (const [row] of rows) {
        const values = done.flatMap((each) => each[row] ?? []);
        if (values.length > 0) measured[mode][row].push(values);
      }
    }
  }
}

/** As many rounds as a stint has, with daemons of their own. */
async function block(
  { modes, configuration, onlooker }: Bench,
  mode: Mode,
  interval: Duration,
  act: Act,
): Promise<readonly Values[]> {
  const pair = await Pair.open(modes[mode === "off" ? 0 : 1], interval, configuration);
  const started = performance.now();
  try {
    const onlookers = mode === "off" || onlooker === undefined ? [] : pair.nodes.map(onlooker);
    await Promise.all(onlookers.map(async (each) => each.isThere()));
    await pass(Math.max(0, toMilliseconds(age) - (performance.now() - started)));
    // A fail-over ends one daemon, and what looks at it.
    const isReady = async (): Promise<void> => {
      if (onlookers.length > 0) await Promise.any(onlookers.map(async (each) => each.isThere()));
    };
    const done: Values[] = [];
    for (let count = 0; count < stint; count += 1) done.push(await act(pair, isReady));
    return done;
  } finally {
    await pair.close();
  }
}

function print(title: string, measured: Measured): void {
  const head = ["median off", "on", "change", "95 % of it", `below ${limit * 100} %`];
  console.log(`${title.padEnd(46)}${head.map(cell).join("")}`);
  for (const [row, what] of rows) {
    const [off, on] = [measured.off[row], measured.on[row]];
    if (off.length === 0 || on.length === 0) continue;
    // Times of day come in whole microseconds, and of gaps there are thousands.
    const change = compareMedians(off, on, row === "jitter" ? { middle: medianOfWholes, draws: 400 } : {});
    const verdict = { less: "yes", "not less": "no", undecided: "not decided" }[judge(change, limit)];
    const interval = `${percent(change.low)} to ${percent(change.high)}`;
    const values = [inMilliseconds(change.before), inMilliseconds(change.after), percent(change.change)];
    console.log(`${`  ${what}`.padEnd(46)}${[...values, interval, verdict].map(cell).join("")}`);
  }
}

function empty(): Record<Row, Block[]> {
  return { announcement: [], advert: [], jitter: [], late: [] };
}

function inMilliseconds(value: number): string {
  return (value / 1000).toFixed(3);
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

function cell(text: string): string {
  return text.padStart(18);
}
