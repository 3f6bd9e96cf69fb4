import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { milliseconds, seconds } from "../../src/base/time.ts";
import { holdfast, reasonToSkip } from "../programs.ts";
import { address, kill, Stage } from "./stage.ts";

// What else may die or hang, and what a dead process leaves behind besides addresses.

/** How many mailers are killed. */
const rounds = 20;

/** A process that dies before it was at work for a second is not replaced at once. */
const steadyAfter = seconds(1.05);

describe("hitless, all the rest", { concurrency: 4, skip: await reasonToSkip() }, () => {
  test("mailers and readers of FIFOs are killed", async (context) => {
    const stage = await Stage.open(context, holdfast, alsoTold, { "reader.sh": reader });
    const { daemon } = stage;
    for (let round = 0; round < rounds; round += 1) {
      const { mark } = daemon;
      stage.node.files.write("flag", round % 2 === 0 ? "-254\n" : "0\n");
      await daemon.awaitLog(/\(VI_2\) Entering (?:FAULT|BACKUP) STATE/u, mark);
      // It is started by the supervisor, which hears of the mail after the log does.
      kill(await stage.until(() => stage.child("mailer"), "there is no such process"));
      await daemon.awaitLog(/not sent: the mailer process was ended by SIGKILL/u, mark);
    }
    for (const delay of ["at once", "in 1 seconds"]) {
      const { mark } = daemon;
      // It is started again after the log has said so.
      kill(await stage.until(() => stage.processes("reader.sh")[0], "there is no such process"));
      await daemon.awaitLog(
        new RegExp(`notify fifo script \\S+ was ended by SIGKILL.*; it is started again ${delay}`, "u"),
        mark,
      );
    }
    await stage.assertUnnoticed();
  });

  test("the process on standby knows what a reload has changed", async (context) => {
    const stage = await Stage.open(context, holdfast);
    const { daemon } = stage;
    const { mark } = daemon;
    await stage.reload(another);
    await daemon.awaitLog(/\(VI_2\) Entering MASTER STATE/u, mark);
    await stage.steady(steadyAfter);
    const { mark: killed } = daemon;
    await stage.killVrrp();
    await daemon.awaitLog(/\(VI_2\) Remaining in MASTER STATE/u, killed);
    await stage.assertUnnoticed();
  });

  test("what a dead process had running is ended, and not told twice", async (context) => {
    const stage = await Stage.open(context, holdfast, running, {
      "reader.sh": reader,
      "hang.sh": "#!/bin/sh\nsleep 987 &\nwait\n",
      "notify.sh": '#!/bin/sh\necho "$@" >>/run/notified\n',
    });
    const awaitOne = async (): Promise<void> => {
      await stage.node.run(["timeout", "30", "sh", "-c", `until ${oneOfEach}; do sleep 0.05; done`]);
    };
    await stage.daemon.awaitLog(/VRRP standby process is ready/u);
    await stage.steady(steadyAfter);
    await awaitOne();
    await stage.killVrrp();
    await stage.steady(milliseconds(200));
    await awaitOne();
    kill(stage.daemon.processes[0]);
    await stage.restart();
    await stage.steady(milliseconds(200));
    await awaitOne();
    await stage.assertUnnoticed();
    await stage.daemon.stop();
    assert.deepEqual((await stage.node.run(["cat", "/run/notified"])).trim().split("\n"), [
      "INSTANCE VI_2 BACKUP 50",
      "INSTANCE VI_2 MASTER 50",
      "INSTANCE VI_2 STOP 50",
    ]);
  });

  test("a vrrp process that hangs is replaced, and what it held is released", async (context) => {
    const stage = await Stage.open(context, holdfast);
    const { daemon, owners } = stage;
    const { mark } = daemon;
    process.kill(daemon.processes[1] ?? 0, "SIGSTOP");
    await owners.awaitHolders(address, ["node1", "node2"]);
    await daemon.awaitLog(/VRRP process gives no sign of life - killing it/u, mark);
    await daemon.awaitLog(/Removing what a process that died has left behind: 192\.0\.2\.100/u, mark);
    await daemon.awaitLog(/\(VI_1\) Entering MASTER STATE/u, mark);
    await owners.awaitOwner(address, "node1");
    const changes = owners.timeline(address).map(({ node, held }) => `${held ? "+" : "-"}${node}`);
    assert.deepEqual(changes.slice(0, 3), ["+node1", "+node2", "-node1"]);
    // Who hears the advert of the new master may be faster than the master's own next step.
    assert.deepEqual(changes.slice(3).toSorted(), ["+node1", "-node2"]);
  });
});

describe("the checkers process dies", { concurrency: 2, skip: await reasonToSkip() }, () => {
  for (const network of ["one network", "another"]) {
    test(`${rounds / 2} times on ${network}`, async (context) => {
      await killCheckers(await Stage.open(context, holdfast, balancing));
    });
  }
});

/** A script that hangs and a reader: the last one may take a moment to go, and the next one to come. */
const oneOfEach = ["sleep 987", "cat /run/all"]
  .map((words) => `[ "$(ps -eo args= | grep -c '^${words}')" = 1 ]`)
  .join(" && ");

const reader = '#!/bin/sh\nwhile :; do cat "$1" >>/run/heard; done\n';

/** Again and again, each as soon as the one before has become steady. */
async function killCheckers(stage: Stage): Promise<void> {
  const { daemon } = stage;
  for (let round = 0; round < rounds / 2; round += 1) {
    await stage.steady(steadyAfter);
    const { mark } = daemon;
    kill(stage.child("checkers"));
    await daemon.awaitLog(/Healthcheck child process\(\d+\) died: Respawning/u, mark);
    await daemon.awaitLog(/Startup complete/u, mark);
  }
  await stage.assertUnnoticed();
}

const balancing = `
virtual_server 192.0.2.100 8053 {
    protocol UDP
    lvs_sched rr
    lvs_method NAT
    real_server 192.0.2.1 8054 {
        weight 1
    }
}
`;

const scripts = "enable_script_security\n    script_user root";

const another = `
vrrp_instance VI_2 {
    version 3
    interface eth0
    virtual_router_id 52
    priority 50
    advert_int 0.1
    virtual_ipaddress {
        192.0.2.101
    }
}
`;

/** A mail relay that nobody is: a mailer waits for it. */
const alsoTold = `
global_defs {
    ${scripts}
    notify_fifo /run/all
    notify_fifo_script /etc/keepalived/reader.sh
    notification_email {
        root@example.com
    }
    notification_email_from root@example.com
    smtp_server 192.0.2.250
    smtp_connect_timeout 30
}
track_file flag {
    file /etc/keepalived/flag
    init_file 0
}
vrrp_instance VI_2 {
    version 3
    interface eth0
    virtual_router_id 52
    priority 50
    advert_int 2
    smtp_alert
    track_file {
        flag weight 1
    }
    virtual_ipaddress {
        192.0.2.101
    }
}
`;

const running = `
global_defs {
    ${scripts}
    notify_fifo /run/all
    notify_fifo_script /etc/keepalived/reader.sh
}
vrrp_script hang {
    script "/etc/keepalived/hang.sh"
    interval 1
    timeout 900
}
vrrp_instance VI_2 {
    version 3
    interface eth0
    virtual_router_id 52
    priority 50
    advert_int 0.1
    track_script {
        hang weight 1
    }
    notify /etc/keepalived/notify.sh
    virtual_ipaddress {
        192.0.2.101
    }
}
`;
