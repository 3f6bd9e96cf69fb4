import { type Command, Option } from "commander";
import type { ExplainOptions } from "./explain-name.ts";
import type { Whereabouts } from "./find-daemon.ts";

/** Adds `holdfast explain` to the program; `done` gets the exit status. */
export function addExplain(program: Command, done: (status: number) => void): void {
  program
    .command("explain")
    .description("why an instance or a group is in its state; what a keyword, a block or the code of a finding means")
    .argument("[name]", "such as VI_1, priority, vrrp_instance or not-found; all blocks without it")
    .option("--instance", "an instance or a group, where a keyword has the same name", false)
    .option("--keyword", "a keyword, where an instance has the same name", false)
    .option("--json", "of an instance or a group: print JSON", false)
    .addOption(new Option("--socket <path>", "where the daemon's status socket is"))
    .addHelpText("after", "\nExit status: 0 it was explained, 1 nobody knows the name, 2 the daemon cannot be asked.")
    .action(async (name: string | undefined, options: ExplainOptions & Whereabouts) => {
      const { explainHere } = await import("./explain-here.ts");
      done(await explainHere(name, options));
    });
}
