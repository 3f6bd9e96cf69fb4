import assert from "node:assert/strict";
import { test } from "node:test";

import { milliseconds } from "../../src/base/time.ts";
import type { StatusDocument } from "../../src/status/live/status-document.ts";
import { instance, Stage } from "../live/stage.ts";
import { reasonToSkip } from "../programs.ts";

// A vrrp process is killed while it knows of a peer and warns of it: the one in its place goes on with both.

/** Says when a process has written whom it has heard. */
const whenWritten = `
  const { existsSync, watch } = require("node:fs");
  const directory = "/run/holdfast/run%2Fkeepalived.pid";
  const look = () => { if (existsSync(directory + "/vrrp.peers.jsonl")) { console.log("written"); process.exit(); } };
  watch(directory, look);
  look();`;

test("a replaced vrrp process knows its peers, goes on warning, and says when that is over", async (context) => {
  const skip = await reasonToSkip();
  if (skip !== false) return context.skip(skip);
  const stage = await Stage.open(context);
  const other = await stage.start(
    stage.two,
    instance(150).replace("192.0.2.100\n", "192.0.2.100\n        192.0.2.101\n"),
  );
  await other.awaitLog(/Entering MASTER STATE/u);
  const daemon = await stage.start(stage.one, instance(100));
  await daemon.awaitLog(/Entering BACKUP STATE/u);
  const events = stage.spawn(stage.one, "events", "-f", "--json");
  await events.awaitLine(/"kind":"warning".*"address-list-differs"/u);
  await stage.script(stage.one, whenWritten).awaitLine(/^written$/u);
  const before = await statusOf(stage);
  const [{ mark }, seen] = [daemon, events.mark];
  await stage.one.run(["kill", "-KILL", String(pidOf(before))]);
  await daemon.awaitLog(/VI_1.* Entering BACKUP STATE/u, mark);
  await events.awaitLine(/VI_1 became BACKUP, it was INIT/u, seen);
  // By then an answer that was given before is not given again.
  await daemon.awaitLog(/VRRP standby process is ready/u, mark);
  const after = await statusOf(stage);
  assert.notEqual(pidOf(after), pidOf(before), "it is another process");
  const [peer, known] = [after.instances[0]?.peers[0], before.instances[0]?.peers[0]];
  assert.equal(peer?.source, "192.0.2.2");
  assertSame(peer.firstHeard, known?.firstHeard);
  assert.ok(peer.adverts > 1, `${peer.adverts} adverts`);
  assert.deepEqual(
    after.warnings.map(({ kind }) => kind),
    ["address-list-differs"],
  );
  assertSame(after.warnings[0]?.since, before.warnings[0]?.since);
  await other.kill();
  await events.awaitLine(/"kind":"warning-over".*"address-list-differs"/u);
  const warnings = events.lines.filter(({ text }) => /"kind":"warning(?:-over)?"/u.test(text));
  assert.equal(warnings.length, 2, warnings.map(({ text }) => text).join("\n"));
  await daemon.stop();
  return undefined;
});

/** The same moment, as two processes make it of their clocks. */
function assertSame(one: number | undefined, other: number | undefined): void {
  assert.ok(Math.abs((one ?? 0) - (other ?? Number.NaN)) < milliseconds(100), `${one} and ${other}`);
}

async function statusOf(stage: Stage): Promise<StatusDocument> {
  const { text } = await stage.run(stage.one, "status", "--json");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the daemon has said is judged above
  return JSON.parse(text) as StatusDocument;
}

function pidOf({ daemon }: StatusDocument): number | undefined {
  return daemon.processes.find(({ name }) => name === "vrrp")?.pid;
}
