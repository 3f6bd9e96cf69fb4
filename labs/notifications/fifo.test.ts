import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";

import { type Daemon, type LabNode, type NodeSpec, Owners, type Program, Topology } from "../../src/lab/index.ts";
import { holdfast, type LabProgram, programs, reasonToSkip } from "../programs.ts";
import { instance } from "./instance.ts";

// What is written to notify FIFOs, next to what the reference writes in the same story, and who reads it.

const settings = `
global_defs {
    enable_script_security
    script_user root
    notify_fifo /run/all
    vrrp_notify_fifo /run/vrrp nobody
    vrrp_notify_priority_changes on
}
vrrp_script chk {
    script "/usr/bin/test ! -e /etc/keepalived/bad"
    interval 1
    weight -20
}
`;
const tracking = "    track_script {\n        chk\n    }\n    notify_deleted";
const group = "vrrp_sync_group VG {\n    group {\n        VI_2\n    }\n}\n";

const nodeSpec = (host: number): NodeSpec => ({ interfaces: { eth0: { addresses: [`192.0.2.${host}/24`] } } });

async function open(context: TestContext): Promise<readonly [LabNode, LabNode]> {
  const lab = await Topology.open({ nodes: { node1: nodeSpec(1), node2: nodeSpec(2) } });
  context.after(async () => lab.close());
  return [lab.node("node1"), lab.node("node2")];
}

async function start(node: LabNode, program: LabProgram, text: string): Promise<Daemon> {
  node.files.write("keepalived.conf", text);
  return node.startDaemon({ program: program.daemon });
}

/** What the reader has got, each line of a row of equal ones once: the reference tells some things again and again. */
function story(reader: Program, name: string): readonly string[] {
  const lines = reader.lines.map(({ text }) => text).filter((text) => text.includes(`"${name}"`));
  return lines.filter((line, index) => line !== lines[index - 1]);
}

