import { type Command as CommandLine, InvalidArgumentError, Option } from "commander";
import type { Command } from "../../status/live/control-protocol.ts";
import { parseSpan } from "./parse-span.ts";

const badUsage = 2;

const exitText = `
Exit status: 0 it is done, 1 it was refused, 2 no daemon can be asked.`;

type Where = { readonly socket?: string };

/** Adds what tells a daemon to do something: `maintenance`, `drain` and the like; `done` gets the exit status. */
export function addControlCommands(program: CommandLine, done: (status: number) => void): void {
  const send = async (command: Command, where: Where): Promise<void> => {
    const { sendCommand } = await import("./send-command.ts");
    done(await sendCommand(command, where));
  };
  addMaintenance(program, send);
  addWeights(program, send);
  control(program, "reload", "read the configuration again, and say what has changed; as SIGHUP does")
    .option("--plan", "only say what would change, and what would be wrong")
    .action(async ({ plan = false, ...where }: Where & { readonly plan?: boolean }) => {
      await send({ command: "reload", plan }, where);
    });
  control(program, "test-script", "run a script once as the daemon does, and say what that would mean")
    .argument("<name>", "a vrrp_script, 'notify_master of VI_1', or 'MISC_CHECK of 198.51.100.1 80 of 192.0.2.1 80'")
    .action(async (script: string, where: Where) => {
      await send({ command: "test-script", script }, where);
    });
}

type Send = (command: Command, where: Where) => Promise<void>;

type MaintenanceOptions = Where & {
  readonly for?: number;
  readonly reason?: string;
  readonly force?: boolean;
};

function addMaintenance(program: CommandLine, send: Send): void {
  const group = program
    .command("maintenance")
    .description("hand over and keep out: an instance, a sync group, or everything of this node")
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : badUsage));
  control(group, "on", "hand over to another router, and do not become master until it is switched off")
    .argument("[name]", "an instance or a sync group; all instances without it")
    .option("--for <time>", "switched off after that: 30m, 2h, 1d", spanOf)
    .option("--reason <text>", "for whoever wonders")
    .option("--force", "also if no other router takes over")
    .action(async (target: string | undefined, options: MaintenanceOptions) => {
      const { for: during, reason = "", force = false, ...where } = options;
      await send({ command: "maintenance", on: true, target, during, reason, force }, where);
    });
  control(group, "off", "take part again")
    .argument("[name]", "what it was switched on for; everything without it")
    .action(async (target: string | undefined, where: Where) => {
      const usual = { during: undefined, reason: "", force: false };
      await send({ command: "maintenance", on: false, target, ...usual }, where);
    });
}

function addWeights(program: CommandLine, send: Send): void {
  const descriptions = {
    drain: "no new connections to a real server; those that there are go on",
    undrain: "connections to a drained real server again",
  } as const;
  for (const command of ["drain", "undrain"] as const) {
    server(control(program, command, descriptions[command])).action(
      async (service: string, realServer: string, where: Where) => {
        await send({ command, service, server: realServer }, where);
      },
    );
  }
  server(control(program, "weight", "give a real server another weight than configuration and checks do"))
    .argument("[number]", "0 to 65535; without it the weight is that of the configuration again", weightOf)
    .action(async (service: string, realServer: string, weight: number | undefined, where: Where) => {
      await send({ command: "weight", service, server: realServer, weight }, where);
    });
}

function control(program: CommandLine, name: string, description: string): CommandLine {
  return program
    .command(name)
    .description(description)
    .addOption(new Option("--socket <path>", "where the daemon's status socket is"))
    .addHelpText("after", exitText)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : badUsage));
}

function server(command: CommandLine): CommandLine {
  return command
    .argument(
      "<service>",
      "a virtual server as status prints it or the file writes it: '192.0.2.1 80', 'fwmark 5', 'group web'",
    )
    .argument("<server>", "a real server of it: '198.51.100.1 80'");
}

function spanOf(text: string): number {
  const span = parseSpan(text);
  if (span === undefined) throw new InvalidArgumentError("use a number and a unit, such as 90s, 30m, 2h or 1d");
  return span;
}

function weightOf(text: string): number {
  const weight = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  if (!(weight <= 65_535)) throw new InvalidArgumentError("use a whole number from 0 to 65535");
  return weight;
}
