import type { Diagnostic } from "../diagnostic.ts";
import type { LoadResult } from "../load.ts";
import { Findings, Reporter } from "../reporter.ts";
import { sameAddressTwice } from "./addresses.ts";
import { Blocks } from "./blocks.ts";
import { mailWithoutServer } from "./mail.ts";
import { noPreemptWithWeights, uselessWeights } from "./weights.ts";
import type { Programs } from "./programs.ts";
import { realTimeCheckers } from "./real-time.ts";
import { scriptPrograms } from "./script-programs.ts";
import { shellSyntax } from "./shell-syntax.ts";
import { strictMode } from "./strict.ts";
import type { Rule } from "./subject.ts";
import { unsteadyScripts } from "./unsteady-scripts.ts";
import { virtualServers } from "./virtual-servers.ts";
import { tutorialVrid } from "./vrid.ts";

const rules: readonly Rule[] = [
  tutorialVrid,
  sameAddressTwice,
  strictMode,
  noPreemptWithWeights,
  uselessWeights,
  unsteadyScripts,
  scriptPrograms,
  shellSyntax,
  mailWithoutServer,
  virtualServers,
  realTimeCheckers,
];

/**
 * Mistakes that load without complaint, and would show at the fail-over: what `holdfast check` says beyond the findings
 * of loading. None of it has an effect on the daemon or on `keepalived -t`. With `programs` the scripts are looked
 * for on this machine.
 */
export function advise(result: LoadResult, programs?: Programs): readonly Diagnostic[] {
  const { configuration, locations, statements } = result;
  const findings = new Findings();
  const report = new Reporter(findings);
  const subject = { configuration, locations, programs, blocks: new Blocks(statements) };
  for (const rule of rules) rule(subject, report);
  return findings.sorted();
}
