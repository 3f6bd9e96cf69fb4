import assert from "node:assert/strict";

import { seconds } from "../../src/base/time.ts";
import { holdfast, reference } from "../programs.ts";
import { printTable, sortTable } from "./balance.ts";
import { shortened } from "./configuration.ts";
import type { Scene } from "./play.ts";
import { Stage } from "./stage.ts";
import { tell } from "./story.ts";

// Tells the story where there is IPVS: `side-by-side ACTORS PROGRAM...`, of each program, side by side, and prints how
// each of them was, a line of JSON. The processor of a guest is slow: no VRRP beside it, few visits, and much patience.

/** What a program has made of the story, or why it did not come to its end. */
export type Told = { readonly program: string; readonly scenes?: readonly Scene[]; readonly error?: string };

const [, , actors = "", ...names] = process.argv;

async function tellOf(name: string): Promise<Told> {
  const program = [reference, holdfast].find((each) => each.name === name) ?? reference;
  const options = ["-C", ...(program === holdfast ? ["--lvs-backend", "ipvs"] : [])];
  const stage = await Stage.open({
    actors: [process.execPath, actors],
    // The processor may be busy with other things for seconds.
    changes: { values: { ...shortened, connect_timeout: "10" } },
    ownsServices: true,
  });
  try {
    const scenes = await tell({
      stage,
      daemon: program.daemon,
      options,
      spread: { visits: 80, tolerance: 0.02 },
      visits: { secure: 1, web: 8, mail: 2 },
      patience: seconds(120),
      slack: seconds(20),
      table: async (weights) => awaitTable(stage, weights === undefined ? [] : printTable(weights)),
      note: (text) => console.error(`${name}: ${text}`),
    });
    return { program: name, scenes };
  } catch (error) {
    return { program: name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    await stage.close();
  }
}

/** Nobody tells when IPVS changes: it is looked at until it is as wanted, or patience is at its end. */
async function awaitTable(stage: Stage, wanted: readonly string[]): Promise<readonly string[]> {
  const overdue = performance.now() + 120_000;
  for (;;) {
    const lines = sortTable(await stage.director.run(["ipvsadm", "-Sn"]));
    if (lines.join() === wanted.join()) return lines;
    if (performance.now() > overdue) assert.deepEqual(lines, wanted);
  }
}

for (const told of await Promise.all(names.map(tellOf))) console.log(JSON.stringify(told));
