import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { instant } from "../../src/base/time.ts";
import { wallClock } from "../../src/lab/index.ts";
import { reasonToSkip } from "../programs.ts";
import { balanced, instance, service, servers, Stage } from "./stage.ts";

const removed = /Removing service \[198\.51\.100\.12\]:tcp:80 from VS \[192\.0\.2\.100\]:tcp:80/u;
const added = /Adding service \[198\.51\.100\.12\]:tcp:80 to VS \[192\.0\.2\.100\]:tcp:80/u;

describe("the life of a checkers process", { concurrency: 5, skip: await reasonToSkip() }, () => {
  test("health outlives a reload and the process itself, VRRP notices nothing, and a stop leaves nothing", async (context) => {
    const stage = await Stage.open(context);
    const daemon = await stage.start(instance + balanced());
    await daemon.awaitLog(/Load balancing by nftables/u);
    await daemon.awaitLog(/\(VI_1\) Entering MASTER STATE/u);
    const client = await stage.client();
    for (const name of ["one", "two"]) await client.awaitAnswer(service, name, instant(0));
    assert.equal(await stage.read(`/proc/${await stage.read("/run/c")}/comm`), "keepalived");

    await stage.stopServer("two");
    await daemon.awaitLog(removed);
    const quiet = wallClock();

    let mark = daemon.mark;
    stage.director.files.write("keepalived.conf", instance + balanced("", 5));
    daemon.reload();
    const first = await daemon.awaitLog(/Reload complete/u, mark);
    await daemon.awaitLog(/Reload complete/u, daemon.log.indexOf(first) + 1);
    assert.ok(!daemon.log.slice(mark).some(({ text }) => added.test(text)), "the reload put the dead server back");

    mark = daemon.mark;
    process.kill(await outside(stage, "/run/c"), "SIGKILL");
    await daemon.awaitLog(/Healthcheck child process\(\d+\) died: Respawning/u, mark);
    await daemon.awaitLog(/Startup complete/u, mark);
    assert.ok(!daemon.log.slice(mark).some(({ text }) => added.test(text)), "the new process put the dead server back");
    assert.ok(!daemon.log.slice(mark).some(({ text }) => /VI_1/u.test(text)), "VRRP has noticed");
    await client.awaitAnswer(service, "one", wallClock());
    assert.deepEqual(
      client.outages(service).filter(({ start }) => start > quiet),
      [],
    );

    await stage.startServer("two");
    await daemon.awaitLog(added, mark);
    await client.awaitAnswer(service, "two", wallClock());

    daemon.signal("SIGUSR1");
    await daemon.awaitLog(/Printing checker data for process\(\d+\) on signal/u, mark);
    await stage.director.run(["sh", "-c", "until test -s /run/dumps/keepalived_check.data; do :; done"]);
    assert.match(await stage.read("/run/dumps/keepalived_check.data"), /192\.0\.2\.100/u);

    mark = daemon.mark;
    await stage.director.run(["nft", "flush", "ruleset"]);
    await daemon.awaitLog(/changed by somebody else - restored/u, mark);
    await client.awaitAnswer(service, "two", wallClock());

    await client.stop();
    assert.notEqual(await stage.tables(), "");
    assert.equal((await daemon.stop()).status, 0);
    assert.equal(await stage.tables(), "");
    assert.equal(
      (await stage.director.run(["ls", "/run"]))
        .trim()
        .split("\n")
        .filter((name) => name.length === 1).length,
      0,
    );
  });

  test("-C runs no VRRP, -P no checks, -I leaves the table, lvs_flush finds nothing of it", async (context) => {
    const stage = await Stage.open(context);
    const checks = await stage.start(instance + balanced(), "-C", "-I");
    await checks.awaitLog(/Startup complete/u);
    await checks.stop();
    assert.match(await stage.tables(), /table/u);
    assert.ok(!checks.log.some(({ text }) => /VRRP child/u.test(text)));

    const vrrp = await stage.start(instance + balanced(), "-P");
    await vrrp.awaitLog(/\(VI_1\) Entering MASTER STATE/u);
    await vrrp.stop();
    assert.ok(!vrrp.log.some(({ text }) => /Healthcheck/u.test(text)));

    const flushed = await stage.start(`global_defs {\n    lvs_flush\n}\n${balanced()}`, "-C");
    await flushed.awaitLog(/Startup complete/u);
    await flushed.stop();
    assert.equal(await stage.tables(), "");
  });

  test("checks go on when the supervisor dies, and the next one takes them over as they stand", async (context) => {
    const stage = await Stage.open(context);
    const first = await stage.start(balanced(), "-C");
    await first.awaitLog(/Startup complete/u);
    await stage.stopServer("two");
    await first.awaitLog(removed);
    const orphan = await outside(stage, "/run/c");
    process.kill(await outside(stage, "/run/p"), "SIGKILL");
    await first.awaitLog(/The parent process has died: checks go on without reloads/u);
    await stage.startServer("two");
    await first.awaitLog(added);
    await stage.stopServer("one");
    await first.awaitLog(/Removing service \[198\.51\.100\.11\]:tcp:80/u);

    const second = await stage.start(balanced(), "-C");
    await second.awaitLog(/Healthcheck process \d+ has lost its parent: taking over/u);
    await second.awaitLog(/Startup complete/u);
    assert.throws(() => process.kill(orphan, 0), { code: "ESRCH" });
    await stage.director.namespace.configure([`address add ${service}/32 dev eth0`]);
    const client = await stage.client();
    await client.awaitAnswer(service, "two", instant(0));
    assert.deepEqual(client.outages(service), []);
    await client.stop();
    await second.stop();
    assert.equal(await stage.tables(), "");
  });

  test("a process that hangs is replaced, and VRRP goes on meanwhile", async (context) => {
    const stage = await Stage.open(context);
    const daemon = await stage.start(instance + balanced());
    await daemon.awaitLog(/\(VI_1\) Entering MASTER STATE/u);
    const client = await stage.client();
    await client.awaitAnswer(service, "one", instant(0));
    const { mark } = daemon;
    const quiet = wallClock();
    process.kill(await outside(stage, "/run/c"), "SIGSTOP");
    await daemon.awaitLog(/Healthcheck process gives no sign of life - killing it/u, mark);
    await daemon.awaitLog(/Startup complete/u, mark);
    assert.ok(!daemon.log.slice(mark).some(({ text }) => /STATE|VRRP (?:child|process)/u.test(text)));
    await client.awaitAnswer(service, "two", wallClock());
    assert.deepEqual(
      client.outages(service).filter(({ start }) => start > quiet),
      [],
    );
    await client.stop();
    await daemon.stop();
  });

  test("what the back-end cannot do is refused at the start, and at a reload the old stays in force", async (context) => {
    const stage = await Stage.open(context);
    const impossible = balanced().replace("lb_algo rr", "lb_algo wlc");
    const refused = await stage.start(impossible, "-C");
    assert.equal((await refused.ended).status, 2);
    assert.ok(refused.log.some(({ text }) => /nftables cannot schedule by wlc: use rr, wrr/u.test(text)));

    const daemon = await stage.start(balanced(), "-C");
    await daemon.awaitLog(/Startup complete/u);
    const mark = daemon.mark;
    stage.director.files.write("keepalived.conf", impossible);
    daemon.reload();
    await daemon.awaitLog(/nftables cannot schedule by wlc/u, mark);
    await daemon.awaitLog(/the running configuration stays in force/u, mark);
    await stage.stopServer("one");
    await daemon.awaitLog(new RegExp(`Removing service \\[${servers.one}\\]`, "u"), mark);
    await daemon.stop();
  });
});

/** The process that a pid file of the director names, as seen from here. */
async function outside(stage: Stage, path: string): Promise<number> {
  const inside = await stage.read(path);
  const pid = stage.director.daemon.processes.find((each) => insideNumber(each) === inside);
  assert.ok(pid !== undefined, `no process ${inside} of the daemon`);
  return pid;
}

/** The number that a process has inside (proc(5), "NSpid"). */
function insideNumber(pid: number): string | undefined {
  return /^NSpid:.*?(\d+)$/mu.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
}
