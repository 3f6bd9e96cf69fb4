import { seconds } from "../../src/base/time.ts";
import { type Deployment, nodeNames, type Pair, type Router } from "./pair.ts";
import { makePlace, putScript, Service } from "./places.ts";

const first: Router = { vrid: 51, address: "192.168.88.50", interface: "ens33", interval: seconds(1) };
const second: Router = { ...first, vrid: 52, address: "192.168.88.60" };

const directory = "/usr/local/nginx";

const interfaces: Deployment["interfaces"] = {
  node1: { ens33: { addresses: ["192.168.88.1/24"] } },
  node2: { ens33: { addresses: ["192.168.88.2/24"] } },
};

/** The tutorial's check, in place on both nodes, and what it looks for. */
async function installNginx(pair: Pair): Promise<readonly Service[]> {
  return Promise.all(
    nodeNames.map(async (name) => {
      await makePlace(pair.node(name), directory);
      await putScript(pair.node(name), `${directory}/nginx_check.sh`, ["exec pgrep -x nginx >/dev/null"]);
      return Service.start(pair.node(name), "nginx");
    }),
  );
}

/**
 * The tutorial's pair. Its weight of 2 never moves the address: without nginx the master still has 100, and the other
 * node at best 92. `holdfast check` says so; the daemon does as it is told, like the original.
 */
export const nginxPair: Deployment = {
  name: "nginx-pair",
  files: { node1: "nginx-pair/node1.conf", node2: "nginx-pair/node2.conf" },
  interfaces,
  tell: async (pair) => {
    const [service] = await installNginx(pair);
    await pair.start("node1");
    await pair.start("node2");
    await pair.owns("node1", first);
    await pair.stays("node1", first, 102);

    await service?.stop();
    await pair.stays("node1", first, 100);
    await pair.powerCut("node1");
    await pair.takesOver(first, "node2", 92, "silence");
    await pair.stays("node2", first, 92);
    await pair.powerBack("node1");
    await pair.owns("node1", first);
    pair.assertMoves(first.address, ["node1", "node2", "node1"]);
  },
};

/** The tutorial's other pair: two addresses that cross over. */
export const nginxDual: Deployment = {
  name: "nginx-dual",
  files: { node1: "nginx-dual/node1.conf", node2: "nginx-dual/node2.conf" },
  interfaces,
  tell: async (pair) => {
    const services = await installNginx(pair);
    await pair.start("node1");
    await pair.owns("node1", first, second);
    await pair.start("node2");
    await pair.owns("node2", second);
    await pair.stays("node2", second, 102);

    await services[1]?.stop();
    await pair.stays("node2", second, 100);
    await pair.powerCut("node2");
    await pair.takesOver(second, "node1", 92, "silence");
    await pair.powerBack("node2");
    await pair.owns("node2", second);
    await pair.stays("node1", first, 102);

    await pair.stop("node1");
    await pair.takesOver(first, "node2", 90, "farewell");
    pair.assertMoves(second.address, ["node1", "node2", "node1", "node2"]);
    pair.assertMoves(first.address, ["node1", "node2"]);
  },
};
