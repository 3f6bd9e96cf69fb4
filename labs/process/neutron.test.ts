import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";

import type { Program } from "../../src/lab/index.ts";
import { holdfast, reasonToSkip } from "../programs.ts";
import { NamedNamespaces, terminate } from "./world.ts";

// The layer 3 agent of OpenStack Neutron: its command line inside of a namespace, what it reads and what it sends.

const configuration = (...excluded: readonly string[]): string => `global_defs {
    notification_email_from neutron@openstack.local
    router_id neutron
}
vrrp_instance VR_1 {
    state BACKUP
    interface eth0
    virtual_router_id 1
    priority 50
    garp_master_delay 60
    nopreempt
    advert_int 1
    track_interface {
        eth0
    }
    virtual_ipaddress {
        169.254.0.1/24 dev eth0
    }
    virtual_ipaddress_excluded {
        ${excluded.map((address) => `${address} dev qr-1 scope link`).join("\n        ")}
    }
    virtual_routes {
        198.51.100.0/24 dev qr-1 scope link
    }
}
`;

const commandLine = (pid: number): readonly string[] =>
  readFileSync(`/proc/${pid}/cmdline`, "utf8")
    .split(/[\0 ]/u)
    .filter((word) => word !== "");

/** Resolves when a process that is not a child of ours has ended. */
async function ended(world: NamedNamespaces, pid: number): Promise<void> {
  const wait = world.spawn(["tail", "-f", `--pid=${pid}`, "-s", "0.05", "/dev/null"]);
  await wait.ended;
}

describe("the command line of OpenStack Neutron", { concurrency: 3, skip: await reasonToSkip() }, () => {
  for (const options of [[], ["-D"], ["-l", "--log-detail"]]) {
    test(`keepalived -P -f FILE -p PID -r PID-vrrp ${options.join(" ")}`, async (context) => {
      const world = await NamedNamespaces.open(context);
      const addresses = world.spawn(["ip", "-n", "blue", "-o", "monitor", "label", "address", "route", "link"]);
      const setUp = world.spawn(["ip", "-n", "blue", "link", "add", "qr-1", "type", "veth", "peer", "name", "qr-2"]);
      assert.equal((await setUp.ended).status, 0);
      assert.equal((await world.spawn(["ip", "-n", "blue", "link", "set", "qr-2", "up"]).ended).status, 0);
      assert.equal((await world.spawn(["ip", "-n", "blue", "link", "set", "qr-1", "up"]).ended).status, 0);
      const file = world.write("keepalived.conf", configuration("10.0.0.1/24"));
      const pidFile = `${world.directory}/router.pid`;
      const words = ["-P", "-f", file, "-p", pidFile, "-r", `${pidFile}-vrrp`, ...options];
      const starter = world.spawn(["ip", "netns", "exec", "blue", ...holdfast.daemon, ...words]);
      assert.equal((await starter.ended).status, 0, tail(starter));

      const pids = [pidFile, `${pidFile}-vrrp`].map((path) => Number(readFileSync(path, "utf8")));
      const [daemon = 0] = pids;
      context.after(() => terminate(daemon));
      // The agent finds its processes by their command lines.
      for (const pid of pids) assert.deepEqual(commandLine(pid).slice(-words.length), words);
      await addresses.awaitLine(/^\[ADDR\].*169\.254\.0\.1\/24/u);
      await addresses.awaitLine(/^\[ADDR\].*10\.0\.0\.1\/24 scope link/u);
      await addresses.awaitLine(/^\[ROUTE\]198\.51\.100\.0\/24 dev qr-1/u);

      const mark = addresses.mark;
      world.write("keepalived.conf", configuration("10.0.0.1/24", "10.0.1.1/24"));
      process.kill(daemon, "SIGHUP");
      await addresses.awaitLine(/^\[ADDR\].*10\.0\.1\.1\/24/u, mark);
      assert.ok(!addresses.lines.slice(mark).some(({ text }) => text.includes("Deleted")));

      process.kill(daemon, "SIGTERM");
      await addresses.awaitLine(/^\[ADDR\]Deleted.*10\.0\.1\.1\/24/u, mark);
      await ended(world, daemon);
      assert.deepEqual([existsSync(pidFile), existsSync(`${pidFile}-vrrp`)], [false, false]);
    });
  }
});

function tail(program: Program): string {
  return program.lines.map(({ text }) => text).join("\n");
}
