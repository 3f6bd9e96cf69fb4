import type { Locations } from "../load.ts";
import type { Configuration } from "../model.ts";
import type { Reporter } from "../reporter.ts";
import type { Blocks } from "./blocks.ts";
import type { Programs } from "./programs.ts";

/** What the rules look at. */
export type Subject = {
  readonly configuration: Configuration;
  readonly blocks: Blocks;
  readonly locations: Locations;
  /** Undefined: the programs of this machine do not matter. */
  readonly programs: Programs | undefined;
};

/** Looks for one kind of mistake that loads without complaint. */
export type Rule = (subject: Subject, report: Reporter) => void;
