import { readFileSync } from "node:fs";
import { describe, test, type TestContext } from "node:test";

import { seconds } from "../../src/base/time.ts";
import { signalProcess } from "../../src/lab/process-tree.ts";
import { type LabNode, type NodeSpec, Topology, wallClock, type WireCapture } from "../../src/lab/index.ts";
import { reasonToSkip, reference } from "../programs.ts";
import { checks, many, patient, stranger } from "./configuration.ts";
import { assertTold } from "./golden.ts";
import { WatchedNode } from "./watched-node.ts";

// Twelve incidents, and what `holdfast explain` says of each. Most of them have an instance of their own in one pair of
// nodes; those that concern a whole node come after them, or have a pair of their own.

type Pair = {
  readonly lab: Topology;
  readonly first: WatchedNode;
  readonly second: WatchedNode;
  readonly wire: WireCapture;
};

function router(number: number, ...others: readonly string[]): NodeSpec {
  const more = others.map((net, index) => [
    `eth${index + 1}`,
    { addresses: [`${net}.${number}/24`], switch: `lan${index + 1}` },
  ]);
  return { interfaces: { eth0: { addresses: [`192.0.2.${number}/24`] }, ...Object.fromEntries(more) } };
}

async function open(context: TestContext): Promise<Pair> {
  const nets = ["198.51.100", "203.0.113"];
  const lab = await Topology.open({
    nodes: { node1: router(1, ...nets), node2: router(2, ...nets), node3: router(3) },
  });
  context.after(async () => lab.close());
  const wire = await lab.capture();
  return { lab, wire, first: new WatchedNode(lab.node("node1")), second: new WatchedNode(lab.node("node2")) };
}

/** The process of a node that speaks VRRP; one on standby has the same role, and is younger. */
function vrrpProcess(node: WatchedNode): number {
  const found = node.daemon.processes.find((pid) =>
    readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes("HOLDFAST_ROLE=vrrp"),
  );
  if (found === undefined) throw new RangeError("there is no vrrp process");
  return found;
}

async function touch(node: LabNode, name: string): Promise<void> {
  node.files.write(name, "");
  return Promise.resolve();
}

describe("explain", { concurrency: 2, skip: await reasonToSkip() }, () => {
  test("incidents of one instance", async (context) => {
    const { lab, first, second, wire } = await open(context);
    for (const [name, text] of Object.entries(checks)) first.node.files.write(name, text, 0o755);
    // What comes in for one of the instances of the second node is dropped.
    const filter =
      "table inet filter {\n chain input {\n type filter hook input priority 0;\n iifname eth2 meta l4proto 112 drop\n }\n}\n";
    await second.node.run(["nft", "-f", "-"], filter);
    await first.start(many(1, "sesame"));
    await Promise.all(
      ["WEB", "SLOW", "LINK", "PASS", "EAST", "STALL"].map(async (name) => first.turned(name, "backup", "master")),
    );
    await second.start(many(2, "sesame"));
    await second.turned("FILTER", "backup", "master");

    const incident = (name: string, play: () => Promise<Readonly<Record<string, string>>>): Promise<void> =>
      context.test(name, async () => assertTold(name, await play()));

    const both = async (name: string): Promise<Readonly<Record<string, string>>> => {
      const [node1, node2] = await Promise.all([first.explain(name), second.explain(name)]);
      return { node1, node2 };
    };

    await Promise.all([
      incident("script-failed", async () => {
        await touch(first.node, "broken");
        await Promise.all([first.turned("WEB", "master", "backup"), second.turned("WEB", "backup", "master")]);
        return both("WEB");
      }),
      incident("script-timed-out", async () => {
        await touch(first.node, "hangs");
        await Promise.all([first.turned("SLOW", "master", "fault"), second.turned("SLOW", "backup", "master")]);
        await first.told("successor-heard", { instance: "SLOW" });
        return both("SLOW");
      }),
      incident("link-cut", async () => {
        await first.node.cutLink("eth1");
        await Promise.all([first.turned("LINK", "master", "fault"), second.turned("LINK", "backup", "master")]);
        return both("LINK");
      }),
      incident("sync-group", async () => {
        // The link is that of the incident above.
        await Promise.all(["WEST", "EAST"].map(async (name) => first.turned(name, "master", "fault")));
        return { node1: await first.explain("BOTH") };
      }),
      incident("password-changed", async () => {
        second.reload(many(2, "changed"));
        await second.turned("PASS", "backup", "master");
        await Promise.all([first, second].map(async (node) => node.warned("PASS", "split-brain")));
        return both("PASS");
      }),
      incident("address-list-differs", async () => {
        await second.warned("LIST", "address-list-differs");
        return { node2: await second.explain("LIST") };
      }),
      incident("protocol-filtered", async () => {
        await first.warned("FILTER", "split-brain");
        return both("FILTER");
      }),
      incident("vrid-of-a-stranger", async () => {
        const other = lab.node("node3");
        other.files.write("keepalived.conf", stranger);
        await other.startDaemon({ program: reference.daemon });
        await first.turned("VRID", "master", "backup");
        await first.warned("VRID", "vrid-conflict");
        return { node1: await first.explain("VRID") };
      }),
      incident("address-deleted", async () => {
        await first.node.run(["ip", "address", "delete", "192.0.2.108/32", "dev", "eth0"]);
        await first.told("address-repaired", { instance: "ADDRESS" });
        return { node1: await first.explain("ADDRESS") };
      }),
      incident("maintenance", async () => {
        await first.run("alice", "maintenance", "on", "WORK", "--reason", "new kernel");
        await Promise.all([first.turned("WORK", "master", "fault"), second.turned("WORK", "backup", "master")]);
        return both("WORK");
      }),
    ]);

    await incident("process-stopped", async () => {
      const stalled = vrrpProcess(first);
      signalProcess(stalled, "SIGSTOP");
      try {
        await second.turned("STALL", "backup", "master");
        // Two seconds later by what is on the wire, whose adverts are those of the second node.
        const until = wallClock() + seconds(2);
        for (let at = wallClock(); at < until;) at = (await wire.awaitAdvert({ vrid: 110 }, at)).time;
      } finally {
        signalProcess(stalled, "SIGCONT");
      }
      await Promise.all([
        first.told("lower-priority-advert", { instance: "STALL" }),
        second.turned("STALL", "master", "backup"),
      ]);
      return both("STALL");
    });
  });

  test("incidents of a whole node", async (context) => {
    const { first, second } = await open(context);
    await first.start(patient(1));
    await first.turned("VI_1", "backup", "master");
    await second.start(patient(2));
    await second.told("master-changed", { instance: "VI_1" });

    await context.test("peer-stopped", async () => {
      await first.daemon.stop();
      await second.turned("VI_1", "backup", "master");
      assertTold("peer-stopped", { node1: await first.explain("VI_1"), node2: await second.explain("VI_1") });
    });

    await context.test("peer-killed", async () => {
      await first.start(patient(1));
      await first.told("master-changed", { instance: "VI_1" });
      await second.daemon.kill();
      await first.turned("VI_1", "backup", "master");
      assertTold("peer-killed", { node1: await first.explain("VI_1") });
    });
  });
});
