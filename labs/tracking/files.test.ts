import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";

import { elapsed, type Instant, seconds } from "../../src/base/time.ts";
import { type Daemon, type LabNode, Owners, Topology, wallClock } from "../../src/lab/index.ts";
import { holdfast, type LabProgram, pairings, reasonToSkip } from "../programs.ts";
import { usualInstance } from "../usual-instance.ts";

// Files with a number in them, as operators use them: for maintenance, and to lower a priority.

const address = "192.0.2.100";

/** How long two may hold it while it goes from one to the other: an advert must come through. */
const moment = seconds(3);

const instance = (priority: number, tracking: string): string =>
  usualInstance(priority, address, `    track_file {\n        ${tracking}\n    }`);

const maintenance = `
track_file maintenance {
    file "/etc/keepalived/maintenance"
    weight 0
}
`;

type Pair = {
  readonly nodes: readonly [LabNode, LabNode];
  readonly owners: Owners;
  readonly start: (index: 0 | 1, configuration: string) => Promise<Daemon>;
};

async function open(context: TestContext, programs: readonly [LabProgram, LabProgram]): Promise<Pair> {
  const [node1, node2] = ["192.0.2.1/24", "192.0.2.2/24"].map((own) => ({
    interfaces: { eth0: { addresses: [own] } },
  }));
  assert.ok(node1 !== undefined && node2 !== undefined);
  const lab = await Topology.open({ nodes: { node1, node2 } });
  context.after(async () => lab.close());
  const nodes = [lab.node("node1"), lab.node("node2")] as const;
  const owners = await Owners.watch(lab.nodes);
  const start = async (index: 0 | 1, configuration: string): Promise<Daemon> => {
    nodes[index].files.write("keepalived.conf", configuration);
    return nodes[index].startDaemon({ program: programs[index].daemon });
  };
  return { nodes, owners, start };
}

async function shell(node: LabNode, command: string): Promise<Instant> {
  const before = wallClock();
  await node.run(["sh", "-c", `cd /etc/keepalived && ${command}`]);
  return before;
}

/** Two have the address only for the moment in which one takes it back and the other hears of it. */
function assertOneOwner(owners: Owners): void {
  const timeline = owners.timeline(address);
  let held = 0;
  for (const [index, change] of timeline.entries()) {
    held += change.held ? 1 : -1;
    const until = timeline[index + 1]?.time;
    assert.ok(held <= 1 || (until !== undefined && until - change.time < moment), JSON.stringify(timeline));
  }
}

describe("tracked files", { concurrency: 2, skip: await reasonToSkip() }, () => {
  for (const pair of pairings) {
    const names = pair.map(({ name }) => name).join(" and ");
    test(`echo 1 > maintenance moves the address, echo 0 brings it back: ${names}`, async (context) => {
      const { nodes, owners, start } = await open(context, pair);
      await start(0, maintenance + instance(150, "maintenance"));
      await owners.awaitOwner(address, "node1");
      const second = await start(1, maintenance + instance(100, "maintenance"));
      await second.awaitLog(/Entering BACKUP STATE/u);

      const began = await shell(nodes[0], "echo 1 > maintenance");
      const moved = await owners.awaitOwner(address, "node2");
      context.diagnostic(`${names}: moved after ${elapsed(began, moved) / 1000} ms`);
      await shell(nodes[0], "echo 0 > maintenance");
      await owners.awaitOwner(address, "node1");

      // As configuration management writes a file, and as an operator in a hurry ends the maintenance.
      await shell(nodes[0], "echo 1 > new && mv new maintenance");
      await owners.awaitOwner(address, "node2");
      await shell(nodes[0], "rm maintenance");
      await owners.awaitOwner(address, "node1");
      assertOneOwner(owners);
    });
  }

  test("a lowered priority gives the address to the other node, with the words that operators look for", async (context) => {
    const { nodes, owners, start } = await open(context, [holdfast, holdfast]);
    const load = 'track_file load {\n    file "/etc/keepalived/flags/load"\n    weight -10\n}\n';
    const daemon = await start(0, load + instance(150, "load"));
    await owners.awaitOwner(address, "node1");
    const second = await start(1, load + instance(100, "load"));
    await second.awaitLog(/Entering BACKUP STATE/u);
    const mark = daemon.mark;

    // The directory was not there when the daemon started.
    await shell(nodes[0], "mkdir flags && echo 6 > flags/load");
    await daemon.awaitLog(/Tracked file load now contains 6/u, mark);
    await daemon.awaitLog(/\(VI_1\) Changing effective priority from 150 to 90/u, mark);
    await owners.awaitOwner(address, "node2");
    await shell(nodes[0], "rm -r flags");
    await daemon.awaitLog(/\(VI_1\) Changing effective priority from 90 to 150/u, mark);
    await owners.awaitOwner(address, "node1");

    await shell(nodes[0], "mkdir flags && echo 26 > flags/load");
    await daemon.awaitLog(/\(VI_1\): entering FAULT state \(tracked file load has status -254\)/u, mark);
    await owners.awaitOwner(address, "node2");
    assertOneOwner(owners);
  });

  test("init_file writes at the start, and not when the vrrp process has to be replaced", async (context) => {
    const { nodes, owners, start } = await open(context, [holdfast, holdfast]);
    const [node] = nodes;
    node.files.write("maintenance", "1\n");
    const daemon = await start(
      0,
      maintenance.replace("weight 0", "weight 0\n    init_file 0 overwrite") + instance(150, "maintenance"),
    );
    await owners.awaitOwner(address, "node1");
    assert.equal(await node.run(["cat", "/etc/keepalived/maintenance"]), "0\n");

    await shell(node, "echo 1 > maintenance");
    await owners.awaitHolders(address, []);
    const mark = daemon.mark;
    const [, child] = daemon.processes;
    assert.ok(child !== undefined);
    process.kill(child, "SIGKILL");
    await daemon.awaitLog(/Starting VRRP child process/u, mark);
    await daemon.awaitLog(/\(VI_1\): entering FAULT state \(tracked file maintenance has status -254\)/u, mark);
    assert.equal(await node.run(["cat", "/etc/keepalived/maintenance"]), "1\n");
  });
});
