import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Case, Outcome } from "./table.ts";

/** Where the files are that were written by hand, in folders by what the reference does with them. */
const folder = fileURLToPath(new URL("../files", import.meta.url));

/** What they include: these lie in the folder `parts` beside the file that is tried. */
export const partsFolder: string = join(folder, "parts");

/**
 * The files written by hand. A first line `# options: -i node1` gives options of the command line, and
 * `# environment: NAME=value` a variable.
 */
export function fileCases(): readonly Case[] {
  const outcomes: readonly Outcome[] = ["accepted", "rejected"];
  return outcomes.flatMap((expected) =>
    readdirSync(join(folder, expected)).map((name) => {
      const text = readFileSync(join(folder, expected, name), "utf8");
      const options = /^# options: (.*)$/mu.exec(text)?.[1]?.split(" ") ?? [];
      const [, variable, value] = /^# environment: (\w+)=(.*)$/mu.exec(text) ?? [];
      const environment = variable === undefined || value === undefined ? {} : { [variable]: value };
      return { name: `file: ${basename(name, ".conf")}`, text, expected, options, environment };
    }),
  );
}
