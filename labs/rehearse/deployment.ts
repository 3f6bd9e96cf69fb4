import { readdirSync, readFileSync } from "node:fs";

import { loadConfiguration } from "../../src/config/load.ts";
import { type ClusterPlan, planCluster } from "../../src/rehearse/cluster-plan.ts";

/** A directory of examples/ as a cluster: a single file is that of both nodes. `texts` are what the nodes are given. */
export type Deployment = {
  readonly name: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly plan: ClusterPlan;
};

/** How a file is changed before it is used, in a lab and in its rehearsal alike. */
export type Revision = (text: string) => string;

const examples = new URL("../../examples/", import.meta.url);

/** The names of all directories of examples/. */
export function deploymentNames(): readonly string[] {
  return readdirSync(examples, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

export function readDeployment(name: string, revise: Revision = asWritten): Deployment {
  const folder = new URL(`${name}/`, examples);
  const files = readdirSync(folder).filter((file) => file.endsWith(".conf"));
  const [only = ""] = files;
  const both = files.length === 1 ? [only, only] : files.sort();
  const texts = both.map((file, index) => {
    const text = revise(withoutBalancing(readFileSync(new URL(file, folder), "utf8")));
    return [`node${index + 1}`, text] as const;
  });
  const nodes = texts.map(([node, text]) => {
    const { configuration } = loadConfiguration({ path: `${node}.conf`, text }, { hostName: node });
    return { name: node, config: configuration.vrrp };
  });
  return { name, texts: new Map(texts), plan: planCluster(nodes) };
}

/** What another example brings along for its node. */
export function exampleFile(path: string): string {
  return readFileSync(new URL(path, examples), "utf8");
}

export const asWritten: Revision = (text) => text;

/**
 * Adverts ten times as often, which takes version 3 (RFC 5798 §5.2.7), and scripts twice a second: for the precision
 * that long intervals would hide.
 */
export const hurried: Revision = (text) =>
  text
    .replaceAll(/^( *)advert_int (\d+)$/gmu, "$1version 3\n$1advert_int 0.$2")
    // Version 3 has none.
    .replaceAll(/^ *authentication \{[^}]*\}\n/gmu, "")
    .replaceAll(/^( *)interval \d+$/gmu, "$1interval 0.5");

/** What virtual servers do is not rehearsed; they come last in the file that has some. */
function withoutBalancing(text: string): string {
  return text.replace(/^virtual_server .*/msu, "");
}
