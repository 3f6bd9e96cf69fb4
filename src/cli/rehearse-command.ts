import { type Command, InvalidArgumentError, Option } from "commander";

/**
 * The status of a command line that makes no sense, and of files that cannot be rehearsed: 1 says that something was
 * found.
 */
const badInput = 2;

type ParsedOptions = {
  readonly segment: readonly string[];
  readonly depth: "1" | "2";
  readonly to?: string;
  readonly json?: true;
  readonly story: readonly string[];
  readonly junit?: string;
  readonly html?: string;
  readonly seeds?: number;
  readonly seed?: number;
};

/** Stories of seeds take about a millisecond each. */
const mostSeeds = 1_000_000;
const greatestSeed = 0xffff_ffff;

const help = `
Each file is a node, called by what its path has of its own ("node1" for node1.conf), or as it is written before "=":
"lb1=keepalived.conf". Lines with @ID count for the node of that name. Nothing is asked of this machine and nothing is
sent: the nodes run in virtual time, on a network that is taken from the files. Interfaces of one name are on one
segment, and so are those of one virtual router. Addresses that the files do not name are assumed.

Exit status: 0 no warnings, or stories as expected; 1 warnings among the findings, or stories that were not (of seeds: that broke what the protocol promises); 2 a file cannot be rehearsed or the command line is wrong.`;

/** Adds `holdfast rehearse` to the program; `done` gets the exit status. */
export function addRehearse(program: Command, done: (status: number) => void): void {
  program
    .command("rehearse")
    .description("what happens if ...: every failure of a cluster, played from its files in virtual time")
    .argument("<files...>", "configuration files, one for each node")
    .option("--segment <ports>", "NAME=node1:eth0,node2:eth1: these are on one segment", collect, [])
    .addOption(new Option("--depth <failures>", "how many failures at a time").choices(["1", "2"]).default("1"))
    .option(
      "--to <directory>",
      "also reload each node to the file of the same name in there; in stories, where they say so",
    )
    .option("--story <file>", "play these timed steps instead, and see that what they expect comes true", collect, [])
    .option("--html <file>", "also write a page with pictures of all of it, which needs nothing but a browser")
    .option(
      "--seeds <count>",
      "play so many random stories with faults instead, and shrink one that fails",
      wholeUpTo(mostSeeds),
    )
    .option(
      "--seed <number>",
      "play the random story of this seed; with --seeds: the first one",
      wholeUpTo(greatestSeed),
    )
    .option("--junit <file>", "of stories and seeds: also write what came of them as JUnit does")
    .option("--json", "print JSON")
    .addHelpText("after", help)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : badInput))
    .action(async (files: readonly string[], options: ParsedOptions, command: Command) => {
      const { segment: segments, depth, to, json, story: stories, junit, html, seeds, seed } = options;
      const isRandom = seeds !== undefined || seed !== undefined;
      if (junit !== undefined && stories.length === 0 && !isRandom) {
        command.error("error: --junit needs a --story, --seeds or --seed");
      }
      if (isRandom && (to !== undefined || stories.length > 0)) {
        command.error("error: --seeds and --seed go neither with --to nor with --story");
      }
      const { rehearseFiles } = await import("./rehearse.ts");
      const chosen = {
        segments,
        depth: depth === "2" ? 2 : 1,
        to,
        json: json === true,
        stories,
        junit,
        html,
        seeds,
        seed,
      } as const;
      done(rehearseFiles(files, chosen));
    });
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** Reads a whole number of 1 or more. */
function wholeUpTo(most: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,10}$/u.test(value) ? Number(value) : 0;
    if (number < 1 || number > most) throw new InvalidArgumentError(`Write a whole number from 1 to ${most}.`);
    return number;
  };
}