describe("notify FIFOs", { concurrency: 4, skip: await reasonToSkip() }, () => {
  for (const program of programs) {
    test(`lines of ${program.name}`, async (context) => {
      const [node, other] = await open(context);
      const text = settings + group + instance("VI_1", 51, tracking) + instance("VI_2", 52, "");
      const daemon = await start(node, program, text);
      await daemon.awaitLog(/Startup complete/u);
      const reader = node.spawn(["cat", "/run/vrrp"]);
      const everything = node.spawn(["cat", "/run/all"]);
      await reader.awaitLine(/^INSTANCE "VI_1" MASTER 100$/u);
      await reader.awaitLine(/^GROUP "VG" MASTER 0$/u);
      node.files.write("bad", "");
      await reader.awaitLine(/^INSTANCE "VI_1" MASTER_PRIORITY 80$/u);
      node.files.remove("bad");
      await reader.awaitLine(/^INSTANCE "VI_1" MASTER_PRIORITY 100$/u);

      // Another master that hears nothing.
      await other.run(["nft", "add table inet deaf"]);
      await other.run(["nft", "add chain inet deaf in { type filter hook input priority 0; }"]);
      await other.run(["nft", "add rule inet deaf in ip protocol 112 drop"]);
      const rival = await start(other, holdfast, instance("VI_1", 51, "").replace("100", "50"));
      await reader.awaitLine(/^INSTANCE "VI_1" MASTER_RX_LOWER_PRI 100$/u);
      await rival.stop();

      const mark = reader.mark;
      await node.cutLink();
      await reader.awaitLine(/^INSTANCE "VI_1" FAULT 100$/u, mark);
      await node.restoreLink();
      await reader.awaitLine(/^INSTANCE "VI_1" MASTER 100$/u, mark);
      await reader.awaitLine(/^GROUP "VG" MASTER 0$/u, mark);

      assert.deepEqual(
        story(reader, "VI_1").map((line) => line.replace('INSTANCE "VI_1" ', "")),
        [
          "BACKUP 100",
          "MASTER 100",
          "MASTER_PRIORITY 80",
          "MASTER_PRIORITY 100",
          "MASTER_RX_LOWER_PRI 100",
          "FAULT 100",
          "BACKUP 100",
          "MASTER 100",
        ],
      );
      assert.deepEqual(
        story(reader, "VG").map((line) => line.replace('GROUP "VG" ', "")),
        ["BACKUP 0", "MASTER 0", "FAULT 0", "BACKUP 0", "MASTER 0"],
      );
      await daemon.stop();
      await reader.ended;
      await everything.ended;
      assert.deepEqual(story(everything, "VI_1"), story(reader, "VI_1"));
      if (program === holdfast) assert.equal(story(reader, "VI_1").at(-1), 'INSTANCE "VI_1" STOP 100');
      await assert.rejects(node.run(["ls", "/run/vrrp"]));
      await assert.rejects(node.run(["ls", "/run/all"]));
    });
  }

  test("a FIFO has its owner and mode; a reload keeps it and its reader, and repeats the states", async (context) => {
    const [node] = await open(context);
    node.files.write("read.sh", '#!/bin/sh\necho "reader $$ of $2" >> /run/told\nexec cat "$2" >> /run/told\n', 0o755);
    const reading = settings.replace(
      "notify_priority_changes on",
      'notify_fifo_script "/etc/keepalived/read.sh word"\n    fifo_write_vrrp_states_on_reload',
    );
    const both = reading + group + instance("VI_1", 51, tracking) + instance("VI_2", 52, "");
    const owners = await Owners.watch([node]);
    const daemon = await start(node, holdfast, both);
    await owners.awaitOwner("192.0.2.51", "node1");
    await owners.awaitOwner("192.0.2.52", "node1");
    assert.equal(
      (await node.run(["stat", "-c", "%A %U", "/run/vrrp", "/run/all"])).trim(),
      "prw-r--r-- nobody\nprw-r--r-- root",
    );
    const mark = daemon.mark;
    node.files.write("keepalived.conf", reading + group + instance("VI_2", 52, ""));
    daemon.reload();
    await daemon.awaitLog(/Reload complete/u, mark);
    await daemon.stop();
    const told = (await node.run(["cat", "/run/told"])).trim().split("\n");
    assert.match(told[0] ?? "", /^reader \d+ of \/run\/vrrp$/u);
    assert.deepEqual(told.slice(told.indexOf('INSTANCE "VI_1" DELETED 100')), [
      'INSTANCE "VI_1" DELETED 100',
      'GROUP "VG" MASTER 0',
      'INSTANCE "VI_2" MASTER 100',
      'INSTANCE "VI_2" STOP 100',
      'GROUP "VG" STOP 0',
    ]);
    assert.equal(told.filter((line) => line.startsWith("reader")).length, 1);
  });

  test("a reader that ends is started again", async (context) => {
    const [node] = await open(context);
    node.files.write("read.sh", '#!/bin/sh\nread -r line < "$1"\necho "read $line" >&2\nexit 5\n', 0o755);
    const reading = settings.replace("notify_priority_changes on", "notify_fifo_script /etc/keepalived/read.sh");
    const daemon = await start(node, holdfast, reading + instance("VI_1", 51, tracking));
    await daemon.awaitLog(/: vrrp notify fifo script terminated$/u);
    await daemon.awaitLog(/exited with status 5: read INSTANCE "VI_1" BACKUP 100; it is started again at once/u);
    await daemon.awaitLog(/exited with status 5: read INSTANCE "VI_1" MASTER 100; it is started again in 1 seconds/u);
    await daemon.stop();
  });

  test("a reader does not outlive a vrrp process that is killed: two would share the lines", async (context) => {
    const [node] = await open(context);
    const script = [
      "#!/bin/sh",
      "echo started >> /run/told",
      'exec 3< "$1"',
      'while read -r line <&3; do echo "$line" >> /run/told; done',
    ];
    node.files.write("read.sh", `${script.join("\n")}\n`, 0o755);
    const reading = settings.replace("notify_priority_changes on", "notify_fifo_script /etc/keepalived/read.sh");
    await node.run(["touch", "/run/told"]);
    const told = node.spawn(["tail", "-f", "/run/told"]);
    const daemon = await start(node, holdfast, reading + instance("VI_1", 51, tracking));
    await told.awaitLine(/^INSTANCE "VI_1" MASTER 100$/u);
    const [, child] = daemon.processes;
    assert.ok(child !== undefined);
    const mark = told.mark;
    process.kill(child, "SIGKILL");
    await told.awaitLine(/^started$/u, mark);
    await told.awaitLine(/^INSTANCE "VI_1" MASTER 100$/u, mark);
    assert.equal((await node.run(["pgrep", "-c", "-f", "^/bin/sh /etc/keepalived/read.sh"])).trim(), "1");
    await daemon.stop();
  });
});
