import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";

import { parseSummed, printSummed } from "../../src/daemon/live/journal-line.ts";
import { type LabNode, type NodeSpec, Topology } from "../../src/lab/index.ts";
import { run } from "../control/run.ts";
import { holdfast, reasonToSkip } from "../programs.ts";
import { usualInstance } from "../usual-instance.ts";

// A daemon that records lives through everything that moves an address, and what it did is played again.

const state = "/etc/keepalived/state";
const recording = `${state}/recording`;
const socket = ["--socket", `${state}/holdfast.sock`];

const script = `
vrrp_script chk_bad {
    script "/usr/bin/test ! -e /etc/keepalived/bad"
    interval 1
}
`;

function configuration(priority: number): string {
  return script + usualInstance(priority, "192.0.2.100/24", "    track_script {\n        chk_bad\n    }");
}

class Pair {
  readonly one: LabNode;
  readonly two: LabNode;
  /** Outside of the node. */
  readonly folder: string;

  constructor(lab: Topology) {
    this.one = lab.node("node1");
    this.two = lab.node("node2");
    this.folder = join(this.one.files.path, "state", "recording");
  }

  static async open(context: TestContext): Promise<Pair> {
    const lab = await Topology.open({ nodes: { node1: host(1), node2: host(2) } });
    context.after(async () => lab.close());
    const pair = new Pair(lab);
    pair.one.files.write("keepalived.conf", configuration(150));
    pair.two.files.write("keepalived.conf", configuration(100));
    return pair;
  }

  async startOne(): Promise<void> {
    await this.one.startDaemon({ program: holdfast.daemon, options: ["--state-dir", state, "--record"] });
    await this.one.daemon.awaitLog(/\(VI_1\) Entering MASTER STATE/u);
  }

  async startTwo(): Promise<void> {
    await this.two.startDaemon({ program: holdfast.daemon });
    await this.two.daemon.awaitLog(/\(VI_1\) Entering BACKUP STATE/u);
  }

  /** Does something, and waits until the first node has come to a state for it. */
  async until(to: "MASTER" | "BACKUP" | "FAULT", act: () => unknown): Promise<void> {
    const { mark } = this.one.daemon;
    await act();
    await this.one.daemon.awaitLog(new RegExp(`\\(VI_1\\) Entering ${to} STATE`, "u"), mark);
  }

  async replay(...words: readonly string[]): Promise<{ readonly status: number; readonly text: string }> {
    return run(this.one, "replay", recording, ...words);
  }

  get segments(): readonly string[] {
    return readdirSync(this.folder)
      .toSorted()
      .map((name) => join(this.folder, name));
  }
}

function host(number: number): NodeSpec {
  return { interfaces: { eth0: { addresses: [`192.0.2.${number}/24`] } } };
}

/** "backup master fault ...", as the daemon's log has them. */
function logged(node: LabNode): readonly string[] {
  return node.daemon.log.flatMap(({ text }) => /\(VI_1\) Entering (\w+) STATE/u.exec(text)?.[1] ?? []);
}

function replayed(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => /VI_1 became (\w+)/u.exec(line)?.[1] ?? []);
}

