import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { elapsed } from "../../src/base/time.ts";
import { type Daemon, type LabNode, Owners, type Program, Topology, wallClock } from "../../src/lab/index.ts";
import { holdfast, pairings, reasonToSkip } from "../programs.ts";
import { usualInstance } from "../usual-instance.ts";

// Processes that have to run. The machines of the lab are no first PID namespace, so there the daemon looks once a
// second; labs/process has the kernel tell. C Keepalived cannot watch processes here, and is on the other side.

const address = "192.0.2.100";

const instance = (priority: number, tracking = ""): string => usualInstance(priority, address, tracking);

const tracked = (block: string, priority: number, weight: string): string =>
  `vrrp_track_process service {\n${block}\n}\n${instance(priority, `    track_process {\n        service ${weight}\n    }`)}`;

function machine(own: string): { readonly interfaces: { readonly eth0: { readonly addresses: readonly string[] } } } {
  return { interfaces: { eth0: { addresses: [own] } } };
}

async function service(node: LabNode, parameter: string): Promise<Program> {
  const program = node.spawn(["sh", "-c", `echo runs; exec sleep ${parameter}`]);
  await program.awaitLine(/^runs$/u);
  return program;
}

async function kill(node: LabNode): Promise<void> {
  await node.run(["pkill", "-x", "sleep"]);
}

async function start(node: LabNode, program: typeof holdfast, configuration: string): Promise<Daemon> {
  node.files.write("keepalived.conf", configuration);
  return node.startDaemon({ program: program.daemon });
}

describe("tracked processes", { concurrency: 2, skip: await reasonToSkip() }, () => {
  for (const [first, second] of pairings.filter(([{ name }]) => name === holdfast.name)) {
    test(`a process that ends moves the address, and brings it back when it begins: beside ${second.name}`, async (context) => {
      const lab = await Topology.open({ nodes: { node1: machine("192.0.2.1/24"), node2: machine("192.0.2.2/24") } });
      context.after(async () => lab.close());
      const [node1, node2] = [lab.node("node1"), lab.node("node2")];
      const owners = await Owners.watch(lab.nodes);

      await service(node1, "1000");
      const daemon = await start(node1, first, tracked("    process sleep 1000", 150, "weight 0"));
      await owners.awaitOwner(address, "node1");
      await (await start(node2, second, instance(100))).awaitLog(/Entering BACKUP STATE/u);

      const mark = daemon.mark;
      const ended = wallClock();
      await kill(node1);
      const moved = await owners.awaitOwner(address, "node2");
      context.diagnostic(`beside ${second.name}: moved after ${elapsed(ended, moved) / 1000} ms`);
      await daemon.awaitLog(/Quorum lost for tracked process service/u, mark);
      await daemon.awaitLog(/\(VI_1\): entering FAULT state \(tracked process service quorum not achieved\)/u, mark);

      // Another one of that name is not the one.
      await service(node1, "2000");
      await service(node1, "1000");
      await owners.awaitOwner(address, "node1");
      await daemon.awaitLog(/Quorum gained for tracked process service/u, mark);
      assert.equal(daemon.log.filter(({ text }) => text.includes("looked at once a second")).length, 1);
    });
  }

  test("a weight counts, and a reload that asks for more of them counts at once", async (context) => {
    const lab = await Topology.open({ nodes: { node1: machine("192.0.2.1/24") } });
    context.after(async () => lab.close());
    const node = lab.node("node1");
    await service(node, "1000");
    const daemon = await start(node, holdfast, tracked("    process sleep", 100, "weight 20"));
    await daemon.awaitLog(/\(VI_1\) Changing effective priority from 100 to 120/u);
    const mark = daemon.mark;
    node.files.write("keepalived.conf", tracked("    process sleep\n    quorum 2", 100, "weight 20"));
    daemon.reload();
    await daemon.awaitLog(/\(VI_1\) Changing effective priority from 120 to 100/u, mark);
    const again = daemon.mark;
    await service(node, "1000");
    await daemon.awaitLog(/\(VI_1\) Changing effective priority from 100 to 120/u, again);
  });
});
