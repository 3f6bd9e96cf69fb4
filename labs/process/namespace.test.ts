import assert from "node:assert/strict";
import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { describe, test } from "node:test";

import { elapsed } from "../../src/base/time.ts";
import { type OutputLine, type Program, wallClock } from "../../src/lab/index.ts";
import { holdfast, reasonToSkip, reference } from "../programs.ts";
import { usualInstance } from "../usual-instance.ts";
import { NamedNamespaces, terminate } from "./world.ts";

// A daemon in a namespace by its name: where it and its scripts run, what it is called, how the kernel treats it.

const address = "192.0.2.100";

const instance = (body = "", priority = 100): string => usualInstance(priority, address, body);

/** A script that says where it runs, and how: namespace, scheduling class, nice value, processors. */
const script = (path: string): string => `#!/bin/sh
{
  readlink /proc/$$/ns/net
  cut -d' ' -f19,41 /proc/$$/stat
  grep Cpus_allowed_list /proc/$$/status
} >${path}.part
mv ${path}.part ${path}
`;

/** Fields of /proc/PID/stat by their numbers in proc(5); the name, which may have blanks, is left out. */
function stat(pid: number, ...fields: readonly number[]): readonly string[] {
  const [, rest = ""] = /\) (.*)$/su.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
  const words = rest.trim().split(" ");
  return fields.map((field) => words[field - 3] ?? "");
}

function statusOf(pid: number, key: string): string {
  return new RegExp(`^${key}:\\s*(.*)$`, "mu").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
}

const nameOf = (pid: number): string => readFileSync(`/proc/${pid}/comm`, "utf8").trim();

async function childOf(daemon: Program): Promise<number> {
  const line = await daemon.awaitLine(/Starting VRRP child process, pid=\d+/u);
  return Number(/pid=(\d+)/u.exec(line.text)?.[1]);
}

const tracking = (process: string, priority: number): string =>
  `vrrp_track_process service {\n    process ${process}\n}\n` +
  instance("    track_process {\n        service weight 0\n    }", priority);

async function fault(daemon: Program): Promise<OutputLine> {
  return daemon.awaitLine(/\(VI_1\).*entering FAULT state|\(VI_1\) Entering FAULT STATE/u, daemon.mark);
}

async function stop(daemon: Program): Promise<void> {
  terminate(daemon.pid ?? 0);
  assert.equal((await daemon.ended).status, 0);
}

const skip = await reasonToSkip();

