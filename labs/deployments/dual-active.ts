import assert from "node:assert/strict";

import { seconds } from "../../src/base/time.ts";
import type { Program } from "../../src/lab/index.ts";
import { type Deployment, example, nodeNames, type Router } from "./pair.ts";
import { follow } from "./places.ts";

const first: Router = { vrid: 101, address: "192.168.3.222", interface: "eth0", interval: seconds(1) };
const second: Router = { ...first, vrid: 102, address: "192.168.3.111" };

/** What the example's own script writes. */
const record = "/run/keepalived-notify.log";

function states(told: Program): readonly (string | undefined)[] {
  return told.lines.map(({ text }) => text.split(" ").at(-1));
}

/** Each node is master of one address and backup of the other; a script is told of every change. */
export const dualActive: Deployment = {
  name: "dual-active",
  files: { node1: "dual-active/node1.conf", node2: "dual-active/node2.conf" },
  interfaces: {
    node1: { eth0: { addresses: ["192.168.3.1/24"] } },
    node2: { eth0: { addresses: ["192.168.3.2/24"] } },
  },
  tell: async (pair) => {
    for (const name of nodeNames) pair.node(name).files.write("notify.sh", example("dual-active/notify.sh"), 0o755);
    const told1 = await follow(pair.node("node1"), record);
    const told2 = await follow(pair.node("node2"), record);
    await pair.start("node1");
    await pair.owns("node1", first, second);
    await pair.start("node2");
    await pair.owns("node2", second);
    await pair.stays("node1", first, 199);

    await pair.powerCut("node1");
    await pair.takesOver(first, "node2", 198, "silence");
    await pair.powerBack("node1");
    await pair.owns("node1", first);
    await pair.stays("node2", second, 99);

    await told1.awaitLine(/master$/u, 7);
    await pair.stop("node2");
    await pair.takesOver(second, "node1", 98, "farewell");
    for (const { address } of [first, second]) pair.assertMoves(address, ["node1", "node2", "node1"]);

    await told1.awaitLine(/master$/u, 8);
    const start = ["backup", "backup"];
    assert.deepEqual(states(told1), [...start, "master", "master", "backup", ...start, "master", "master"]);
    assert.deepEqual(states(told2), [...start, "master", "master", "backup"]);
    for (const advert of pair.wire().adverts()) {
      assert.deepEqual([advert.destination, advert.authenticationType, advert.ttl], ["224.0.0.111", 1, 255]);
    }
  },
};
