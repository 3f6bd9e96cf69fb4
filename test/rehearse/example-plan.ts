import { readdirSync, readFileSync } from "node:fs";

import { loadConfiguration } from "../../src/config/load.ts";
import { type ClusterPlan, type NodeFile, planCluster } from "../../src/rehearse/cluster-plan.ts";
import { findingsOf } from "../../src/rehearse/findings.ts";
import { type Rehearsal, rehearse } from "../../src/rehearse/rehearse.ts";
import { printRehearsal } from "../../src/rehearse/report.ts";
import { balancingOf } from "../../src/rehearse/servers/balancing.ts";

/** A directory of `examples/`, its nodes and the words that name them on the command line of `holdfast rehearse`. */
export type Example = { readonly name: string; readonly folder: URL; readonly words: readonly string[] };

const root = new URL("../../examples/", import.meta.url);

/** In the order of their names. A single file is that of both nodes. */
export function allExamples(): readonly Example[] {
  const names = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names.map((entry) => exampleOf(entry.name)).sort((a, b) => a.name.localeCompare(b.name));
}

export function exampleOf(name: string): Example {
  const folder = new URL(`${name}/`, root);
  const files = readdirSync(folder).filter((each) => each.endsWith(".conf"));
  const [only = ""] = files;
  const words = files.length === 1 ? [`node1=${only}`, `node2=${only}`] : files.toSorted();
  return { name, folder, words };
}

export function planOf({ folder, words }: Example): ClusterPlan {
  return planCluster(
    words.map((word, index): NodeFile => {
      const path = word.split("=").at(-1) ?? word;
      return nodeOf(`node${index + 1}`, path, readFileSync(new URL(path, folder), "utf8"));
    }),
  );
}

const rehearsals = new Map<string, Rehearsal>();

/** What `holdfast rehearse` prints, with and without `--depth 2`; each example is rehearsed once. */
export function reportOf(example: Example, depth: 1 | 2): string {
  const whole = rehearsals.get(example.name) ?? rehearse(planOf(example), { depth: 2 });
  rehearsals.set(example.name, whole);
  const { servers } = whole;
  const single = {
    ...whole,
    pairs: [],
    pairsLeftOut: 0,
    servers: servers && { ...servers, pairs: [], pairsLeftOut: 0 },
  };
  const rehearsal = depth === 2 ? whole : single;
  return printRehearsal(rehearsal, findingsOf(rehearsal));
}

export function nodeOf(name: string, path: string, text: string): NodeFile {
  const { configuration } = loadConfiguration({ path, text }, { hostName: name, configId: name });
  return { name, config: configuration.vrrp, balancing: balancingOf(configuration) };
}
