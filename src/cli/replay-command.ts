import type { Command } from "commander";
import type { ReplayOptions } from "./replay.ts";

/** The status of a command line that makes no sense, and where there is nothing to be replayed. */
const badInput = 2;

const help = `
RECORDING is what a daemon that was started with --record has written: one of its files, their folder, or the state
directory that this folder is in. It may be copied from elsewhere: nothing is asked of this machine, nothing is sent, and
no script is run. It may hold passwords.

Exit status: 0 every transition as recorded, 1 the replay and the recording differ, 2 there is nothing to be replayed.`;

/** Adds `holdfast replay` to the program; `done` gets the exit status. */
export function addReplay(program: Command, done: (status: number) => void): void {
  program
    .command("replay")
    .description("play what a daemon with --record was told through the same engine, and see it do the same")
    .argument("<recording>", "a file, a folder or a state directory")
    .option("--instance <name>", "only this instance or group")
    .option("--from <time>", "from then on: 12:00, 2026-11-21T12:00, 10m (ago)")
    .option("--to <time>", "up to then")
    .option("--step", "every input with the timers it moved and what it led to; at a terminal one after the other")
    .option("--config <file>", "what would have been with this configuration; the others say what they said")
    .option("--json", "print JSON, one object a line")
    .addHelpText("after", help)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : badInput))
    .action(async (recording: string, options: ReplayOptions) => {
      const { replay } = await import("./replay.ts");
      done(await replay(recording, options));
    });
}
