import { seconds } from "../../src/base/time.ts";
import { type Deployment, nodeNames, type Router } from "./pair.ts";

const first: Router = { vrid: 32, address: "10.71.17.32", interface: "bond0", interval: seconds(1) };
const second: Router = { ...first, vrid: 33, address: "10.71.17.33" };

const file = "dual-active-maintenance/both-nodes.conf";

/**
 * The same file on both nodes, and no fail-back. No shell reads the `&& exit 1 || exit 0` of its scripts, so that a
 * check succeeds while its flag file exists, and removing the file is what moves the address: examples/README.md.
 */
export const dualActiveMaintenance: Deployment = {
  name: "dual-active-maintenance",
  files: { node1: file, node2: file },
  interfaces: {
    node1: { bond0: { addresses: ["10.71.16.1/23"] } },
    node2: { bond0: { addresses: ["10.71.16.2/23"] } },
  },
  tell: async (pair) => {
    for (const name of nodeNames) {
      for (const { address } of [first, second]) pair.node(name).files.write(address, "");
    }
    await pair.start("node1");
    await pair.start("node2");
    await pair.owns("node1", first, second);

    // Two failures, two seconds apart, and only this address moves.
    const [daemon, { files }] = [pair.node("node1").daemon, pair.node("node1")];
    let mark = daemon.mark;
    files.remove(second.address);
    await daemon.awaitLog(/\(VI_2\) Entering FAULT STATE/u, mark);
    await pair.takesOver(second, "node2", 100, "farewell");
    await pair.stays("node1", first, 100);

    // The flag is back, and the address stays where it is; so it does when its old master comes back later.
    mark = daemon.mark;
    files.write(second.address, "");
    await daemon.awaitLog(/\(VI_2\) Entering BACKUP STATE/u, mark);
    await pair.powerCut("node1");
    await pair.takesOver(first, "node2", 100, "silence");
    await pair.stays("node2", second, 100);
    await pair.powerBack("node1");
    for (const router of [first, second]) await pair.stays("node2", router, 100);

    await pair.stop("node2");
    await Promise.all([first, second].map(async (router) => pair.takesOver(router, "node1", 100, "farewell")));
    for (const { address } of [first, second]) pair.assertMoves(address, ["node1", "node2", "node1"]);
  },
};
