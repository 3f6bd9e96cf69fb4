import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seconds } from "../../src/base/time.ts";
import { wallClock } from "../../src/lab/index.ts";
import { killAtOnce } from "../../src/lab/process-tree.ts";
import { clientLimit } from "../../src/status/live/control-protocol.ts";
import { reasonToSkip } from "../programs.ts";
import { address, instance, socketOf, Stage } from "./stage.ts";

describe("live status", { concurrency: 3, skip: await reasonToSkip() }, () => {
  test("status: who is master, and an exit status that says whether all is well", async (context) => {
    const stage = await Stage.open(context);
    const nobody = await stage.run(stage.one, "status");
    assert.deepEqual([nobody.status, nobody.text], [2, "No daemon has been started here"]);
    const one = await stage.start(stage.one, instance(150));
    await one.awaitLog(/Entering MASTER STATE/u);
    const two = await stage.start(stage.two, instance(100));
    await two.awaitLog(/Entering BACKUP STATE/u);
    const [ofMaster, ofBackup, narrow, wrong, json] = await Promise.all([
      stage.run(stage.one, "status"),
      stage.run(stage.two, "status"),
      stage.run(stage.one, "status", "VI_1"),
      stage.run(stage.one, "status", "VI_2"),
      stage.run(stage.two, "status", "--json"),
    ]);
    assert.equal(ofMaster.status, 0, ofMaster.text);
    assert.match(ofMaster.text, /^VI_1 {2}MASTER for .*\n {2}master +this node, 192\.0\.2\.1, with priority 150$/mu);
    assert.match(ofMaster.text, /^ {2}because +\S/mu);
    assert.ok(ofMaster.text.includes(`held here: ${address} on eth0`), ofMaster.text);
    assert.equal(ofBackup.status, 0, ofBackup.text);
    assert.match(ofBackup.text, /^VI_1 {2}BACKUP for .*\n {2}master +192\.0\.2\.1 with priority 150$/mu);
    assert.match(ofBackup.text, /^ {2}peers +192\.0\.2\.1: heard \d+(?:\.\d)? s ago, priority 150/mu);
    assert.ok(!ofMaster.text.includes("\u001B"), "no colour where there is no terminal");
    assert.deepEqual([narrow.status, wrong.status], [0, 2]);
    assert.equal(wrong.text, "No instance, group or service VI_2: did you mean VI_1?");
    const document: unknown = JSON.parse(json.text);
    assert.equal(Reflect.get(Object(document), "version"), 1);
    const watching = stage.spawn(stage.one, "status", "--watch");
    await watching.awaitLine(/^VI_1 {2}MASTER/u);
    const looked = watching.mark;
    await watching.awaitLine(/^VI_1 {2}MASTER/u, looked);
    await one.stop();
    await watching.awaitLine(/^the daemon has ended the connection$/u, looked);
    assert.equal((await watching.ended).status, 2);
    const after = await stage.run(stage.one, "status");
    assert.match(after.text, /^No daemon runs here; it stopped at \d\d:\d\d:\d\d$/u);
    const told = await stage.run(stage.one, "events", "--limit", "1");
    assert.match(told.text, /The daemon stopped with status 0/u);
    assert.deepEqual([after.status, told.status], [2, 2]);
  });

  test("events -f tells of a fail-over when it happens, with its cause", async (context) => {
    const stage = await Stage.open(context);
    const one = await stage.start(stage.one, instance(150));
    await one.awaitLog(/Entering MASTER STATE/u);
    const two = await stage.start(stage.two, instance(100));
    await two.awaitLog(/Entering BACKUP STATE/u);
    const events = stage.spawn(stage.two, "events", "-f", "VI_1");
    await events.awaitLine(/VI_1 became BACKUP, it was INIT/u);
    const mark = events.mark;
    const killed = wallClock();
    await one.kill();
    const told = await events.awaitLine(/VI_1 became MASTER, it was BACKUP/u, mark);
    await events.awaitLine(/^ {4}because no advert from 192\.0\.2\.1 for \d+\.\d+ s$/u, mark);
    // The timer of the protocol is 0.36 s of it; the rest is what others leave of the processors.
    assert.ok(told.time - killed < seconds(10), `${told.time - killed} us`);
    // What happens at the end of the daemon is told, too.
    await two.stop();
    await events.awaitLine(/VI_1 stopped, it was MASTER/u, mark);
    assert.equal((await events.ended).signal, undefined);
  });

  test("a service and its servers, and why one of them is down", async (context) => {
    const stage = await Stage.open(context);
    const service = `
virtual_server ${address} 80 {
    delay_loop 0.5
    warmup 0
    lb_algo rr
    lb_kind NAT
    protocol TCP
    real_server 192.0.2.2 80 {
        TCP_CHECK {
            retry 0
        }
    }
}
`;
    const daemon = await stage.start(stage.one, service, "-C", "--lvs-backend", "nftables");
    await daemon.awaitLog(/TCP_CHECK on service \[192\.0\.2\.2\]:tcp:80 failed/u);
    const { status, text } = await stage.run(stage.one, "status");
    assert.equal(status, 1, text);
    assert.match(text, /\[192\.0\.2\.100\]:tcp:80 {2}DOWN for .* 0 of 1 servers up/u);
    assert.match(text, /\[192\.0\.2\.2\]:tcp:80 {2}DOWN .*, not in the table; TCP_CHECK.*: Connection refused/iu);
    await daemon.stop();
  });

  test("what is wrong between two nodes comes first, and of that what to do about it", async (context) => {
    const stage = await Stage.open(context);
    const one = await stage.start(stage.one, instance(150));
    await one.awaitLog(/Entering MASTER STATE/u);
    const more = instance(100).replace(address, `${address}\n        192.0.2.101`);
    const two = await stage.start(stage.two, more);
    await two.awaitLog(/Entering BACKUP STATE/u);
    await stage.spawn(stage.two, "events", "-f", "--json").awaitLine(/"kind":"warning"/u);
    const { status, text } = await stage.run(stage.two, "status");
    assert.equal(status, 1, text);
    const [, , , cure = "", what = ""] = text.split("\n");
    assert.match(cure, /^! Write the same virtual_ipaddress on both nodes/u);
    assert.match(what, /^ {2}VI_1, for \d+(?:\.\d)? s: 192\.0\.2\.1 .*192\.0\.2\.101 \[address-list-differs\]$/u);
    await Promise.all([one.stop(), two.stop()]);
  });

  test("a script that cannot be run is told of until a reload has mended it", async (context) => {
    const stage = await Stage.open(context);
    const script = "vrrp_script chk {\n    script /run/chk.sh\n    interval 1\n}\n";
    const text = script + instance(150, "    track_script {\n        chk\n    }");
    const daemon = await stage.start(stage.one, text);
    await daemon.awaitLog(/Entering MASTER STATE/u);
    const bad = await stage.run(stage.one, "status", "VI_1");
    assert.equal(bad.status, 1, bad.text);
    assert.match(bad.text, /^! Correct the path, the mode or the owner of chk, and reload/mu);
    assert.match(bad.text, /Script chk is not run, so that VI_1 would not notice .*chk\.sh.*\[tracker-disabled\]$/mu);
    assert.match((await stage.run(stage.one, "explain", "VI_1")).text, /Script chk is not run, so that VI_1/u);
    await stage.one.run(["sh", "-c", "printf '#!/bin/sh\\nexit 0\\n' >/run/chk.sh; chmod 755 /run/chk.sh"]);
    const reload = await stage.run(stage.one, "reload");
    assert.equal(reload.status, 0, reload.text);
    const events = stage.spawn(stage.one, "events", "-f");
    await events.awaitLine(/Script chk is not disabled any more/u);
    const told = events.lines.filter(({ text: line }) => /Script chk is not run/u.test(line));
    assert.equal(told.length, 1, "once, and not by each reload");
    const good = await stage.run(stage.one, "status");
    assert.ok(!good.text.includes("tracker-disabled"), good.text);
    await daemon.stop();
  });

  test("another user is kept out, by the folder and by the socket itself", async (context) => {
    const stage = await Stage.open(context);
    const daemon = await stage.start(stage.one, instance(150), "--socket", "/run/open.sock", "-p", "/run/p");
    await daemon.awaitLog(/Entering MASTER STATE/u);
    const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    const direct = await stage.runAs(stage.one, nobody, "status", "--socket", "/run/open.sock");
    assert.equal(direct.status, 2);
    assert.match(direct.text, /^\/run\/open\.sock is for the owner of the daemon alone \(EACCES\): try again as root/u);
    const named = ["env", "HOLDFAST_SOCKET=/run/open.sock"];
    assert.equal((await stage.runAs(stage.one, named, "status")).status, 0);
    const found = await stage.runAs(stage.one, nobody, "status");
    assert.equal(found.status, 2);
    assert.match(found.text, /is for the owner of the daemon alone \(EACCES\)/u);
    assert.equal((await stage.run(stage.one, "status", "--socket", "/run/open.sock")).status, 0);
    assert.equal((await stage.one.run(["stat", "-c", "%a %U", "/run/open.sock"])).trim(), "600 root");
    await daemon.stop();
    await assert.rejects(stage.one.run(["stat", "/run/open.sock"]));
  });

  test("a socket that a killed daemon has left is replaced; of several daemons one has to be chosen", async (context) => {
    const stage = await Stage.open(context);
    const first = await stage.start(stage.one, instance(150), "-p", "/run/a");
    await first.awaitLog(/Entering MASTER STATE/u);
    const [parent = 0, ...children] = first.processes;
    killAtOnce(parent, children);
    await first.ended;
    assert.match(
      (await stage.run(stage.one, "status")).text,
      /^No daemon runs here; the last one ended without a word/u,
    );
    const again = await stage.start(stage.one, instance(150), "-p", "/run/a");
    await again.awaitLog(/Entering MASTER STATE/u);
    assert.equal((await stage.run(stage.one, "status")).status, 0);
    const other = instance(150).replace("51", "52").replace("VI_1", "VI_2").replace(address, "192.0.2.101");
    const second = await stage.start(stage.one, other, "-p", "/run/b", "-r", "/run/b-vrrp");
    await second.awaitLog(/Entering MASTER STATE/u);
    const { status, text } = await stage.run(stage.one, "status");
    assert.equal(status, 2);
    assert.match(text, /^Several daemons run here: say which one is meant/u);
    const [, choice = ""] = /--socket (\S+run%2Fb\S+)/u.exec(text) ?? [];
    assert.match((await stage.run(stage.one, "status", "--socket", choice)).text, /^VI_2 {2}MASTER/mu);
    await Promise.all([again.stop(), second.stop()]);
  });

  test("a client more than there can be is told so, and the others are served", async (context) => {
    const stage = await Stage.open(context);
    const daemon = await stage.start(stage.one, instance(150));
    await daemon.awaitLog(/Entering MASTER STATE/u);
    const crowd = stage.script(
      stage.one,
      `const { connect } = require("node:net");
      const all = Array.from({ length: ${clientLimit} }, () => connect(${JSON.stringify(socketOf("/run/keepalived.pid"))}));
      let there = 0;
      for (const each of all) each.on("connect", () => each.write('{"id":1,"method":"events","limit":0}\\n'));
      for (const each of all) each.on("data", () => { there += 1; if (there === all.length) console.log("all there"); });`,
    );
    await crowd.awaitLine(/^all there$/u);
    const late = await stage.run(stage.one, "status");
    assert.deepEqual([late.status, late.text], [2, `${clientLimit} clients are connected, which is all there can be`]);
    crowd.input.end();
    await crowd.ended;
    assert.equal((await stage.run(stage.one, "status")).status, 0);
    await daemon.stop();
  });

  test("a client that never reads keeps no event from others, no memory of the daemon, and no advert", async (context) => {
    const stage = await Stage.open(context);
    const wire = await stage.capture();
    const flags = `
vrrp_track_file flag {
    file /run/flag
    weight 1
    init_file 0
}
`;
    const daemon = await stage.start(stage.one, flags + instance(150, "    track_file {\n        flag\n    }"));
    await daemon.awaitLog(/Entering MASTER STATE/u);
    const lazy = stage.script(
      stage.one,
      `const socket = require("node:net").connect(${JSON.stringify(socketOf("/run/keepalived.pid"))});
      socket.pause();
      socket.write('{"id":1,"method":"events","follow":true}\\n', () => console.log("asked"));`,
    );
    await lazy.awaitLine(/^asked$/u);
    const events = stage.spawn(stage.one, "events", "-f", "--json");
    await events.awaitLine(/became MASTER/u);
    const resident = async (): Promise<number> =>
      Number(
        (await stage.one.run(["sh", "-c", "grep VmRSS /proc/$(cat /run/keepalived.pid)/status"])).split(/\s+/u)[1],
      );
    const before = await resident();
    const begin = (await wire.awaitAdvert({ vrid: 51 }, wallClock())).time;
    const writer = stage.one.spawn([
      "sh",
      "-c",
      "i=0; while :; do i=$((i+1)); echo $((i%50)) >/run/flag; sleep 0.002; done",
    ]);
    await events.awaitLine(/"id":1020,/u);
    process.kill(writer.pid ?? 0, "SIGKILL");
    const end = (await wire.awaitAdvert({ vrid: 51 }, wallClock())).time;
    const ids = events.lines.flatMap(({ text }) => /"id":(\d+),/u.exec(text)?.[1] ?? []).map(Number);
    assert.deepEqual(
      ids,
      Array.from(ids, (_, index) => (ids[0] ?? 0) + index),
      "none is missing, none comes twice",
    );
    const adverts = wire.adverts({ vrid: 51 }).filter(({ time }) => time >= begin && time <= end);
    const gaps = adverts.slice(1).map(({ time }, index) => time - (adverts[index]?.time ?? 0));
    // A daemon that waited for this client would be held for as long as it is there.
    assert.ok(Math.max(...gaps) < seconds(3), `no advert for ${Math.max(...gaps)} us`);
    const grown = (await resident()) - before;
    assert.ok(grown < 40 * 1024, `${grown} kB`);
    lazy.input.end();
    await daemon.stop();
  });

  test("top: a whole screen, keys, and a terminal that is as it was before", async (context) => {
    const stage = await Stage.open(context);
    const daemon = await stage.start(stage.one, instance(150));
    await daemon.awaitLog(/Entering MASTER STATE/u);
    const top = stage.terminal(stage.one, "top");
    await top.awaitLine(/VI_1 {2}MASTER/u);
    await top.awaitLine(/arrows choose/u);
    const mark = top.mark;
    top.input.write("\r");
    await top.awaitLine(/because +no advert from anyone/u, mark);
    const closed = top.mark;
    top.input.write("\u001B[D");
    await top.awaitLine(/NAME +STATE/u, closed);
    top.input.write("q");
    const end = await top.awaitLine(/status 0$/u);
    assert.ok(end.text.includes(leaves) || top.lines.some(({ text }) => text.includes(leaves)));
    const settings = await top.awaitLine(/^modes: /u);
    assert.match(settings.text, / icanon /u);
    const plain = await stage.run(stage.one, "top");
    assert.match(plain.text, /^VI_1 {2}MASTER/mu);
    await daemon.stop();
  });

  test("top gives the terminal back when it is ended, and when the daemon is", async (context) => {
    const stage = await Stage.open(context);
    const daemon = await stage.start(stage.one, instance(150));
    await daemon.awaitLog(/Entering MASTER STATE/u);
    const top = stage.terminal(stage.one, "top");
    await top.awaitLine(/arrows choose/u);
    const mark = top.mark;
    await daemon.stop();
    await top.awaitLine(/No daemon runs here; it stopped at/u, mark);
    await stage.one.run(["sh", "-c", 'kill -TERM "$(cat /run/top.pid)"']);
    await top.awaitLine(/status 0$/u);
    assert.ok(top.lines.some(({ text }) => text.includes(leaves)));
    assert.match((await top.awaitLine(/^modes: /u)).text, / icanon /u);
  });
});

/** Back to the normal screen. */
const leaves = "\u001B[?1049l";
