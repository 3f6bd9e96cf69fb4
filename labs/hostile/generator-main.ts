/**
 * A packet generator: for each line of its input, a GeneratorTask as JSON, it sends the frames of one form out of an
 * interface at a given rate and then says how many it has sent, as JSON on one line.
 */
import { createInterface } from "node:readline";

import { openNetworkMonitor } from "../../src/platform/linux/index.ts";
import { framesOf, type Form, type Target } from "./forms.ts";
import { FrameSender } from "./frame-sender.ts";

export type GeneratorTask = {
  readonly interface: string;
  readonly form: Form;
  readonly target: Target;
  /** Frames a second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly duration: number;
};

/** Between two looks at the clock, milliseconds: 50 frames at the highest rate. */
const step = 1;

/** Different frames; a multiple of what goes out at once. */
const variety = 256;

/** Frames that may be behind: what could not be sent in time is not made up for. */
const backlogLimit = 512;

const pause = new Int32Array(new SharedArrayBuffer(4));

process.stdout.write("ready\n");
createInterface({ input: process.stdin }).on("line", (line) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the lab itself
  attack(JSON.parse(line) as GeneratorTask);
});

function attack(task: GeneratorTask): void {
  const sender = new FrameSender(indexOf(task.interface), framesOf(task.form, task.target, variety));
  process.stdout.write("begun\n");
  const start = performance.now();
  let sent = 0;
  let skipped = 0;
  for (let now = start; now - start < task.duration; now = performance.now()) {
    const due = Math.ceil(((now - start) * task.rate) / 1000) - sent - skipped;
    skipped += Math.max(0, due - backlogLimit);
    if (due > 0) sent += sender.send(due);
    else Atomics.wait(pause, 0, 0, step);
  }
  sender.close();
  process.stdout.write(`${JSON.stringify({ sent, skipped })}\n`);
}

function indexOf(name: string): number {
  const monitor = openNetworkMonitor(() => {});
  const found = monitor.links().find((link) => link.name === name);
  monitor.close();
  if (found === undefined) throw new RangeError(`no interface ${name}`);
  return found.index;
}
