import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";

import { type LabNode, Topology } from "../../src/lab/index.ts";
import { Traffic } from "../nftables-balancer/traffic.ts";
import { holdfast, reasonToSkip } from "../programs.ts";
import { run } from "./run.ts";

// A real server is drained: what is connected stays, nothing new comes, whatever becomes of the daemon meanwhile.

const service = { address: "192.0.2.100", port: 80 };
const [one, two] = ["198.51.100.1 8080", "198.51.100.2 8080"] as const;

const configuration = (weight: number): string => `
global_defs {
    script_user root
}
vrrp_script chk {
    script "/bin/sh -c 'echo out of order; exit 3'"
    interval 1
    fall 3
}
vrrp_script shell {
    script "test -e /tmp && exit 0"
    interval 1
}
vrrp_script slow {
    script "/bin/sleep 60"
    interval 60
    timeout 1
}
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    version 3
    advert_int 0.1
    priority 100
    track_script {
        chk weight -20
        slow weight -1
        shell weight -1
    }
    notify_master "/bin/sh -c 'echo $HOLDFAST_TYPE $HOLDFAST_STATE; id -un'"
    notify_stop /bin/nowhere
    notify "/bin/sh -c 'echo \\"$*\\" for $HOLDFAST_REASON; exit 4' argument"
    virtual_ipaddress {
        192.0.2.200
    }
}
virtual_server 192.0.2.100 80 {
    delay_loop 1
    lb_algo wrr
    lb_kind NAT
    protocol TCP
    real_server ${one} {
        weight 2
        MISC_CHECK {
            misc_path "/bin/true"
        }
    }
    real_server ${two} {
        weight ${weight}
    }
}
`;

async function open(
  context: TestContext,
  ...options: readonly string[]
): Promise<{ readonly director: LabNode; readonly client: Traffic; readonly start: () => Promise<void> }> {
  const lab = await Topology.open({
    nodes: {
      client: { interfaces: { eth0: { addresses: ["192.0.2.9/24"] } } },
      director: {
        interfaces: {
          eth0: { addresses: ["192.0.2.1/24", "192.0.2.100/24"] },
          eth1: { addresses: ["198.51.100.254/24"], switch: "farm" },
        },
      },
      farm: { interfaces: { eth0: { addresses: ["198.51.100.1/24", "198.51.100.2/24"], switch: "farm" } } },
    },
  });
  context.after(async () => lab.close());
  const director = lab.node("director");
  await lab.node("farm").namespace.configure(["route add default via 198.51.100.254"]);
  await director.namespace.setParameters(["net/ipv4/ip_forward=1"]);
  const servers = ["s1", "s2"].map((name, index) => ({ name, address: `198.51.100.${index + 1}`, port: 8080 }));
  const [, client] = await Promise.all([
    Traffic.start(lab.node("farm"), { kind: "servers", servers }),
    Traffic.start(lab.node("client"), { kind: "client" }),
  ]);
  director.files.write("keepalived.conf", configuration(1));
  const start = async (): Promise<void> => {
    const backend = ["--lvs-backend", "nftables"];
    const daemon = await director.startDaemon({ program: holdfast.daemon, options: [...backend, ...options] });
    await daemon.awaitLog(/Startup complete/u);
  };
  await start();
  return { director, client, start };
}

