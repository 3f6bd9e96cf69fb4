import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { assert } from "../../base/assert.ts";
import { loadConfiguration } from "../../config/load.ts";
import { sharedAddresses, type SharedAddress } from "./cluster.ts";

/** The deployment that is shown: what its nodes are given, by their names, and what their files amount to. */
export type Example = {
  readonly configurations: ReadonlyMap<string, string>;
  /** /etc/keepalived/notify.sh of every node. */
  readonly notifyScript: string;
  readonly addresses: readonly SharedAddress[];
};

const directory = join("examples", "dual-active");

/** Where this program lies: the next directory upwards that has the example. */
export function programRoot(): string {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, directory))) {
    assert(root !== dirname(root), `this installation lacks ${directory}`);
    root = dirname(root);
  }
  return root;
}

/** Reads the example as the daemon does. */
export function readExample(root: string): Example {
  const read = (name: string): string => readFileSync(join(root, directory, name), "utf8");
  const configurations = new Map(["node1", "node2"].map((node) => [node, read(`${node}.conf`)]));
  const meanings = new Map(
    [...configurations].map(([node, text]) => {
      const { configuration } = loadConfiguration({ path: `${node}.conf`, text }, { hostName: node });
      return [node, configuration.vrrp];
    }),
  );
  return { configurations, notifyScript: read("notify.sh"), addresses: sharedAddresses(meanings) };
}
