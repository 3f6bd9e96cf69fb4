import { decodeRoot } from "./decode/root.ts";
import type { DecodeContext, LoadEnvironment, Locations } from "./decode/context.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { tokenize } from "./lexer.ts";
import type { Configuration } from "./model.ts";
import { Findings, Reporter } from "./reporter.ts";
import type { Source } from "./source.ts";
import { parseTree } from "./tree.ts";

export { locationKey } from "./decode/context.ts";
export type { LoadEnvironment, Locations } from "./decode/context.ts";

/** The result of loading: there always is a configuration, and `fatal` says that it must not be run. */
export type LoadResult = {
  readonly configuration: Configuration;
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  readonly fatal: boolean;
  /** Where interfaces and scripts stand in the text, by `locationKey`. */
  readonly locations: Locations;
};

/** Reads a configuration: characters, tokens, tree, typed values. Bad input ends in diagnostics, never in a throw. */
export function loadConfiguration(source: Source, environment: LoadEnvironment): LoadResult {
  const findings = new Findings();
  const report = new Reporter(findings);
  const locations: DecodeContext["locations"] = new Map();
  const statements = parseTree(tokenize(source, report), report);
  const configuration = decodeRoot(statements, { environment, report, locations, namedScripts: new Set() });
  return { configuration, diagnostics: findings.sorted(), fatal: findings.fatal, locations };
}
