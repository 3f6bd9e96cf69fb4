import { planCluster } from "../rehearse/cluster-plan.ts";
import { findingsOf } from "../rehearse/findings.ts";
import { describeRehearsal } from "../rehearse/json.ts";
import type { Segment } from "../rehearse/network.ts";
import { checkSegments, readSegment, SegmentMistake } from "../rehearse/read-segments.ts";
import { rehearse } from "../rehearse/rehearse.ts";
import { printRehearsal } from "../rehearse/report.ts";
import { picture } from "../rehearse/picture/describe.ts";
import { writePage } from "./rehearse/page.ts";
import { readNodes } from "./rehearse/read-nodes.ts";
import { playSeeds } from "./rehearse/seeds.ts";
import { playStories } from "./rehearse/stories.ts";
import { writeOut } from "./rehearse/write-out.ts";

export type RehearseOptions = {
  /** As they are written. */
  readonly segments: readonly string[];
  readonly depth: 1 | 2;
  /** The directory of the files to change to. */
  readonly to: string | undefined;
  readonly json: boolean;
  /** Files of stories; none: everything is rehearsed. */
  readonly stories: readonly string[];
  readonly junit: string | undefined;
  /** How many random stories are played, or undefined. */
  readonly seeds: number | undefined;
  /** The first of them, or the only one; undefined: not said. */
  readonly seed: number | undefined;
  /** Where the page goes. */
  readonly html: string | undefined;
};

const badInput = 2;

/** Rehearses and prints. Returns the exit status: 0 no warnings, 1 warnings, 2 nothing could be rehearsed. */
export function rehearseFiles(files: readonly string[], options: RehearseOptions): number {
  const reading = readNodes(files, options.to);
  if (reading.kind === "wrong") return complain(reading.complaint);
  let segments: readonly Segment[];
  try {
    segments = options.segments.map(readSegment);
    const { network } = planCluster(reading.nodes);
    checkSegments(segments, new Map(Array.from(network.nodes, ([name, { interfaces }]) => [name, interfaces])));
  } catch (error) {
    if (!(error instanceof SegmentMistake)) throw error;
    return complain(`holdfast: ${error.message}`);
  }
  const plan = planCluster(reading.nodes, segments);
  if (options.stories.length > 0) return playStories(plan, options);
  if (options.seeds !== undefined || options.seed !== undefined) {
    const { seeds: count, seed: first = 1, junit, html, json } = options;
    return playSeeds(plan, { first, count, junit, html, json });
  }
  const rehearsal = rehearse(plan, { depth: options.depth, draws: options.html !== undefined });
  const findings = findingsOf(rehearsal);
  if (options.html !== undefined) {
    const problem = writePage(options.html, picture(rehearsal, findings));
    if (problem !== undefined) return complain(problem);
  }
  const text = options.json
    ? JSON.stringify(describeRehearsal(rehearsal, findings), undefined, 2)
    : printRehearsal(rehearsal, findings);
  const status = findings.some(({ severity }) => severity === "warning") ? 1 : 0;
  writeOut(text, status);
  return status;
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`);
  return badInput;
}
