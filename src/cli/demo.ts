import { unreachable } from "../base/assert.ts";
import { elevate } from "../lab/index.ts";
import { ownCast } from "./demo/cast.ts";
import { concludeStory } from "./demo/ending.ts";
import { programRoot, readExample } from "./demo/example.ts";
import { interruption, signalStatus, type InterruptingSignal } from "./demo/interruption.ts";
import { introduce } from "./demo/introduction.ts";
import { PageDoors } from "./demo/page-doors.ts";
import { invite, obey } from "./demo/poke.ts";
import { nodeNames, Stage, type Cast } from "./demo/stage.ts";
import { tellStory } from "./demo/story.ts";
import { Terminal } from "./demo/terminal.ts";
import { Timeline } from "./demo/timeline.ts";

export type DemoOptions = {
  /** End after the story; otherwise the nodes keep running until a signal. */
  readonly once: boolean;
  /** Who plays; this program itself when left out. */
  readonly cast?: Cast;
};

/** Shows the page: the one that nobody kills. */
const pageNode = "node2";

type Outcome =
  /** `good`: every address was served within its bound and ended where it belongs. */
  | { readonly kind: "ended"; readonly good: boolean }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "interrupted"; readonly signal: InterruptingSignal };

/**
 * Two nodes and a client on this machine, and what happens to the nodes. Resolves with the exit status: 0 all was
 * as the protocol promises, 1 it was not or could not be shown. A signal ends the process with 128 and the signal's
 * number. Nothing is left behind.
 */
export async function demo(options: DemoOptions): Promise<number> {
  const doors = await PageDoors.open(nodeNames);
  if (!options.once) doors.showWhenReady(pageNode);
  try {
    return await perform(options, doors);
  } finally {
    doors.close();
  }
}

async function perform(options: DemoOptions, doors: PageDoors): Promise<number> {
  const elevation = await elevate();
  PageDoors.forget();
  switch (elevation.kind) {
    case "reexecuted":
      return elevation.status;
    case "impossible":
      process.stderr.write(`The demo needs network namespaces and cannot have them here: ${elevation.reason}\n`);
      return 1;
    case "privileged":
      return show(options, doors);
    default:
      return unreachable(elevation);
  }
}

async function show({ once, cast }: DemoOptions, doors: PageDoors): Promise<number> {
  const terminal = new Terminal();
  const interrupted = interruption().then((signal): Outcome => ({ kind: "interrupted", signal }));
  const root = programRoot();
  const example = readExample(root);
  introduce(terminal, example, doors.url(pageNode));
  const timeline = new Timeline(terminal);
  const building = Stage.build();
  const play = async (): Promise<Outcome> => {
    const stage = await Stage.open(await building, example, cast ?? ownCast(root), timeline, doors);
    const results = await tellStory(stage, example.addresses, timeline);
    const good = await concludeStory(terminal, stage, example.addresses, results);
    if (once) return { kind: "ended", good };
    invite(terminal, stage, doors.url(pageNode));
    obey(stage, timeline);
    return interrupted;
  };
  const outcome = await Promise.race([interrupted, play().catch(describeFailure)]);
  timeline.stop();
  if (outcome.kind === "interrupted") terminal.line("\nInterrupted: removing everything.");
  if (outcome.kind === "failed") process.stderr.write(`The demo cannot go on: ${outcome.reason}\n`);
  await building.then(
    async (lab) => lab.close(),
    () => {},
  );
  // The story still waits for something that will not come: nothing else is left to be done.
  if (outcome.kind === "interrupted") process.exit(signalStatus[outcome.signal]);
  return outcome.kind === "ended" && outcome.good ? 0 : 1;
}

/** A Ctrl-C ends the programs of the lab too: its signal is heard first, and what it has broken is no failure. */
async function describeFailure(error: unknown): Promise<Outcome> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
}
