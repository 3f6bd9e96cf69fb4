import { seconds } from "../../src/base/time.ts";
import { type Deployment, nodeNames, type Router } from "./pair.ts";
import { Service } from "./places.ts";

const router: Router = { vrid: 80, address: "172.16.80.100", interface: "eth0", interval: seconds(2) };

/** The address follows a web server, and stays with a master that works, whoever it is. */
export const httpdNopreempt: Deployment = {
  name: "httpd-nopreempt",
  files: { node1: "httpd-nopreempt/node1.conf", node2: "httpd-nopreempt/node2.conf" },
  interfaces: {
    node1: { eth0: { addresses: ["172.16.80.1/24"] } },
    node2: { eth0: { addresses: ["172.16.80.2/24"] } },
  },
  tell: async (pair) => {
    const services = await Promise.all(nodeNames.map(async (name) => Service.start(pair.node(name), "httpd")));
    await pair.start("node1");
    await pair.start("node2");
    await pair.owns("node1", router);

    // Two failures, two seconds apart; one success makes it good again, which is no reason to take the address back.
    const { daemon } = pair.node("node1");
    let mark = daemon.mark;
    await services[0]?.stop();
    await daemon.awaitLog(/\(HA_1\) Entering FAULT STATE/u, mark);
    await pair.takesOver(router, "node2", 85, "farewell");
    mark = daemon.mark;
    await Service.start(pair.node("node1"), "httpd");
    await daemon.awaitLog(/\(HA_1\) Entering BACKUP STATE/u, mark);
    await pair.stays("node2", router, 85);

    await pair.powerCut("node2");
    await pair.takesOver(router, "node1", 100, "silence");
    pair.assertMoves(router.address, ["node1", "node2", "node1"]);
  },
};
