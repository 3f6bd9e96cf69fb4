import { unreachable } from "../base/assert.ts";
import { printJson } from "../config/report/json.ts";
import type { Report } from "../config/report/report.ts";
import { checkStatus } from "../config/report/report.ts";
import { printSarif } from "../config/report/sarif.ts";
import type { BalancerChoice } from "../daemon/messages.ts";
import type { ReadingOptions } from "../daemon/supervisor-configuration.ts";
import { examineCluster, examineNode } from "./check/examine.ts";
import { nodeName, readNode } from "./check/read-node.ts";
import type { CheckedNode, Whereabouts } from "./check/read-node.ts";
import { wantsColour } from "./check/colour.ts";
import { printReport } from "./check/text.ts";

export type CheckOptions = {
  readonly format: "text" | "json" | "sarif";
  /** Warnings count like errors. */
  readonly strict: boolean;
  /** Do not look at the accounts and scripts of this machine; interfaces that it lacks are only worth a warning. */
  readonly offline: boolean;
  /** Which of several files is that of this machine; a single one is, unless `offline`. */
  readonly here: string | undefined;
  readonly reading: ReadingOptions;
  /** What will balance load. */
  readonly backend: BalancerChoice;
};

/** As for a file that could not be read: nobody knows what was found. */
const couldNotLook = 2;

/**
 * Checks configuration files and prints what it found; with several files each is a node of one cluster, and they are
 * checked against each other, too. Returns the exit status: 0 nothing that counts, 1 findings that count, 2 a file
 * could not be looked at.
 */
export function checkFiles(names: readonly string[], options: CheckOptions): number {
  const files = [...new Set(names)];
  const unreadable: { file: string; message: string }[] = [];
  const nodes: CheckedNode[] = [];
  for (const file of files) {
    const read = readNode(file, whereabouts(file, files, options), options.reading);
    if (read.kind === "read") nodes.push(read.node);
    else unreadable.push({ file: nodeName(file), message: read.message });
  }
  const { findings: between, reachability } = examineCluster(nodes);
  const findings = [...nodes.flatMap((node) => examineNode(node, options.backend)), ...between];
  const report: Report = { files: files.map(nodeName), findings, unreadable, strict: options.strict, reachability };
  const status = checkStatus(report);
  process.stdout.once("error", (error: NodeJS.ErrnoException) => {
    // Whoever reads may have seen enough, as "head" has: that is no reason for another status.
    if (error.code === "EPIPE") process.exit(status);
    process.stderr.write(`holdfast: the report could not be written: ${error.message}\n`);
    process.exit(couldNotLook);
  });
  process.stdout.write(`${print(report, options)}\n`);
  return status;
}

/** Several files are those of several machines, of which this one is at most one, and it cannot be told which. */
function whereabouts(file: string, files: readonly string[], { offline, here }: CheckOptions): Whereabouts {
  if (file === here) return "here";
  if (files.length > 1 || here !== undefined) return "unknown";
  return offline ? "elsewhere" : "here";
}

function print(report: Report, { format }: CheckOptions): string {
  switch (format) {
    case "json":
      return printJson(report);
    case "sarif":
      return printSarif(report);
    case "text":
      return printReport(report, wantsColour(process.stdout, process.env));
    default:
      return unreachable(format);
  }
}
