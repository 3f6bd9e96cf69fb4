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
    .option("--once", "show one fail-over, then end", false)
    .action(async (options: { readonly once: boolean }) => {
      const { demo } = await import("./demo.ts");
      status = await demo(options);
    });
  await program.parseAsync([...commandArguments], { from: "user" });
  return status;
}
