import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";

import { instant, later, milliseconds } from "../../src/base/time.ts";
import { type Daemon, type LabNode, Owners, Topology, wallClock, type WireCapture } from "../../src/lab/index.ts";
import { holdfast, reasonToSkip } from "../programs.ts";

// What an operator does to one node, and what must not be noticed on the wire.

const address = "192.0.2.100";

/** Adverts are 0.5 s apart, and a master that left would be silent for 1.8 s: this long without one is a gap. */
const gap = milliseconds(1750);

/** Two adverts later. */
const moment = milliseconds(1100);

const instance = (body: string): string => `
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    version 3
    priority 100
    advert_int 0.5
${body}
}
`;
const addresses = (...list: string[]): string => `    virtual_ipaddress {\n        ${list.join("\n        ")}\n    }`;

type Bench = {
  readonly node: LabNode;
  readonly owners: Owners;
  readonly wire: WireCapture;
  readonly start: (configuration: string) => Promise<Daemon>;
};

async function open(context: TestContext): Promise<Bench> {
  const eth0 = { addresses: ["192.0.2.1/24"] };
  const lab = await Topology.open({ nodes: { node1: { interfaces: { eth0 } } } });
  context.after(async () => lab.close());
  const node = lab.node("node1");
  const owners = await Owners.watch(lab.nodes);
  const wire = await lab.capture();
  const start = async (configuration: string): Promise<Daemon> => {
    node.files.write("keepalived.conf", configuration);
    return node.startDaemon({ program: holdfast.daemon });
  };
  return { node, owners, wire, start };
}

/** The daemon was master all along: no priority 0, and no two adverts further apart than `gap`. */
function assertSteady(wire: WireCapture, from: number, to: number): void {
  const adverts = wire.adverts({ vrid: 51 }).filter(({ time }) => time >= from && time <= to);
  assert.ok(adverts.length > 2);
  for (const [index, advert] of adverts.entries()) {
    assert.notEqual(advert.priority, 0);
    const next = adverts[index + 1];
    if (next !== undefined) assert.ok(next.time - advert.time < gap, `no advert for ${next.time - advert.time} us`);
  }
}

