import { type Command, InvalidArgumentError, Option } from "commander";

import { type Duration, seconds, times } from "../base/time.ts";

/** The status of a command line that makes no sense: 1 says that there are conflicts. */
const badUsage = 2;

type ParsedOptions = { readonly json?: true; readonly for?: Duration };

const help = `
Listens only: nothing is sent, and the interface needs no address. What this machine sends is heard, too. A switch does not
show what goes to single other machines (unicast_peer).

Without --for it goes on until Ctrl-C and draws the table every second; where the output is not a terminal, and with --json,
it listens for 10 s.

Exit status: 0 nothing to be done, 1 there are conflicts, 2 it cannot listen or the command line is wrong.`;

/** Adds `holdfast scan` to the program; `done` gets the exit status. */
export function addScan(program: Command, done: (status: number) => void): void {
  program
    .command("scan")
    .description("who speaks VRRP, CARP and HSRP at an interface: numbers, addresses, conflicts")
    .argument("<interface>", "such as eth0")
    .option("--json", "print JSON")
    .addOption(new Option("--for <time>", "how long to listen, such as 10s, 5m or 1h").argParser(parseTime))
    .addHelpText("after", help)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : badUsage))
    .action(async (name: string, options: ParsedOptions) => {
      const { scan } = await import("./scan.ts");
      done(await scan(name, { json: options.json === true, duration: options.for }));
    });
}

const units: Readonly<Record<string, Duration>> = { "": seconds(1), s: seconds(1), m: seconds(60), h: seconds(3600) };
/** A timer of Node.js takes no more than 24 days. */
const longest = times(seconds(86_400), 24);

/** "10s", "1.5m", "2h", or seconds without a unit. */
function parseTime(text: string): Duration {
  const [, count = "", unit = ""] = /^(\d{1,9}(?:\.\d{1,6})?)([smh]?)$/u.exec(text) ?? [];
  const duration = times(units[unit] ?? seconds(1), Number(count));
  if (count === "" || duration <= 0) throw new InvalidArgumentError("write a time such as 10s, 5m or 1h");
  if (duration > longest) throw new InvalidArgumentError("24 days are the most");
  return duration;
}
