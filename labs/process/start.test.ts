import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { holdfast, reasonToSkip } from "../programs.ts";
import { NamedNamespaces, terminate } from "./world.ts";

const instance = (name: string): string => `
vrrp_instance VI_1 {
    interface ${name}
    virtual_router_id 51
    version 3
    advert_int 0.1
    virtual_ipaddress {
        192.0.2.100
    }
}
`;

describe("what a start and a reload do with the configuration", { concurrency: 2, skip: await reasonToSkip() }, () => {
  test("dynamic_interfaces: an interface may come later, and -d writes everything to the log", async (context) => {
    const world = await NamedNamespaces.open(context);
    const file = world.write("keepalived.conf", `global_defs {\n    dynamic_interfaces\n}\n${instance("late0")}`);
    const daemon = world.daemon(holdfast, "-d", "-s", "blue", "-f", file);
    await daemon.awaitLine(/\(VI_1\): entering FAULT state \(interface late0 missing\)/u);
    await daemon.awaitLine(/ Network namespace = blue$/u);
    await daemon.awaitLine(/ VRRP Instance = VI_1$/u);
    world.spawn([
      "sh",
      "-c",
      `ip -n blue link add late0 type veth peer name late1
       ip -n blue address add 192.0.2.9/24 dev late0
       for each in late0 late1; do ip -n blue link set $each up; done`,
    ]);
    await daemon.awaitLine(/\(VI_1\) Entering MASTER STATE/u);
    terminate(daemon.pid ?? 0);
    assert.equal((await daemon.ended).status, 0);
  });

  test("reload_check_config: a mistake that a reload would live with is refused, and told in the file", async (context) => {
    const world = await NamedNamespaces.open(context);
    const globals = `global_defs {\n    reload_check_config ${world.directory}/mistakes\n}\n`;
    const file = world.write("keepalived.conf", globals + instance("eth0"));
    const daemon = world.daemon(holdfast, "-s", "blue", "-f", file);
    await daemon.awaitLine(/\(VI_1\) Entering MASTER STATE/u);
    world.write("keepalived.conf", `${globals}vrrp_verion 3\n${instance("eth0")}`);
    process.kill(daemon.pid ?? 0, "SIGHUP");
    await daemon.awaitLine(/New config failed validation, see .*\/mistakes for details/u);
    await daemon.awaitLine(/the running configuration stays in force/u);
    assert.ok(!daemon.lines.some(({ text }) => text.includes("Reload complete")));
  });
});