describe("operation", { concurrency: 4, skip: await reasonToSkip() }, () => {
  test("a reload adds, removes and announces addresses, and the master stays master", async (context) => {
    const { node, owners, wire, start } = await open(context);
    const daemon = await start(instance(addresses(address, "192.0.2.101")));
    await owners.awaitOwner("192.0.2.101", "node1");
    const begin = (await wire.awaitAdvert({ vrid: 51 }, instant(0))).time;

    node.files.write("keepalived.conf", instance(addresses(address, "192.0.2.102").replace("}", "}\n    nopreempt")));
    const mark = daemon.mark;
    daemon.reload();
    await owners.awaitOwner("192.0.2.102", "node1");
    await owners.awaitHolders("192.0.2.101", []);
    await daemon.awaitLog(/Reload complete/u, mark);
    const announced = await wire.awaitAnnouncement({ address: "192.0.2.102" }, begin);
    const end = (await wire.awaitAdvert({ vrid: 51 }, later(announced.time, moment))).time;

    assertSteady(wire, begin, end);
    assert.equal(owners.timeline(address).length, 1, "the address that stayed was never touched");
    assert.ok(daemon.log.some(({ text }) => text.includes("Reloaded: VI_1 changed")));
  });

  test("a broken file leaves the running configuration alone", async (context) => {
    const { node, owners, wire, start } = await open(context);
    const daemon = await start(instance(addresses(address)));
    const begin = await owners.awaitOwner(address, "node1");
    node.files.write("keepalived.conf", instance(addresses("192.0.2.102")).replace("virtual_router_id 51", ""));
    const mark = daemon.mark;
    daemon.reload();
    await daemon.awaitLog(/keepalived\.conf: Line 2\) \(VI_1\) the virtual router id must be set/u, mark);
    const end = (await wire.awaitAdvert({ vrid: 51 }, later(wire.lastAdvert()?.time ?? fail(), moment))).time;
    assertSteady(wire, later(begin, milliseconds(50)), end);
    assert.deepEqual(owners.holders(address), ["node1"]);
  });

  test("an address that somebody removes is put back and announced", async (context) => {
    const { node, owners, wire, start } = await open(context);
    const daemon = await start(instance(`    garp_master_delay 0\n${addresses(address)}`));
    const begin = await owners.awaitOwner(address, "node1");
    const mark = daemon.mark;
    // With this advert all is announced, and nothing is again by itself.
    const before = (await wire.awaitAdvert({ vrid: 51 }, begin)).time;
    await node.run(["ip", "address", "del", `${address}/32`, "dev", "eth0"]);
    await daemon.awaitLog(/192\.0\.2\.100 was removed from eth0 by somebody else - restored/u, mark);
    const changes = await owners.awaitChanges(address, 3);
    assert.deepEqual(
      changes.map(({ held }) => held),
      [true, false, true],
    );
    await wire.awaitAnnouncement({ address }, before);
    const end = (await wire.awaitAdvert({ vrid: 51 }, later(wallClock(), moment))).time;
    assertSteady(wire, later(begin, milliseconds(50)), end);
  });

  test("a vrrp process that is killed is replaced, and the address is held again", async (context) => {
    const { owners, start } = await open(context);
    const daemon = await start(instance(addresses(address)));
    await owners.awaitOwner(address, "node1");
    const mark = daemon.mark;
    const [, child] = daemon.processes;
    process.kill(child ?? fail(), "SIGKILL");
    await daemon.awaitLog(/Starting VRRP child process/u, mark);
    await daemon.awaitLog(/(?:Remaining in|Entering) MASTER STATE/u, mark);
    await owners.awaitOwner(address, "node1");
    assert.ok(!daemon.processes.includes(child ?? fail()));
  });

  test("a failing script is reported with its output, and its verdict moves the instance", async (context) => {
    const { node, owners, start } = await open(context);
    node.files.write(
      "check.sh",
      "#!/bin/sh\ntest -e /etc/keepalived/bad || exit 0\necho the disk is full >&2\nexit 3\n",
      0o755,
    );
    const script = `
vrrp_script chk {
    script "/etc/keepalived/check.sh"
    interval 1
    fall 2
    rise 1
}
`;
    const tracking = "    track_script {\n        chk\n    }\n";
    const daemon = await start(script + instance(tracking + addresses(address)));
    await owners.awaitOwner(address, "node1");
    const mark = daemon.mark;
    node.files.write("bad", "");
    await daemon.awaitLog(/VRRP_Script\(chk\) failed \(exited with status 3\)/u, mark);
    await daemon.awaitLog(/VRRP_Script\(chk\) said: the disk is full/u, mark);
    await daemon.awaitLog(/\(VI_1\): entering FAULT state due to script chk/u, mark);
    await owners.awaitHolders(address, []);
    node.files.remove("bad");
    await daemon.awaitLog(/VRRP_Script\(chk\) succeeded/u, mark);
    await owners.awaitOwner(address, "node1");
  });

  test("a script that hangs is ended with all it started, and counts as failed", async (context) => {
    const { node, start } = await open(context);
    node.files.write("hang.sh", "#!/bin/sh\nsleep 987 &\nwait\n", 0o755);
    const script = `
vrrp_script hang {
    script "/etc/keepalived/hang.sh"
    interval 2
    timeout 1
}
`;
    const daemon = await start(script + instance(`    track_script {\n        hang\n    }\n${addresses(address)}`));
    await daemon.awaitLog(/VRRP_Script\(hang\) timed out/u);
    await daemon.stop();
    await node.run(["timeout", "30", "sh", "-c", "while ps -eo args= | grep -q '^sleep 987'; do sleep 0.05; done"]);
  });

  test("notify scripts get the reference's arguments, and a failing one is reported", async (context) => {
    const { node, owners, start } = await open(context);
    node.files.write("notify.sh", '#!/bin/sh\necho "$@" >> /run/notified\n', 0o755);
    node.files.write("fail.sh", "#!/bin/sh\necho cannot tell anyone\nexit 7\n", 0o755);
    const notify = [
      'notify_master "/etc/keepalived/notify.sh own master"',
      'notify_stop "/etc/keepalived/fail.sh"',
      "notify /etc/keepalived/notify.sh",
    ].join("\n    ");
    const daemon = await start(instance(`    ${notify}\n${addresses(address)}`));
    await owners.awaitOwner(address, "node1");
    await daemon.stop();
    const said = daemon.log.find(({ text }) => text.includes("/etc/keepalived/fail.sh exited with status 7"));
    assert.ok(said?.text.endsWith("cannot tell anyone"), JSON.stringify(daemon.log.slice(-5)));
    const told = await node.run(["cat", "/run/notified"]);
    assert.deepEqual(told.trim().split("\n").sort(), [
      "INSTANCE VI_1 BACKUP 100",
      "INSTANCE VI_1 MASTER 100",
      "INSTANCE VI_1 STOP 100",
      "own master",
    ]);
  });

  test("the pid files are those of the two processes, and go with them", async (context) => {
    const { node } = await open(context);
    node.files.write("keepalived.conf", instance(addresses(address)));
    const daemon = await node.startDaemon({ program: holdfast.daemon, options: ["-p", "/run/p", "-r", "/run/r"] });
    await daemon.awaitLog(/Startup complete/u);
    const inside = async (path: string): Promise<string> => (await node.run(["cat", path])).trim();
    const names = await Promise.all(
      [await inside("/run/p"), await inside("/run/r")].map(async (pid) => inside(`/proc/${pid}/comm`)),
    );
    assert.deepEqual(names, ["keepalived", "keepalived"]);
    await daemon.stop();
    await assert.rejects(inside("/run/p"));
    await assert.rejects(inside("/run/r"));
  });
});

function fail(): never {
  throw new Error("missing");
}
