import { Command } from "commander";
import { holdfastVersion } from "../base/version.ts";
import { addCheck } from "./check-command.ts";
import { addRehearse } from "./rehearse-command.ts";
import { addReplay } from "./replay-command.ts";
import { addScan } from "./scan-command.ts";
import { addControlCommands } from "./live/control-commands.ts";
import { addExplain } from "./live/explain-command.ts";
import { addLiveCommands } from "./live/live-commands.ts";

/** The holdfast command line, except `run`. Resolves with the exit status. */
export async function runHoldfast(commandArguments: readonly string[]): Promise<number> {
  let status = 0;
  const program = new Command("holdfast")
    .description("Keeps an address alive: a drop-in for Keepalived")
    .version(holdfastVersion)
    .showHelpAfterError();
  // Only for the help: `run` takes Keepalived's own options and is recognised before anything else.
  program.command("run [options...]").description("run the daemon, with the options of keepalived(8)");
  program
    .command("demo")
    .description("two nodes in network namespaces on this machine, and a fail-over before your eyes")
    .option("--once", "end after the story: exit status 0 if every fail-over was as fast as promised", false)
    .action(async (options: { readonly once: boolean }) => {
      const { demo } = await import("./demo.ts");
      status = await demo(options);
    });
  addCheck(program, (result) => {
    status = result;
  });
  addRehearse(program, (result) => {
    status = result;
  });
  addReplay(program, (result) => {
    status = result;
  });
  addLiveCommands(program, (result) => {
    status = result;
  });
  addExplain(program, (result) => {
    status = result;
  });
  addControlCommands(program, (result) => {
    status = result;
  });
  program
    .command("dump")
    .description("the configuration as it takes effect: canonical, loadable, with stars for secrets")
    .argument("<file>", 'configuration file; "-" is standard input')
    .option("--defaults", "say what holds for every keyword, and where each value comes from", false)
    .option("-i, --config-id <id>", "which @ID lines count (default: the host name up to its first dot)")
    .action(
      async (file: string, { defaults, configId }: { readonly defaults: boolean; readonly configId?: string }) => {
        const { dumpFile } = await import("./dump.ts");
        status = dumpFile(file, { defaults }, { configId });
      },
    );
  addScan(program, (result) => {
    status = result;
  });
  // What the machines of the demo run: a page server and a client.
  program.command("lab-helper <task>", { hidden: true }).action(async (task: string) => {
    const { runHelper } = await import("../lab/helper.ts");
    runHelper(task);
  });
  await program.parseAsync([...commandArguments], { from: "user" });
  return status;
}
