import { basename, join } from "node:path";

import { nodeLabels } from "../../config/cluster/labels.ts";
import type { LoadResult } from "../../config/load.ts";
import { printDiagnostic } from "../../config/print.ts";
import type { NodeFile } from "../../rehearse/cluster-plan.ts";
import { balancingOf } from "../../rehearse/servers/balancing.ts";
import type { Configuration } from "../../config/model.ts";
import { readNode } from "../check/read-node.ts";

/** `complaint`: what is wrong and where, for people. */
export type NodesReading =
  | { readonly kind: "read"; readonly nodes: readonly NodeFile[] }
  | { readonly kind: "wrong"; readonly complaint: string };

type Read = { readonly configuration: Configuration | undefined; readonly complaints: readonly string[] };

/** The files of the nodes, `name=path` or a path, and those that they are to be changed to. Never throws. */
export function readNodes(words: readonly string[], to: string | undefined): NodesReading {
  const named = nameNodes(words);
  const names = named.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    return { kind: "wrong", complaint: `holdfast: two nodes are called ${twice}: write NAME=FILE` };
  }
  const complaints: string[] = [];
  const nodes = named.flatMap(({ name, path }): readonly NodeFile[] => {
    const now = readFile(name, path);
    const then = to === undefined ? undefined : readFile(name, join(to, basename(path)));
    complaints.push(...now.complaints, ...(then?.complaints ?? []));
    return now.configuration === undefined ? [] : [nodeFile(name, now.configuration, then?.configuration)];
  });
  if (complaints.length > 0) return { kind: "wrong", complaint: complaints.join("\n") };
  if (nodes.every(({ config, balancing }) => config.instances.length === 0 && balancing === undefined)) {
    const complaint =
      "holdfast: there is neither a vrrp_instance nor a virtual_server in these files: nothing can fail over";
    return { kind: "wrong", complaint };
  }
  return { kind: "read", nodes };
}

function nodeFile(name: string, now: Configuration, then: Configuration | undefined): NodeFile {
  const nextBalancing = then && balancingOf(then);
  return { name, config: now.vrrp, balancing: balancingOf(now), next: then?.vrrp, nextBalancing };
}

function nameNodes(words: readonly string[]): readonly { readonly name: string; readonly path: string }[] {
  const split = words.map((word) => {
    const [, name, path] = /^([\w.-]+)=(.+)$/su.exec(word) ?? [];
    return { name, path: path ?? word };
  });
  const labels = nodeLabels(split.map(({ path }) => path));
  // A word of a story has no space in it: of a file that is given twice, "node (2)" is "node-2".
  return split.map(({ name, path }, index) => ({
    name: name ?? (labels[index] ?? path).replaceAll(/\s+/gu, "-").replaceAll(/[()]/gu, ""),
    path,
  }));
}

function readFile(name: string, path: string): Read {
  const read = readNode(path, "unknown", { configId: name });
  if (read.kind === "unreadable") return { configuration: undefined, complaints: [`error: ${read.message}`] };
  const { result } = read.node;
  const complaints = complaintsOf(result);
  return { configuration: result.configuration, complaints };
}

/** Errors, and whatever the daemon would not start with; it runs with the rest, and so does the rehearsal. */
function complaintsOf({ diagnostics, fatal }: LoadResult): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return (fatal && errors.length === 0 ? diagnostics : errors).map(printDiagnostic);
}
