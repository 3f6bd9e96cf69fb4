import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Topology, type LabNode } from "../../src/lab/index.ts";
import { partsFolder } from "./corpus/files.ts";
import type { Case } from "./corpus/index.ts";

/** Where the files to try are, as the node sees them. */
export const casesFolder = "/etc/keepalived/cases";

/** A case and its file in `casesFolder`. */
export type PlacedCase = Case & { readonly file: string };

/** A machine with interfaces and scripts that the files speak of, and the files. */
export type World = {
  readonly node: LabNode;
  readonly cases: readonly PlacedCase[];
  readonly close: () => Promise<void>;
};

const script = "#!/bin/sh\nexit 0\n";

/** What the files refer to in /etc/keepalived: content and mode. */
const surroundings: Readonly<Record<string, readonly [content: string, mode: number]>> = {
  "check.sh": [script, 0o755],
  "plain.sh": [script, 0o644],
  "open.sh": [script, 0o777],
  noshebang: ["exit 0\n", 0o755],
  number: ["0\n", 0o644],
};

export async function openWorld(cases: readonly Case[]): Promise<World> {
  const lab = await Topology.open({
    nodes: {
      node1: {
        interfaces: {
          eth0: { addresses: ["192.0.2.1/24", "2001:db8::1/64"] },
          eth1: { addresses: ["198.51.100.1/24"] },
          eth2: { addresses: ["203.0.113.1/24"] },
          eth3: { addresses: [] },
        },
      },
    },
  });
  const node = lab.node("node1");
  for (const [name, [content, mode]] of Object.entries(surroundings)) {
    node.files.write(name, content);
    // The umask has a say in the mode of a new file.
    chmodSync(join(node.files.path, name), mode);
  }
  const folder = join(node.files.path, "cases");
  mkdirSync(folder);
  cpSync(partsFolder, join(folder, "parts"), { recursive: true });
  const placed = cases.map((each, index) => ({ ...each, file: `${String(index).padStart(4, "0")}.conf` }));
  for (const { file, text } of placed) writeFileSync(join(folder, file), text);
  return { node, cases: placed, close: async () => lab.close() };
}
