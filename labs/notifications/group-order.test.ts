import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Topology } from "../../src/lab/index.ts";
import { programs, reasonToSkip } from "../programs.ts";
import { instance } from "./instance.ts";

// In which order a FIFO is told of a sync group and of its members: the same from both programs.

const configuration = `
global_defs {
    script_user root
    vrrp_notify_fifo /run/vrrp
}
vrrp_sync_group VG {
    group {
        VI_1
        VI_2
    }
}
${instance("VI_1", 51)}${instance("VI_2", 52)}`;

/** Which member goes first is chance in the reference: the timer that rings first, the list of what the kernel told. */
const expected = [
  "GROUP BACKUP",
  "INSTANCE BACKUP",
  "INSTANCE BACKUP",
  ...["MASTER", "FAULT", "BACKUP", "MASTER"].flatMap((state) => [
    `INSTANCE ${state}`,
    `INSTANCE ${state}`,
    `GROUP ${state}`,
  ]),
  "INSTANCE STOP",
  "INSTANCE STOP",
  "GROUP STOP",
];

describe("order of notifications", { concurrency: 2, skip: await reasonToSkip() }, () => {
  for (const program of programs) {
    test(`members and their group: ${program.name}`, async (context) => {
      const eth0 = { addresses: ["192.0.2.1/24"] };
      const lab = await Topology.open({ nodes: { node1: { interfaces: { eth0 } } } });
      context.after(async () => lab.close());
      const node = lab.node("node1");
      node.files.write("keepalived.conf", configuration);
      await node.run(["mkfifo", "/run/vrrp"]);
      const reader = node.spawn(["sh", "-c", "exec 3<>/run/vrrp; exec cat <&3"]);
      const daemon = await node.startDaemon({ program: program.daemon });
      await reader.awaitLine(/^GROUP "VG" MASTER 0$/u);
      const mark = reader.mark;
      await node.cutLink();
      await reader.awaitLine(/^GROUP "VG" FAULT 0$/u, mark);
      await node.restoreLink();
      await reader.awaitLine(/^GROUP "VG" MASTER 0$/u, mark);
      await daemon.stop();
      await reader.awaitLine(/^GROUP "VG" STOP 0$/u, mark);
      const told = reader.lines.map(({ text }) => text.replace(/ "\w+" (\w+) \d+$/u, " $1"));
      assert.deepEqual(told, expected);
    });
  }
});
