import { join } from "node:path";

import { seconds } from "../../src/base/time.ts";
import { referenceDaemon, type DaemonProgram } from "../../src/lab/index.ts";
import { printTable, sortTable, type Weights } from "./balance.ts";
import { shortened } from "./configuration.ts";
import type { Scene } from "./play.ts";
import { Stage } from "./stage.ts";
import { tell } from "./story.ts";

// Tells the story where there is IPVS: `guest-main.js ROOT ACTORS PROGRAM...`, for each of the programs, side by side.
// Prints a line of JSON for each, a Told. The processor of a guest is slow: few visits, and much patience.

/** What a program has made of the story, or why it did not come to its end. */
export type Told = { readonly program: string; readonly scenes?: readonly Scene[]; readonly error?: string };

const spread = { visits: 80, tolerance: 0.02 };
const visits = { secure: 1, web: 8, mail: 2 };

async function tellOf(program: string, daemon: DaemonProgram, options: readonly string[]): Promise<Told> {
  const stage = await Stage.open({ root, actors: [process.execPath, actors], changes: { values: shortened } });
  try {
    const table = async (weights: Weights | undefined): Promise<readonly string[]> => {
      const wanted = weights === undefined ? [] : printTable(weights);
      return awaitTable(stage, wanted);
    };
    const note = (text: string): void => console.error(`${program}: ${text}`);
    note(`the stage is set (${Math.round(performance.now())} ms)`);
    return { program, scenes: await tell({ stage, daemon, options, spread, visits, slack: seconds(5), table, note }) };
  } catch (error) {
    return { program, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    await stage.close();
  }
}

/** Nobody tells when IPVS changes: it is looked at until it is as wanted, or patience is at its end. */
async function awaitTable(stage: Stage, wanted: readonly string[]): Promise<readonly string[]> {
  const overdue = performance.now() + 30_000;
  for (;;) {
    const lines = sortTable(await stage.director.run(["ipvsadm", "-Sn"]));
    if (lines.join() === wanted.join() || performance.now() > overdue) return lines;
  }
}

const [, , root = "", actors = "", ...names] = process.argv;
const holdfast: DaemonProgram = [process.execPath, join(root, "bin/keepalived")];
const told = await Promise.all(
  names.map(async (name) =>
    name === "keepalived"
      ? tellOf(name, referenceDaemon, [])
      : tellOf(name, holdfast, ["--lvs-backend", "ipvs"]),
  ),
);
for (const each of told) console.log(JSON.stringify(each));