describe("in a namespace by its name", { concurrency: 3, skip }, () => {
  test("-s: namespace, names, pid files, priorities and processors are as the configuration says", async (context) => {
    const world = await NamedNamespaces.open(context);
    const check = world.write("check.sh", script(`${world.directory}/said`));
    const file = world.write(
      "keepalived.conf",
      `instance one
global_defs {
    process_names
    process_name parent
    vrrp_rt_priority 20
    vrrp_cpu_affinity 0
    vrrp_no_swap
    data_use_instance
    max_auto_priority 40
    script_user root
}
vrrp_script where {
    script "/bin/sh ${check}"
    interval 1
}
${instance("    track_script {\n        where\n    }")}`,
    );
    const daemon = world.daemon(holdfast, "-s", "blue", "-f", file);
    const child = await childOf(daemon);
    const parent = daemon.pid ?? 0;
    await daemon.awaitLine(/\(VI_1\) Entering MASTER STATE/u);

    const blue = `net:[${statSync(`${world.root}/run/netns/blue`).ino}]`;
    for (const pid of [parent, child]) assert.equal(readlinkSync(`/proc/${pid}/ns/net`), blue);
    assert.deepEqual([nameOf(parent), nameOf(child)], ["parent", "keepalived_vrrp"]);
    // Real-time priority and policy: 2 is round-robin (proc(5), sched(7)).
    assert.deepEqual(stat(child, 40, 41), ["20", "2"]);
    assert.deepEqual(stat(parent, 40, 41), ["0", "0"]);
    assert.equal(statusOf(child, "Cpus_allowed_list"), "0");
    assert.notEqual(statusOf(child, "VmLck"), "0 kB");
    assert.match(readFileSync(`/proc/${child}/limits`, "utf8"), /Max realtime timeout\s+1000000\s+1000000/u);
    assert.deepEqual(readFileSync(`${world.directory}/said`, "utf8").trim().split("\n"), [
      blue,
      "0 0",
      "Cpus_allowed_list:\t0",
    ]);
    const pidFiles = `${world.root}/run/keepalived/blue`;
    assert.deepEqual(readdirSync(pidFiles).toSorted(), ["keepalived_one.pid", "vrrp_one.pid"]);
    assert.equal(readFileSync(`${pidFiles}/vrrp_one.pid`, "utf8"), `${child}\n`);
    assert.ok(daemon.lines.some(({ text }) => text.endsWith("Changing syslog ident to Keepalived_blue_one")));

    const mark = daemon.mark;
    process.kill(parent, "SIGUSR1");
    await daemon.awaitLine(/Printing parent data/u, mark);
    world.write("keepalived.conf", `instance two\nnet_namespace green\n${instance()}`);
    process.kill(parent, "SIGHUP");
    await daemon.awaitLine(/Cannot change instance name at a reload/u, mark);
    await daemon.awaitLine(/Reload complete/u, mark);
    // The new configuration has no real-time priority, nor did it lose the address.
    assert.deepEqual(stat(child, 40, 41), ["0", "0"]);
    await stop(daemon);
    assert.deepEqual(readdirSync(pidFiles), []);
    const dumps = readdirSync(world.directory).filter((name) => name.endsWith(".data"));
    assert.deepEqual(dumps.toSorted(), ["keepalived.blue_one.data", "keepalived_parent.blue_one.data"]);
  });

  test("net_namespace: nice value, which scripts do not inherit; without a namespace of that name no start", async (context) => {
    const world = await NamedNamespaces.open(context);
    const check = world.write("check.sh", script(`${world.directory}/said`));
    const file = world.write(
      "keepalived.conf",
      `net_namespace green
global_defs {
    vrrp_priority -7
    script_user root
}
vrrp_script where {
    script "/bin/sh ${check}"
    interval 1
}
${instance("    track_script {\n        where\n    }")}`,
    );
    const daemon = world.daemon(holdfast, "-f", file);
    const child = await childOf(daemon);
    await daemon.awaitLine(/\(VI_1\) Entering MASTER STATE/u);
    assert.deepEqual(stat(child, 19, 41), ["-7", "0"]);
    const [, scheduling] = readFileSync(`${world.directory}/said`, "utf8").split("\n");
    assert.equal(scheduling, "0 0");
    await stop(daemon);

    const missing = world.daemon(holdfast, "-f", file, "-s", "red");
    assert.equal((await missing.ended).status, 1);
    assert.ok(missing.lines.some(({ text }) => /Unable to set network namespace red.*ip netns add red/u.test(text)));
  });

  test("the kernel tells of processes: one that ends moves the address at once, on both sides", async (context) => {
    const world = await NamedNamespaces.open(context);
    const names = [`hfa${process.pid}`, `hfb${process.pid}`] as const;
    const [first, second] = [await world.service(names[0]), await world.service(names[1])];
    const blue = world.daemon(holdfast, "-s", "blue", "-f", world.write("blue.conf", tracking(names[0], 150)));
    await blue.awaitLine(/\(VI_1\) Entering MASTER STATE/u);
    const green = world.daemon(reference, "-s", "green", "-f", world.write("green.conf", tracking(names[1], 100)));
    await green.awaitLine(/\(VI_1\) Entering BACKUP STATE/u);

    let before = wallClock();
    let heard = fault(blue);
    terminate(first.pid ?? 0);
    context.diagnostic(`holdfast in fault ${elapsed(before, (await heard).time) / 1000} ms after the end`);
    await green.awaitLine(/\(VI_1\) Entering MASTER STATE/u);
    const { mark } = green;
    await world.service(names[0]);
    await green.awaitLine(/\(VI_1\) Entering BACKUP STATE/u, mark);

    before = wallClock();
    heard = fault(green);
    terminate(second.pid ?? 0);
    context.diagnostic(`keepalived in fault ${elapsed(before, (await heard).time) / 1000} ms after the end`);
    assert.ok(!blue.lines.some(({ text }) => text.includes("once a second")));
    await stop(blue);
  });
});
