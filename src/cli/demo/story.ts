import { later, seconds, sum, times, toMilliseconds, type Duration, type Instant } from "../../base/time.ts";
import { OverdueError, wallClock } from "../../lab/index.ts";
import { assert } from "../../base/assert.ts";
import type { SharedAddress } from "./cluster.ts";
import { measureOutage, questionInterval } from "./outage.ts";
import { downInterval, predict, takePart, type Prediction } from "./prediction.ts";
import type { Result } from "./result.ts";
import type { Stage } from "./stage.ts";
import { describePrediction, steps, type Step } from "./steps.ts";
import type { Timeline } from "./timeline.ts";

/** After an event, when everybody is where they should be: whatever still goes wrong in this time counts. */
const aftermath = seconds(3);

/** How much longer than the down interval the right node may take until it serves, before the story goes on. */
const tolerance = seconds(6);

/** Runs all events one after the other. Rejects when a daemon does not come up. */
export async function tellStory(
  stage: Stage,
  addresses: readonly SharedAddress[],
  timeline: Timeline,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let present = new Set(addresses.flatMap(({ candidates }) => candidates.map(({ node }) => node)));
  for (const step of steps) {
    const expected = addresses.map((shared) => ({ shared, prediction: predict(shared, step.happening, present) }));
    const notes = expected.map(({ shared, prediction }) =>
      describePrediction(shared, step.happening, prediction, present),
    );
    timeline.heading(step.title, notes);
    const began = wallClock();
    await step.act(stage);
    await Promise.all(expected.map(async ({ shared, prediction }) => awaitService(stage, shared, prediction, began)));
    await pause(aftermath);
    for (const { shared, prediction } of expected) results.push(await measure(stage, step, shared, prediction, began));
    present = new Set(takePart(step.happening, present));
  }
  return results;
}

/** Waits until the right node serves; that it does not is for the measurement to say. */
async function awaitService(
  stage: Stage,
  shared: SharedAddress,
  { servedBy }: Prediction,
  after: Instant,
): Promise<void> {
  const within = sum(longestWait(shared), tolerance);
  try {
    await stage.audience.client.awaitAnswer(shared.address, servedBy, after, within);
  } catch (error) {
    if (!(error instanceof OverdueError)) throw error;
  }
}

async function measure(
  stage: Stage,
  { event, happening }: Step,
  shared: SharedAddress,
  prediction: Prediction,
  began: Instant,
): Promise<Result> {
  const { address } = shared;
  const next = shared.candidates.find(({ node }) => node === prediction.servedBy);
  assert(next !== undefined, `nobody for ${address}`);
  // A start is measured from when the protocol's clock begins to run: how fast a program loads is another matter.
  // Elsewhere the question that was under way when it happened belongs to the event.
  const from =
    happening.kind === "start"
      ? await stage.listeningSince(next.node, next.instance)
      : later(began, times(questionInterval, -1));
  const questions = stage.audience.questions(address, from);
  const servedBy = questions.at(-1)?.answer?.node;
  return { event, address, prediction, measured: measureOutage(questions), servedBy };
}

function longestWait({ candidates }: SharedAddress): Duration {
  return candidates.reduce((longest, each) => {
    const wait = downInterval(each, each);
    return wait > longest ? wait : longest;
  }, seconds(0));
}

async function pause(duration: Duration): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, toMilliseconds(duration));
  });
}