describe("replay", { concurrency: 3, skip: await reasonToSkip() }, () => {
  test("a script, a reload, a dead peer, a cable and maintenance: every transition again", async (context) => {
    const pair = await Pair.open(context);
    await pair.startOne();
    await pair.startTwo();
    const { one, two } = pair;
    await pair.until("FAULT", () => one.files.write("bad", ""));
    await pair.until("MASTER", () => one.files.remove("bad"));
    await pair.until("BACKUP", () => {
      one.files.write("keepalived.conf", configuration(50));
      one.daemon.reload();
    });
    await pair.until("MASTER", async () => two.daemon.kill());
    await pair.until("FAULT", async () => one.cutLink());
    await pair.until("MASTER", async () => one.restoreLink());
    await pair.until("FAULT", async () => run(one, "maintenance", "on", "VI_1", "--force", ...socket));
    await pair.until("MASTER", async () => run(one, "maintenance", "off", "VI_1", ...socket));
    await one.daemon.stop();

    const { status, text } = await pair.replay();
    context.diagnostic(text);
    assert.equal(status, 0, text);
    assert.match(text, /^\d+ transitions, all as recorded\.$/mu);
    const states = replayed(text);
    assert.deepEqual(states.slice(0, logged(one).length), logged(one));
    assert.match(text, /because script chk_bad failed/u);

    // Only its owner may read what may hold passwords.
    assert.equal(statSync(pair.folder).mode & 0o777, 0o700);
    for (const segment of pair.segments) assert.equal(statSync(segment).mode & 0o777, 0o600);
  });

  test("a process that is killed, a file that is cut, and one that says otherwise", async (context) => {
    const pair = await Pair.open(context);
    await pair.startOne();
    const { one } = pair;
    await one.daemon.awaitLog(/VRRP standby process is ready/u);
    const { mark } = one.daemon;
    const [, vrrp = assert.fail("there is no vrrp process")] = one.daemon.processes;
    process.kill(vrrp, "SIGKILL");
    await one.daemon.awaitLog(/\(VI_1\) Remaining in MASTER STATE/u, mark);
    await pair.until("FAULT", async () => one.cutLink());
    await pair.until("MASTER", async () => one.restoreLink());
    await one.daemon.stop();

    const both = await pair.replay();
    assert.equal(both.status, 0, both.text);
    assert.equal(both.text.match(/process \d+, from its start/gu)?.length, 2, both.text);
    assert.match(both.text, /VI_1 remains MASTER/u);
    const summary = JSON.parse((await pair.replay("--json")).text.split("\n").at(-1) ?? "");
    assert.deepEqual([summary.summary.isExact, summary.summary.lost, summary.summary.damaged], [true, 0, 0]);

    // The step that the cable was cut in, with what it led to.
    const steps = await pair.replay("--step", "--instance", "VI_1");
    assert.equal(steps.status, 0);
    assert.match(steps.text, /#\d+ {2}network: eth0 down(?:, [^\n]*)?\n(?: {4}.*\n)* {4}VI_1 master -> fault/u);
    assert.match(steps.text, / {4}timer of VI_1: in 0\.\d+s/u);

    const [last = assert.fail("there is no segment")] = pair.segments.toReversed();
    const text = readFileSync(last, "utf8");
    writeFileSync(last, text.slice(0, text.length * 0.9));
    const cut = await pair.replay();
    assert.equal(cut.status, 0, cut.text);

    // With a priority of its own it would have been the same; an owner of the addresses would not have waited.
    one.files.write("owner.conf", configuration(255));
    const other = await pair.replay("--config", "/etc/keepalived/owner.conf");
    assert.equal(other.status, 0, other.text);
    assert.match(other.text, /process \d+, from its start\n(?:.*\n)*.*because owner of the addresses/u);

    // A line with a right sum that says something else than what was done.
    const lines = text.split("\n");
    const index = lines.findIndex((line) => line.includes('"to":"fault"'));
    const changed = (parseSummed(lines[index] ?? "") ?? "").replace('"to":"fault"', '"to":"backup"');
    writeFileSync(last, lines.with(index, printSummed(changed).trimEnd()).join("\n"));
    const wrong = await pair.replay();
    assert.equal(wrong.status, 1, wrong.text);
    assert.match(wrong.text, /as recorded; then they differ:\n {2}recorded: .* BACKUP.*\n {2}replayed: .* FAULT/u);
  });

  test("a disk that is full moves nothing, and the replay goes on behind the gap", async (context) => {
    const pair = await Pair.open(context);
    const { one } = pair;
    await one.run(["mkdir", state]);
    await one.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", state]);
    await pair.startOne();
    const { mark } = one.daemon;
    await one.run(["sh", "-c", `cat /dev/zero > ${state}/fill || :`]);
    await one.daemon.awaitLog(/Cannot record in .* \(ENOSPC\): make room there/u, mark);
    await pair.until("FAULT", async () => one.cutLink());
    await pair.until("MASTER", async () => one.restoreLink());
    await one.run(["rm", `${state}/fill`]);
    await one.daemon.awaitLog(/The recording goes on: it lacks \d+ inputs/u, mark);
    await pair.until("FAULT", async () => one.cutLink());
    await pair.until("MASTER", async () => one.restoreLink());
    await one.daemon.stop();
    const { status, text } = await pair.replay();
    assert.equal(status, 0, text);
    const [, behind = ""] = text.split(/goes on from what was known then; \d+ inputs before are missing/u);
    assert.deepEqual(replayed(behind).slice(0, 3), ["FAULT", "BACKUP", "MASTER"], text);
    assert.match(text, /^The recording lacks \d+ inputs that were not written\.$/mu);
  });
});
