import { type Command, InvalidArgumentError, Option } from "commander";
import type { EventsOptions } from "./events.ts";
import type { Whereabouts } from "./find-daemon.ts";
import type { StatusOptions } from "./status.ts";

const whereText = `
Asks the daemon at --socket, else at $HOLDFAST_SOCKET, else the only one that runs here.
`;

const badUsage = 2;

/** Adds `holdfast status`, `events` and `top` to the program; `done` gets the exit status. */
export function addLiveCommands(program: Command, done: (status: number) => void): void {
  live(program, "status", "who is master, since when and why; what is wrong, and what to do about it")
    .argument("[name]", "an instance, a group or a service; all of them without it")
    .option("--json", "print JSON")
    .option("--watch", "show it anew each second")
    .addHelpText("after", `${whereText}\nExit status: 0 all is well, 1 something is not, 2 no daemon can be asked.`)
    .action(async (name: string | undefined, options: StatusOptions) => {
      const [{ showStatus }, { orSayWhy }] = await Promise.all([import("./status.ts"), import("./say-why.ts")]);
      done(await orSayWhy(async () => showStatus(name, options)));
    });
  live(program, "events", "what has happened, and what caused it")
    .argument("[subject]", "an instance, a group, a script or a service; all of them without it")
    .option("-f, --follow", "go on with what happens")
    .option("--since <when>", "from then on: 10m (ago), 12:00, 2026-11-21T12:00")
    .option("--limit <count>", "at most so many of the past (50, or all with --since)", wholeNumber)
    .option("--json", "print JSON, one event a line")
    .addHelpText(
      "after",
      `${whereText}Without a daemon the journal of the last one is read; the exit status is 2 then.`,
    )
    .action(async (subject: string | undefined, options: EventsOptions) => {
      const [{ showEvents }, { orSayWhy }] = await Promise.all([import("./events.ts"), import("./say-why.ts")]);
      done(await orSayWhy(async () => showEvents(subject, options)));
    });
  live(program, "top", "the status in the whole terminal, live")
    .addHelpText("after", `${whereText}Keys: arrows choose, Enter shows details, Esc goes back, q ends.`)
    .action(async (options: Whereabouts) => {
      const [{ showTop }, { orSayWhy }] = await Promise.all([import("./top.ts"), import("./say-why.ts")]);
      done(await orSayWhy(async () => showTop(options)));
    });
}

function live(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .addOption(new Option("--socket <path>", "where the daemon's status socket is"))
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : badUsage));
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError("use a whole number");
  return Number(text);
}
