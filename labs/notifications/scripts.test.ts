import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { type NodeSpec, Topology } from "../../src/lab/index.ts";
import { holdfast, reasonToSkip } from "../programs.ts";

// What notify scripts learn besides their arguments.

const nodeSpec = (host: number): NodeSpec => ({ interfaces: { eth0: { addresses: [`192.0.2.${host}/24`] } } });

const instance = (name: string, vrid: number, priority: number, body: string): string => `
vrrp_instance ${name} {
    interface eth0
    virtual_router_id ${vrid}
    version 3
    priority ${priority}
    advert_int 0.1
    virtual_ipaddress {
        192.0.2.${vrid}
    }
${body}
}
`;

const script = [
  "#!/bin/sh",
  'echo "$*|$HOLDFAST_STATE|$HOLDFAST_OLD_STATE|$HOLDFAST_PRIORITY|$HOLDFAST_MASTER|$HOLDFAST_REASON" >> /run/told',
];

describe("notify scripts", { concurrency: 4, skip: await reasonToSkip() }, () => {
  test("the old state, the master, the reason; a lower-priority master and a removal", async (context) => {
    const lab = await Topology.open({ nodes: { node1: nodeSpec(1), node2: nodeSpec(2) } });
    context.after(async () => lab.close());
    const [node, other] = [lab.node("node1"), lab.node("node2")];
    node.files.write("told.sh", `${script.join("\n")}\n`, 0o755);
    await node.run(["touch", "/run/told"]);
    const told = node.spawn(["tail", "-f", "/run/told"]);
    const notify = [
      'notify "/etc/keepalived/told.sh any"',
      'notify_master_rx_lower_pri "/etc/keepalived/told.sh lower"',
      'notify_deleted "/etc/keepalived/told.sh deleted"',
    ].join("\n    ");
    const kept = instance("VI_2", 52, 100, "");
    node.files.write("keepalived.conf", instance("VI_1", 51, 100, `    ${notify}`) + kept);
    const daemon = await node.startDaemon({ program: holdfast.daemon });
    await told.awaitLine(/^any INSTANCE VI_1 BACKUP 100\|BACKUP\|\|100\|\|started$/u);
    await told.awaitLine(/^any INSTANCE VI_1 MASTER 100\|MASTER\|BACKUP\|100\|192\.0\.2\.1\|no advert from anyone$/u);

    // One that hears nothing, first weaker, then stronger.
    await other.run(["nft", "add table inet deaf"]);
    await other.run(["nft", "add chain inet deaf in { type filter hook input priority 0; }"]);
    await other.run(["nft", "add rule inet deaf in ip protocol 112 drop"]);
    other.files.write("keepalived.conf", instance("VI_1", 51, 50, ""));
    const rival = await other.startDaemon({ program: holdfast.daemon });
    await told.awaitLine(
      /^lower\|MASTER_RX_LOWER_PRI\|MASTER\|100\|192\.0\.2\.2\|192\.0\.2\.2 advertises priority 50, ours is 100$/u,
    );
    other.files.write("keepalived.conf", instance("VI_1", 51, 200, ""));
    rival.reload();
    await told.awaitLine(
      /^any INSTANCE VI_1 BACKUP 100\|BACKUP\|MASTER\|100\|192\.0\.2\.2\|192\.0\.2\.2 has priority 200, ours is 100$/u,
    );

    node.files.write("keepalived.conf", kept);
    daemon.reload();
    await told.awaitLine(/^deleted\|DELETED\|BACKUP\|100\|\|no longer configured$/u);
    await told.awaitLine(/^any INSTANCE VI_1 DELETED 100\|/u);
    await Promise.all([daemon.stop(), rival.stop()]);
    assert.ok(!told.lines.some(({ text }) => text.includes("FAULT")));
  });
});
