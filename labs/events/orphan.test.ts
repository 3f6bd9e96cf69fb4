import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";

import { readJournal } from "../../src/daemon/live/read-journal.ts";
import { type LabNode, Topology } from "../../src/lab/index.ts";
import type { EventRecord } from "../../src/status/live/event-record.ts";
import { holdfast, reasonToSkip } from "../programs.ts";

// What becomes of events while nobody is there to be told.

const configuration = `
track_file flag {
    file /etc/keepalived/flag
}
vrrp_instance VI_1 {
    version 3
    interface eth0
    virtual_router_id 51
    priority 200
    advert_int 0.1
    track_file {
        flag weight 0
    }
    virtual_ipaddress {
        192.0.2.100/24
    }
}
`;

const options = ["--state-dir", "/etc/keepalived/state"];

describe("events without a supervisor", { skip: await reasonToSkip() }, () => {
  test("the next daemon goes on with the journal, and says how many events it lacks", async (context) => {
    const lab = await Topology.open({ nodes: { node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] } } } } });
    context.after(async () => lab.close());
    const node = lab.node("node1");
    node.files.write("keepalived.conf", configuration);
    node.files.write("flag", "0\n");
    const first = await node.startDaemon({ program: holdfast.daemon, options });
    await first.awaitLog(/\(VI_1\) Entering MASTER STATE/u);
    await first.awaitLog(/VRRP standby process is ready/u);
    const { mark } = first;
    const [supervisor] = first.processes;
    assert.ok(supervisor !== undefined);
    process.kill(supervisor, "SIGKILL");
    await first.awaitLog(/The parent process has died/u, mark);
    node.files.write("flag", "-254\n");
    await first.awaitLog(/\(VI_1\) Entering FAULT STATE/u, mark);
    node.files.write("flag", "0\n");
    await first.awaitLog(/\(VI_1\) Entering MASTER STATE/u, mark);

    const second = await node.startDaemon({ program: holdfast.daemon, options });
    await second.awaitLog(/\(VI_1\) Remaining in MASTER STATE/u);
    await second.stop();
    const records = await read(node);
    assert.deepEqual(
      records.map(({ id }) => id),
      records.map((_, index) => index + 1),
      "numbers go on",
    );
    const starts = records.flatMap(({ event }, index) => (event.kind === "daemon-started" ? [index] : []));
    assert.equal(starts.length, 2);
    const since = records.slice(starts[1]);
    const lost = since.find(({ event }) => event.kind === "records-lost");
    assert.ok(lost !== undefined && "count" in lost.event && "of" in lost.event, "nothing is said about what was lost");
    assert.equal(lost.event.of, "vrrp");
    // Two values of the file, three transitions, and what belongs to them.
    assert.ok(lost.event.count >= 5, `${lost.event.count} are said to be lost`);
    assert.ok(since.some(({ text }) => text === "VI_1 remains MASTER"));
    assert.equal(since.at(-1)?.event.kind, "daemon-stopped");
  });
});

const balancing = `
virtual_server 192.0.2.80 80 {
    delay_loop 0.1
    warmup 0
    lb_algo rr
    lb_kind NAT
    protocol TCP
    real_server 192.0.2.81 80 {
        MISC_CHECK {
            misc_path "/usr/bin/test -e /etc/keepalived/flag"
            retry 0
        }
    }
}
`;

describe("events of load balancing without a supervisor", { skip: await reasonToSkip() }, () => {
  test("the checkers process of the next daemon says how many are missing", async (context) => {
    const lab = await Topology.open({ nodes: { node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] } } } } });
    context.after(async () => lab.close());
    const node = lab.node("node1");
    node.files.write("keepalived.conf", balancing);
    node.files.write("flag", "");
    const only = [...options, "-C", "--lvs-backend", "nftables"];
    const first = await node.startDaemon({ program: holdfast.daemon, options: only });
    await first.awaitLog(/Startup complete/u);
    const { mark } = first;
    const [supervisor] = first.processes;
    assert.ok(supervisor !== undefined);
    process.kill(supervisor, "SIGKILL");
    await first.awaitLog(/The parent process has died/u, mark);
    await node.run(["rm", "/etc/keepalived/flag"]);
    await first.awaitLog(/Removing service .*192\.0\.2\.81/u, mark);

    const second = await node.startDaemon({ program: holdfast.daemon, options: only });
    await second.awaitLog(/Startup complete/u);
    await second.stop();
    const lost = (await read(node)).flatMap(({ event }) => (event.kind === "records-lost" ? [event] : []));
    const [event] = lost;
    assert.ok(lost.length === 1 && event !== undefined && "count" in event && "of" in event, JSON.stringify(lost));
    assert.equal(event.of, "checkers");
    // The check, its checker, the server, the quorum.
    assert.ok(event.count >= 3, `${event.count} are said to be lost`);
    await assert.rejects(node.run(["sh", "-c", "ls /etc/keepalived/state/checkers.untold.*"]), "it is left");
  });
});

async function read(node: LabNode): Promise<readonly EventRecord[]> {
  const records: EventRecord[] = [];
  for await (const record of readJournal(join(node.files.path, "state"))) records.push(record);
  return records;
}
