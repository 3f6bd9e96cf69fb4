import assert from "node:assert/strict";

import { seconds, type Instant } from "../../src/base/time.ts";
import { type LabNode, type Program, type WireCapture, wallClock } from "../../src/lab/index.ts";
import { type Deployment, example, nodeNames, type Pair, type Router } from "./pair.ts";
import { follow, makePlace, putScript } from "./places.ts";

const [ha, qr, qg] = ["ha-20894a79-b6", "qr-5f2c1a7e-01", "qg-1c9e77d4-aa"] as const;

const router: Router = { vrid: 1, address: "169.254.0.1", interface: ha, interval: seconds(2), switch: "ha" };

/** What moves with it and is in no advert, by interface. */
const excluded = [
  [qr, "10.0.0.1"],
  [qg, "203.0.113.10"],
  [qr, "fe80::f816:3eff:fe01:1"],
] as const;

const files = { node1: "neutron-router/node1.conf", node2: "neutron-router/node2.conf" } as const;

/** Where the agent keeps everything of a router. */
const directory = "/var/lib/neutron/ha_confs/router";
const [configuration, pid, vrrpPid] = ["/etc/keepalived/keepalived.conf", "/run/router.pid", "/run/router.pid-vrrp"];

const added = "10.0.0.2/24 dev qr-5f2c1a7e-01";

/** A machine on which the agent lets a router run. */
class Agent {
  readonly #node: LabNode;
  readonly #program: readonly string[];
  /** What becomes of its routes, line by line. */
  readonly routes: Program;
  /** Which notify script was run. */
  readonly told: Program;

  constructor(
    node: LabNode,
    program: readonly string[],
    watched: { readonly routes: Program; readonly told: Program },
  ) {
    this.#node = node;
    this.#program = program;
    this.routes = watched.routes;
    this.told = watched.told;
  }

  static async prepare(pair: Pair, name: (typeof nodeNames)[number]): Promise<Agent> {
    const node = pair.node(name);
    await makePlace(node, directory);
    for (const state of ["master", "backup", "fault"]) {
      await putScript(node, `${directory}/notify_${state}.sh`, [`echo ${state} >> /run/told`]);
    }
    const routes = node.spawn(["ip", "monitor", "route"]);
    return new Agent(node, pair.program(name).daemon, { routes, told: await follow(node, "/run/told") });
  }

  /** Exactly as the agent does it; the daemon goes into the background by itself. */
  async spawn(): Promise<void> {
    await this.#node.run([...this.#program, "-P", "-f", configuration, "-p", pid, "-r", vrrpPid]);
  }

  /** The agent knows the process by its file. */
  async reload(): Promise<void> {
    await this.#node.run(["sh", "-c", `kill -s HUP "$(cat ${pid})"`]);
  }

  /** TERM, and its end; the files go with it. */
  async stop(): Promise<void> {
    await this.#node.run(["sh", "-c", `p=$(cat ${pid}) && kill "$p" && tail --pid="$p" -s 0.1 -f /dev/null`]);
    await this.#node.run(["sh", "-c", `test ! -e ${pid} && test ! -e ${vrrpPid}`]);
  }

  /** Everything ends at once, as when the machine does. */
  async kill(): Promise<void> {
    await this.#node.run(["sh", "-c", `kill -s STOP "$(cat ${vrrpPid})" && kill -s KILL $(cat ${pid} ${vrrpPid})`]);
  }

  async routeOf(): Promise<string> {
    return this.#node.run(["ip", "route", "show", "default"]);
  }
}

const defaultRoute = /^default via 203\.0\.113\.1 dev qg-1c9e77d4-aa/u;
const noDefaultRoute = /^Deleted default via 203\.0\.113\.1 dev qg-1c9e77d4-aa/u;

/** No farewell and no silence of more than an advert: the master was one all along. */
function assertSteady(wire: WireCapture, from: Instant): void {
  const adverts = wire.adverts({ vrid: router.vrid }, from);
  for (const [index, advert] of adverts.entries()) {
    const next = adverts[index + 1];
    assert.notEqual(advert.priority, 0);
    if (next !== undefined) assert.ok(next.time - advert.time < seconds(3.9));
  }
}

/** OpenStack's highly available router, as Neutron's L3 agent runs it. */
export const neutronRouter: Deployment = {
  name: "neutron-router",
  files,
  interfaces: {
    node1: {
      [ha]: { addresses: ["169.254.192.1/18"], switch: "ha" },
      [qr]: { addresses: [], switch: "inside" },
      [qg]: { addresses: [], switch: "outside" },
    },
    node2: {
      [ha]: { addresses: ["169.254.192.2/18"], switch: "ha" },
      [qr]: { addresses: [], switch: "inside" },
      [qg]: { addresses: [], switch: "outside" },
    },
  },
  tell: async (pair) => {
    const { owners } = pair;
    const [agent1, agent2] = [await Agent.prepare(pair, "node1"), await Agent.prepare(pair, "node2")];
    const move = async (to: "node1" | "node2", more: readonly string[] = []): Promise<void> => {
      const addresses = [...excluded.map(([, address]) => address), ...more];
      await Promise.all(addresses.map(async (address) => owners.awaitOwner(address, to)));
    };
    await agent1.spawn();
    await pair.owns("node1", router);
    await move("node1");
    await agent1.routes.awaitLine(defaultRoute);
    await agent1.told.awaitLine(/^master$/u);
    await agent2.spawn();
    await agent2.told.awaitLine(/^backup$/u);
    await pair.stays("node1", router, 50);
    assert.equal(await agent2.routeOf(), "");

    // The agent adds a floating address to the file of the running router.
    const wire = pair.wire(router);
    const before = wallClock();
    const changed = example(files.node1).replace(/(virtual_ipaddress_excluded \{\n)/u, `$1        ${added}\n`);
    for (const name of nodeNames) pair.node(name).files.write("keepalived.conf", changed);
    await Promise.all([agent1.reload(), agent2.reload()]);
    await owners.awaitOwner("10.0.0.2", "node1");
    await pair.stays("node1", router, 50);
    assertSteady(wire, before);
    assert.equal(agent1.routes.lines.filter(({ text }) => noDefaultRoute.test(text)).length, 0);

    // The agent stops the router on one machine, and later that of the other one dies.
    await agent1.stop();
    await pair.takesOver(router, "node2", 50, "farewell");
    await move("node2", ["10.0.0.2"]);
    await agent2.routes.awaitLine(defaultRoute);
    await agent1.routes.awaitLine(noDefaultRoute);
    const routesGone = agent1.routes.mark;
    assert.equal(await agent1.routeOf(), "");
    await agent2.told.awaitLine(/^master$/u);
    await pair.stays("node2", router, 50);

    const mark = agent1.told.mark;
    await agent1.spawn();
    await agent1.told.awaitLine(/^backup$/u, mark);
    await pair.stays("node2", router, 50);
    // Its addresses go with the machine.
    await agent2.kill();
    await pair.node("node2").cutLink();
    for (const name of [ha, qr, qg]) await pair.node("node2").run(["ip", "address", "flush", "dev", name]);
    await pair.takesOver(router, "node1", 50, "silence");
    await move("node1", ["10.0.0.2"]);
    await agent1.told.awaitLine(/^master$/u, mark);
    await agent1.routes.awaitLine(defaultRoute, routesGone);
    for (const [, address] of [[ha, router.address] as const, ...excluded]) {
      pair.assertMoves(address, ["node1", "node2", "node1"]);
    }
  },
};
