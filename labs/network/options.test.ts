import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { instant } from "../../src/base/time.ts";
import { type LabNode, Topology } from "../../src/lab/index.ts";
import { holdfast, type LabProgram, reasonToSkip, reference } from "../programs.ts";
import { everyOption, lastAddress } from "./configuration.ts";
import { type KernelState, kernelState } from "./kernel-state.ts";

/** What was in the kernel before, while it was master, and after its end. */
type Story = { readonly before: KernelState; readonly master: KernelState; readonly after: KernelState };

describe("options of addresses, routes and rules", { skip: await reasonToSkip() }, () => {
  test("the kernel is told the same as by the reference, and nothing of it is left at the end", async () => {
    const [theirs, ours] = await Promise.all([story(reference), story(holdfast)]);
    assert.deepEqual(ours.before, theirs.before);
    assert.ok(theirs.master.routes.length > ours.before.routes.length + 30);
    for (const part of ["addresses", "routes", "rules", "promotesSecondaries"] as const) {
      assert.deepEqual(ours.master[part], theirs.master[part], part);
    }
    // 2.2.7 leaves the address with a peer behind. The kernel keeps the route to an IPv6 network whose addresses have
    // gone in some orders, of either program.
    assert.deepEqual(ours.after.addresses, ours.before.addresses);
    assert.deepEqual(ours.after.rules, ours.before.rules);
    assert.notEqual(ours.master.promotesSecondaries, ours.before.promotesSecondaries);
    assert.equal(ours.after.promotesSecondaries, ours.before.promotesSecondaries);
    assert.ok(!JSON.stringify(ours.after.routes).includes("keepalived"));
  });
});

async function story({ daemon: program }: LabProgram): Promise<Story> {
  const lab = await Topology.open({
    nodes: { node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24", "2001:db8::1/64"] } } } },
  });
  try {
    const node: LabNode = lab.node("node1");
    const wire = await lab.capture();
    node.files.write("keepalived.conf", everyOption);
    const before = await kernelState(node);
    const daemon = await node.startDaemon({ program });
    await wire.awaitAnnouncement({ address: lastAddress }, instant(0));
    const master = await kernelState(node);
    await daemon.stop();
    return { before, master, after: await kernelState(node) };
  } finally {
    await lab.close();
  }
}
