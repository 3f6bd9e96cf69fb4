import { Command } from "commander";
import { holdfastVersion } from "../base/version.ts";

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
  // What the machines of the demo run: a page server and a client.
  program.command("lab-helper <task>", { hidden: true }).action(async (task: string) => {
    const { runHelper } = await import("../lab/helper.ts");
    runHelper(task);
  });
  await program.parseAsync([...commandArguments], { from: "user" });
  return status;
}
