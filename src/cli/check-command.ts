import { type Command, Option } from "commander";

import { type BalancerChoice, balancerChoices } from "../daemon/messages.ts";

/** The status of a command line that makes no sense: 1 says that something was found. */
const badUsage = 2;

type ParsedOptions = {
  readonly json?: true;
  readonly sarif?: true;
  readonly strict?: true;
  readonly offline?: true;
  readonly here?: string;
  readonly configId?: string;
  readonly allConfig?: true;
  readonly lvsBackend: BalancerChoice;
};

const help = `
One file is taken for that of this machine: its interfaces, accounts and scripts must be there. With --offline it is
that of another one: accounts and scripts are not looked at, and an interface that is not here is only a warning. Several files are the nodes of one cluster: each is checked alone and all against each other; which one is
that of this machine, if any, is said with --here. "-" is standard input.

Exit status: 0 nothing that counts, 1 findings that count, 2 a file could not be read or the command line is wrong.
Errors count and everything that "keepalived -t" refuses; with --strict all warnings, too.`;

/** Adds `holdfast check` to the program; `done` gets the exit status. */
export function addCheck(program: Command, done: (status: number) => void): void {
  program
    .command("check")
    .description("find the mistakes in configuration files before they cost an outage")
    .argument("<files...>", "configuration files")
    .addOption(new Option("--json", "print JSON").conflicts("sarif"))
    .addOption(new Option("--sarif", "print a SARIF 2.1.0 log"))
    .option("--strict", "let warnings count like errors")
    .addOption(new Option("--offline", "the file is that of another machine").conflicts("here"))
    .option("--here <file>", "which of several files is that of this machine")
    .option("-i, --config-id <id>", "which @ID lines count (default: the host name up to its first dot)")
    .option("-e, --all-config", "every include must find its files")
    .addOption(new Option("--lvs-backend <backend>", "what will balance load").choices(balancerChoices).default("auto"))
    .addHelpText("after", help)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : badUsage))
    .action(async (files: readonly string[], options: ParsedOptions, command: Command) => {
      const { here, strict = false, offline = false, allConfig = false, configId } = options;
      if (here !== undefined && !files.includes(here)) command.error(`error: --here: ${here} is not one of the files`);
      const { checkFiles } = await import("./check.ts");
      const format = options.json ? "json" : options.sarif ? "sarif" : "text";
      const reading = { configId, strictIncludes: allConfig };
      done(checkFiles(files, { format, strict, offline, here, reading, backend: options.lvsBackend }));
    });
}
