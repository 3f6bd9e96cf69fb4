import { describeFailure } from "../../src/rehearse/events.ts";
import { Gate } from "./gate.ts";
import { Metronome } from "./metronome.ts";
import { Ordeal, type Row, type Tools, type Trial } from "./ordeal.ts";
import { span } from "./span.ts";

export type CampaignOptions = {
  /** Networks at a time. */
  readonly atATime: number;
  /** Also the end of each failure. */
  readonly returns: boolean;
};

/** `complaints`: what the daemons have said where a prediction has not come true, and what could not be carried out. */
export type CampaignResult = { readonly rows: readonly Row[]; readonly complaints: readonly string[] };

/** Daemons that may start at a time: starts are all that makes a processor busy here. */
const startsAtATime = 2;

/**
 * Carries out trials, many at a time: nearly all of it is waiting. Those of one group go through it side by side, so
 * that no network is made or removed, and no daemon started, while failures are timed: the kernel has one lock for the
 * addresses of all networks, which a removal holds for long, and starts keep the processors busy.
 */
export async function carryOut(trials: readonly Trial[], options: CampaignOptions): Promise<CampaignResult> {
  const tools = { starts: new Gate(startsAtATime), metronome: await Metronome.start() };
  const byLength = [...trials].sort((a, b) => lengthOf(a) - lengthOf(b));
  const rows: Row[] = [];
  const complaints: string[] = [];
  for (let first = 0; first < byLength.length; first += options.atATime) {
    // Those that take longest are started first.
    const group = byLength.slice(first, first + options.atATime).reverse();
    const result = await carryOutGroup(group, first, options.returns, tools);
    rows.push(...result.rows);
    complaints.push(...result.complaints);
  }
  await tools.metronome.close();
  return { rows, complaints };
}

async function carryOutGroup(
  group: readonly Trial[],
  first: number,
  returns: boolean,
  tools: Tools,
): Promise<CampaignResult> {
  const complaints: string[] = [];
  const rows: Row[] = [];
  const ordeals: { readonly trial: Trial; readonly ordeal: Ordeal; readonly part: number }[] = [];
  /** One that cannot go on is left out from there on. */
  const each = async (step: (ordeal: Ordeal, part: number) => Promise<readonly Row[]>): Promise<void> => {
    const going = ordeals.splice(0);
    await Promise.all(
      going.map(async (one) => {
        const { trial, ordeal, part } = one;
        try {
          const found = await step(ordeal, part);
          rows.push(...found);
          if (found.some(({ isTrue }) => !isTrue)) complaints.push(nameOf(trial), ...ordeal.journal);
          ordeals.push(one);
        } catch (error) {
          complaints.push(`${nameOf(trial)} ${String(error)}`, ...ordeal.journal);
        }
      }),
    );
  };
  const opened = await Promise.allSettled(
    group.map(async (trial, index) => ({
      trial,
      part: pointOf(first + index),
      ordeal: await Ordeal.open(trial, tools),
    })),
  );
  try {
    for (const one of opened) {
      if (one.status === "fulfilled") ordeals.push(one.value);
      else complaints.push(String(one.reason));
    }
    await each(async (ordeal) => {
      await ordeal.start();
      return [];
    });
    await each(async (ordeal, part) => {
      await ordeal.settle();
      return ordeal.suffer(part);
    });
    if (returns) await each(async (ordeal) => ordeal.recover());
  } finally {
    await Promise.all(opened.map(async (one) => (one.status === "fulfilled" ? one.value.ordeal.close() : undefined)));
  }
  return { rows, complaints };
}

/** Points of the rhythm, one after the other all over it: multiples of the golden ratio. */
function pointOf(index: number): number {
  const multiple = ((index + 1) * (Math.sqrt(5) - 1)) / 2;
  return multiple - Math.floor(multiple);
}

function lengthOf({ deployment: { plan }, failure }: Trial): number {
  return span(plan, failure);
}

function nameOf({ deployment, failure }: Trial): string {
  return `${deployment.name}: ${describeFailure(failure)}:`;
}
