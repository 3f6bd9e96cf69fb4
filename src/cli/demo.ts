import { join } from "node:path";

import { elevate, type Topology } from "../lab/index.ts";
import { concludeStory } from "./demo/ending.ts";
import { programRoot, readExample, type Example } from "./demo/example.ts";
import { interruption, signalStatus } from "./demo/interruption.ts";
import { introduce } from "./demo/introduction.ts";
import { invite, obey } from "./demo/poke.ts";
import { Stage, type Cast } from "./demo/stage.ts";
import { tellStory } from "./demo/story.ts";
import { Terminal } from "./demo/terminal.ts";
import { Timeline } from "./demo/timeline.ts";

export type DemoOptions = {
  /** End after the story, with exit status 1 when an address was away for longer than the protocol allows. */
  readonly once: boolean;
  /** Who plays; this program itself when left out. */
  readonly cast?: Cast;
};

/**
 * Two nodes and a client on this machine, and what happens to the nodes. Resolves with the exit status: 0 all was
 * as the protocol promises, 1 it was not or the demo could not be shown. A signal ends the process with 128 and the
 * signal's number. Nothing is left behind.
 */
export async function demo({ once, cast }: DemoOptions): Promise<number> {
  const elevation = await elevate();
  switch (elevation.kind) {
    case "reexecuted":
      return elevation.status;
    case "impossible":
      process.stderr.write(`The demo needs network namespaces, and cannot have them here: ${elevation.reason}\n`);
      return 1;
    case "privileged":
      return show(once, cast);
  }
}

async function show(once: boolean, chosen: Cast | undefined): Promise<number> {
  const root = programRoot();
  const terminal = new Terminal();
  const interrupted = interruption();
  const example = readExample(root);
  introduce(terminal, example);
  const building = Stage.build();
  const timeline = new Timeline(terminal);
  const shown = building.then(async (lab) => play(lab, { once, example, cast: chosen ?? ownCast(root), terminal, timeline }));
  const outcome = await Promise.race([interrupted, shown.catch(describeFailure)]);
  timeline.stop();
  if (typeof outcome === "string" && outcome in signalStatus) terminal.line("\nInterrupted: everything is being removed.");
  await building.then(
    async (lab) => lab.close(),
    () => {},
  );
  return 0;
}
