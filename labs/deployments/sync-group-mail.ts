import assert from "node:assert/strict";

import { seconds } from "../../src/base/time.ts";
import { type LabNode, type Program, sourceProgram } from "../../src/lab/index.ts";
import { type Deployment, example, nodeNames, type Router } from "./pair.ts";
import { follow } from "./places.ts";

const inside: Router = {
  vrid: 138,
  address: "10.65.33.138",
  interface: "bond0",
  interval: seconds(1),
  switch: "private",
};
const outside: Router = { ...inside, vrid: 101, address: "203.0.113.101", interface: "bond1", switch: "public" };

const file = "sync-group-mail/node.conf";

/** What the file leaves to the operator: without these no mail is sent. Both are included as they are. */
const main = `
global_defs {
    router_id sync
    notification_email {
        root@example.com
    }
    notification_email_from keeper@example.com
    smtp_server 127.0.0.1 2525
    smtp_helo_name node.example.com
}
include /etc/keepalived/node.conf
`;

/** The relay of the machine itself. */
async function openRelay(node: LabNode): Promise<Program> {
  const program = node.spawn(sourceProgram(new URL("../notifications/relay-main.ts", import.meta.url)));
  await program.awaitLine(/^relay is ready$/u);
  return program;
}

function subjects(relay: Program): readonly string[] {
  return relay.lines.flatMap(({ text }) => /"Subject":"([^"]*)"/u.exec(text)?.[1] ?? []);
}

/**
 * An inside and an outside address that move together. A failure of the check counts after a minute; the first result
 * counts at once, which is how a node without its flag never takes part.
 */
export const syncGroupMail: Deployment = {
  name: "sync-group-mail",
  files: { node1: file, node2: file },
  interfaces: {
    node1: {
      bond0: { addresses: ["10.65.32.1/23"], switch: "private" },
      bond1: { addresses: ["203.0.113.65/26"], switch: "public" },
    },
    node2: {
      bond0: { addresses: ["10.65.32.2/23"], switch: "private" },
      bond1: { addresses: ["203.0.113.66/26"], switch: "public" },
    },
  },
  tell: async (pair) => {
    const both = [inside, outside];
    for (const name of nodeNames) {
      const { files } = pair.node(name);
      files.write("notify.sh", '#!/bin/sh\necho "$@" >> /run/notified\n', 0o755);
      files.write("pub", "");
      files.write("node.conf", example(file));
      files.write("keepalived.conf", main);
    }
    const [told, relay] = [await follow(pair.node("node1"), "/run/notified"), await openRelay(pair.node("node1"))];
    await pair.start("node1");
    await pair.start("node2");
    await pair.owns("node1", ...both);

    // The outside link fails, and the inside address goes too. It has said farewell, but its heir waits for the
    // silence outside: a group is master when all its members can be.
    await told.awaitLine(/MASTER/u);
    await relay.awaitLine(/MASTER/u);
    await pair.node("node1").cutLink("bond1");
    await pair.takesOver(outside, "node2", 100, "silence");
    await pair.owns("node2", inside);
    const [first, second] = both.map(({ address }) => {
      return pair.owners.timeline(address).findLast(({ node, held }) => held && node === "node2")?.time;
    });
    assert.ok(first !== undefined && second !== undefined && Math.abs(first - second) < seconds(1));
    const farewell = pair.wire(inside).lastAdvert({ sourceMac: pair.node("node1").mac("bond0") });
    assert.equal(farewell?.priority, 0);
    await told.awaitLine(/FAULT/u);
    await relay.awaitLine(/FAULT/u);

    // It is back, and nothing moves until the other node says farewell.
    const mark = told.mark;
    await pair.node("node1").restoreLink("bond1");
    await told.awaitLine(/BACKUP/u, mark);
    await Promise.all(both.map(async (router) => pair.stays("node2", router, 100)));
    await pair.stop("node2");
    await Promise.all(both.map(async (router) => pair.takesOver(router, "node1", 100, "farewell")));
    for (const { address } of both) pair.assertMoves(address, ["node1", "node2", "node1"]);
    await told.awaitLine(/MASTER/u, mark);
    await relay.awaitLine(/MASTER/u, relay.mark - 1);

    // A node without its flag is in FAULT from its first check on, and the other one has no rival.
    pair.node("node2").files.remove("pub");
    const daemon = await pair.node("node2").startDaemon({ program: pair.program("node2").daemon });
    await daemon.awaitLog(/VRRP_Group\(VI_GROUP_1\) Syncing instances to FAULT state/u);

    const group = ["BACKUP", "MASTER", "FAULT", "BACKUP", "MASTER"];
    assert.deepEqual(
      told.lines.map(({ text }) => text),
      group.map((state) => `GROUP VI_GROUP_1 ${state} 0`),
    );
    assert.deepEqual(
      subjects(relay),
      group.map((state) => `[sync] VRRP Group VI_GROUP_1 - Entering ${state} state`),
    );
  },
};
