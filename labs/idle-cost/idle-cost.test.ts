import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { elapsed, instant, later, seconds } from "../../src/base/time.ts";
import { Owners, Topology } from "../../src/lab/index.ts";
import { processorTime } from "../processor-time.ts";
import { programs, reasonToSkip } from "../programs.ts";

/** Adverts counted on the wire before the cost is read: one a second. */
const adverts = 15;

/** Of one core, for all processes of a daemon with one instance as master. */
const allowed = 0.005;

const configuration = `
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    priority 100
    advert_int 1
    virtual_ipaddress {
        192.0.2.100
    }
}
`;

describe("idle cost", { concurrency: true, skip: await reasonToSkip() }, () => {
  for (const program of programs) {
    test(`${program.name}: a master with one instance and nothing to do`, async (context) => {
      const lab = await Topology.open({ nodes: { node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] } } } } });
      context.after(async () => lab.close());
      const owners = await Owners.watch(lab.nodes);
      const wire = await lab.capture();
      const node = lab.node("node1");
      node.files.write("keepalived.conf", configuration);
      const daemon = await node.startDaemon({ program: program.daemon });
      await owners.awaitOwner("192.0.2.100", "node1");

      // What starting up has left to be done is over after the second burst of announcements.
      const start = await wire.awaitAdvert({ vrid: 51 }, instant(0));
      await wire.awaitAnnouncement({ address: "192.0.2.100" }, later(start.time, seconds(4)));
      const first = await wire.awaitAdvert({ vrid: 51 }, later(start.time, seconds(4)));
      const before = processorTime(daemon.processes);
      let last = first;
      for (let count = 0; count < adverts; count += 1) last = await wire.awaitAdvert({ vrid: 51 }, last.time);
      const used = processorTime(daemon.processes) - before;

      const share = used / elapsed(first.time, last.time);
      context.diagnostic(`${program.name}: ${(share * 100).toFixed(3)} % of a core over ${adverts} adverts`);
      assert.ok(share < allowed, `${(share * 100).toFixed(3)} % of a core`);
    });
  }
});
