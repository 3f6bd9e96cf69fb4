import { decodeRoot } from "./decode/root.ts";
import type { DecodeContext, LoadEnvironment, Locations } from "./decode/context.ts";
import { firstRulePriority } from "./decode/policy-rules.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { rememberSources } from "./known-secrets.ts";
import type { Configuration } from "./model.ts";
import { readTokens } from "./reading/reader.ts";
import { Findings, Reporter } from "./reporter.ts";
import { isWordOfLanguage } from "./schema/vocabulary.ts";
import type { Source } from "./source.ts";
import { parseTree } from "./tree.ts";
import type { Statement } from "./tree.ts";

export { locationKey } from "./decode/context.ts";
export type { ConfigurationFiles, FileReading, ReadingEnvironment } from "./reading/environment.ts";
export type { AccountNames, LoadEnvironment, Locations } from "./decode/context.ts";

/** The result of loading: there always is a configuration, and `fatal` says that it must not be run. */
export type LoadResult = {
  readonly configuration: Configuration;
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  readonly fatal: boolean;
  /** Where interfaces and scripts stand in the text, by `locationKey`. */
  readonly locations: Locations;
  /** The text as a tree: for what is said about it beyond its meaning. */
  readonly statements: readonly Statement[];
};

/**
 * Reads a configuration: characters, tokens, tree, typed values. What it includes comes from the environment. Bad input
 * ends in diagnostics, never in a throw.
 */
export function loadConfiguration(source: Source, environment: LoadEnvironment): LoadResult {
  const findings = new Findings();
  const report = new Reporter(findings);
  const locations: DecodeContext["locations"] = new Map();
  const configId = environment.configId ?? environment.hostName.replace(/\..*$/su, "");
  const tokens = readTokens(source, { ...environment, configId }, report);
  rememberSources(source, [source, ...tokens.sources], isWordOfLanguage);
  const statements = parseTree(tokens, report);
  const rulePriority = { next: firstRulePriority };
  const context: DecodeContext = {
    environment,
    report,
    locations,
    namedTrackers: new Set(),
    checkedFiles: new Set(),
    removedTrackers: new Map(),
    rulePriority,
  };
  const configuration = decodeRoot(statements, context);
  return { configuration, diagnostics: findings.sorted(), fatal: findings.fatal, locations, statements };
}
