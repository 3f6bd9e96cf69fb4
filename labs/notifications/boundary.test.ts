import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { Topology } from "../../src/lab/index.ts";
import { holdfast, programs, reasonToSkip } from "../programs.ts";

// Scripts at both ends of a daemon's life.

const configuration = `
global_defs {
    enable_script_security
    script_user root
    startup_script "/etc/keepalived/told.sh startup"
    shutdown_script "/etc/keepalived/told.sh shutdown"
}
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    version 3
    priority 255
    advert_int 0.1
    virtual_ipaddress {
        192.0.2.51
    }
    notify "/etc/keepalived/told.sh notify"
}
`;

describe("startup and shutdown scripts", { concurrency: 4, skip: await reasonToSkip() }, () => {
  for (const program of programs) {
    test(`run before and after everything else: ${program.name}`, async (context) => {
      const lab = await Topology.open({ nodes: { node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] } } } } });
      context.after(async () => lab.close());
      const node = lab.node("node1");
      node.files.write("told.sh", '#!/bin/sh\necho "$@" >> /run/told\n', 0o755);
      node.files.write("keepalived.conf", configuration);
      const daemon = await node.startDaemon({ program: program.daemon });
      await daemon.awaitLog(/Entering MASTER STATE/u);
      await daemon.stop();
      const told = (await node.run(["cat", "/run/told"])).trim().split("\n");
      assert.deepEqual([told.at(0), told.at(-1)], ["startup", "shutdown"]);
      assert.equal(told.filter((line) => line.startsWith("s")).length, 2);
      const log = daemon.log.map(({ text }) => text);
      const order = [/startup script script succeeded$/u, /Starting VRRP child/u, /Running shutdown script/u];
      const places = order.map((pattern) => log.findIndex((line) => pattern.test(line)));
      assert.ok(
        places.every((place, index) => place >= 0 && place > (places[index - 1] ?? -1)),
        log.join("\n"),
      );
    });
  }

  test("a script that hangs and one that fails do not keep the daemon from its work", async (context) => {
    const lab = await Topology.open({ nodes: { node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] } } } } });
    context.after(async () => lab.close());
    const node = lab.node("node1");
    node.files.write("told.sh", '#!/bin/sh\ntest "$1" = startup && sleep 987\necho no disk >&2\nexit 3\n', 0o755);
    const limited = configuration.replace("script_user root", "script_user root\n    startup_script_timeout 1");
    node.files.write("keepalived.conf", limited);
    const daemon = await node.startDaemon({ program: holdfast.daemon });
    await daemon.awaitLog(/startup script timed out/u);
    await daemon.awaitLog(/startup script script failed: it was ended by SIGTERM/u);
    await daemon.awaitLog(/Entering MASTER STATE/u);
    const mark = daemon.mark;
    const { status } = await daemon.stop();
    await daemon.awaitLog(/shutdown script script failed, status 3: no disk/u, mark);
    assert.equal(status, 0);
    assert.ok(!(await node.run(["ps", "-eo", "args="])).includes("sleep 987"));
  });

  test("a daemon that is stopped during its startup script ends it", async (context) => {
    const lab = await Topology.open({ nodes: { node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] } } } } });
    context.after(async () => lab.close());
    const node = lab.node("node1");
    await node.run(["touch", "/run/told"]);
    const told = node.spawn(["tail", "-f", "/run/told"]);
    const script = ["#!/bin/sh", "trap 'echo ended >> /run/told; exit 0' TERM", "echo begun >> /run/told", "sleep 986"];
    node.files.write("told.sh", `${script.join("\n")}\n`, 0o755);
    node.files.write("keepalived.conf", configuration);
    const daemon = await node.startDaemon({ program: holdfast.daemon });
    await told.awaitLine(/^begun$/u);
    await daemon.stop();
    await told.awaitLine(/^ended$/u);
    assert.ok(!told.lines.some(({ text }) => text === "shutdown"));
    assert.ok(!(await node.run(["ps", "-eo", "args="])).includes("sleep 986"));
  });
});