describe("weights of operators", { skip: await reasonToSkip() }, () => {
  test("drained: nothing new comes, what is connected stays, over a reload and a death of the daemon", async (context) => {
    const { director, client, start } = await open(context, "-C");
    const held: [string, string][] = [];
    for (const name of ["a", "b", "c", "d"]) held.push([name, await client.hold(name, service)]);
    const [mine] = held.find(([, server]) => server === "s1") ?? [];
    assert.ok(mine !== undefined, JSON.stringify(held));

    const drained = await run(director, "drain", "192.0.2.100 80", one);
    assert.deepEqual(drained, {
      status: 0,
      text: "[198.51.100.1]:tcp:8080 of [192.0.2.100]:tcp:80 is drained: what is connected goes on, nothing new comes",
    });
    assert.deepEqual(await client.ask({ ...service, protocol: "TCP", count: 12 }), { s2: 12 });

    director.files.write("keepalived.conf", configuration(5));
    const changes = "virtual_server 192.0.2.100 80: real_server 198.51.100.2 8080: weight 1 -> 5";
    const plan = await run(director, "reload", "--plan");
    assert.equal(plan.text.split("\n")[0], changes, plan.text);
    const reload = await run(director, "reload");
    assert.deepEqual(reload.text.split("\n").slice(0, 2), ["reloaded", changes]);
    assert.deepEqual(await client.ask({ ...service, protocol: "TCP", count: 12 }), { s2: 12 });

    await director.daemon.kill();
    await start();
    assert.deepEqual(await client.ask({ ...service, protocol: "TCP", count: 12 }), { s2: 12 });
    assert.deepEqual(await client.release(mine), { server: "s1" });

    assert.equal((await run(director, "undrain", "192.0.2.100 80", one)).status, 0);
    assert.equal((await run(director, "weight", "192.0.2.100:80", "198.51.100.1", "5")).status, 0);
    assert.deepEqual(await client.ask({ ...service, protocol: "TCP", count: 12 }), { s1: 6, s2: 6 });
    const unknown = await run(director, "drain", "192.0.2.100 80", "198.51.100.3 8080");
    assert.equal(unknown.status, 1);
    assert.match(unknown.text, /^no real server .*: there are \[198\.51\.100\.1\]:tcp:8080, \[198/u);
  });

  test("scripts are run as the daemon runs them, and it does not count", async (context) => {
    const { director } = await open(context);
    await director.daemon.awaitLog(/VRRP_Script\(chk\) failed/u);
    await director.daemon.awaitLog(/Misc check .* succeeded/u);
    const failing = await run(director, "test-script", "chk");
    assert.deepEqual(
      failing.text.split("\n").map((line) => line.replace(/after [\d.]+ s/u, "after some time")),
      [
        `runs /bin/sh -c "echo out of order; exit 3" as user root, for 1 s at most, without a shell`,
        "status 3 after some time",
        "it printed:",
        "  out of order",
        "a failure: it is down, and stays so",
        "VI_1 has -20 priority while it is down",
      ],
    );
    const slow = await run(director, "test-script", "slow");
    assert.match(slow.text, /killed, as its time-out of 1 s was over/u);
    const shell = await run(director, "test-script", "shell");
    assert.match(shell.text, /note: .*shell/u);
    const misc = await run(director, "test-script", `MISC_CHECK of ${one} of 192.0.2.100 80`);
    assert.match(misc.text, /status 0 after .*\na success$|it printed nothing\na success$/su);
    await director.daemon.awaitLog(/Entering MASTER STATE/u);
    await tryNotifyScripts(director);
    director.files.write("keepalived.conf", "vrrp_instance VI_1 {");
    const refused = await run(director, "reload");
    assert.equal(refused.status, 1);
    assert.match(refused.text, /^the configuration in force stays\n.*keepalived\.conf: Line 1/u);
    await director.daemon.kill();
    assert.equal((await run(director, "reload")).status, 2);
  });
});

/** With the arguments, the environment and the user that they have when the state changes. */
async function tryNotifyScripts(director: LabNode): Promise<void> {
  const lines = async (name: string): Promise<readonly string[]> =>
    (await run(director, "test-script", name)).text
      .split("\n")
      .map((line) => line.replace(/after [\d.]+ s/u, "after some time"));
  assert.deepEqual(await lines("notify_master"), [
    `runs /bin/sh -c "echo $HOLDFAST_TYPE $HOLDFAST_STATE; id -un" as user root, without a shell`,
    "for 30 s at most, where the daemon sets no limit",
    "as for MASTER of VI_1, which is MASTER; what it does is done",
    `with HOLDFAST_TYPE=INSTANCE HOLDFAST_NAME=VI_1 HOLDFAST_STATE=MASTER HOLDFAST_PRIORITY=78 "HOLDFAST_REASON=holdfast test-script" HOLDFAST_OLD_STATE=MASTER`,
    "status 0 after some time",
    "it printed:",
    "  INSTANCE MASTER",
    "  root",
    "a success",
  ]);
  const generic = await lines("notify of VI_1");
  assert.deepEqual(generic.slice(4), [
    "status 4 after some time",
    "it printed:",
    "  INSTANCE VI_1 MASTER 78 for holdfast test-script",
    "a failure: the log and the events would say so, and nothing else hangs on it",
  ]);
  const several = await run(director, "test-script", "VI_1");
  assert.equal(several.status, 1);
  assert.equal(
    several.text,
    "VI_1 may be several scripts; say which:\n  notify_master of instance VI_1\n  notify_stop of instance VI_1\n  notify of instance VI_1",
  );
  const disabled = await run(director, "test-script", "notify_stop");
  assert.match(disabled.text, /^the daemon does not run \/bin\/nowhere\nScript \/bin\/nowhere cannot be accessed/u);
  const unknown = await run(director, "test-script", "notify_mastr of VI_1");
  assert.match(unknown.text, /^no script notify_mastr of VI_1: did you mean notify_master of VI_1\?/u);
}
