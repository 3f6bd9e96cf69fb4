import assert from "node:assert/strict";
import { test } from "node:test";

import { diary, documentOf } from "../../status/explain/samples.ts";
import type { EventRecord } from "../../status/live/event-record.ts";
import { explainName, type ExplainOptions, type Surroundings } from "./explain-name.ts";

const usual: ExplainOptions = { keyword: false, instance: false, json: false };
const alone = { kind: "timeout", master: undefined, silence: undefined } as const;
const turn = { kind: "instance-state", from: "backup", to: "master", cause: alone, priority: 100 } as const;

function records(names: readonly string[]): readonly EventRecord[] {
  return diary(...names.map((instance) => [0, { ...turn, instance }] as const));
}

/** A daemon that has these instances, or none but the journal of one that had these. */
function around(running: readonly string[] | undefined, left: readonly string[] = []): Surroundings {
  const journal = async (name: string): Promise<readonly EventRecord[]> =>
    records(left.filter((each) => each === name));
  return {
    daemon: async (name) =>
      running === undefined
        ? { kind: "none", message: "no daemon runs", journal: async () => journal(name) }
        : { kind: "running", records: records(running), document: documentOf(1) },
    printTime: () => "noon",
    width: 80,
  };
}

async function first(
  word: string,
  options: Partial<ExplainOptions>,
  where: Surroundings,
): Promise<readonly [number, string, string]> {
  const { status, output, complaint } = await explainName(word, { ...usual, ...options }, where);
  return [status, output.split("\n")[0] ?? "", complaint.trim()];
}

test("an instance of a running daemon comes first, a keyword of the same name is mentioned", async () => {
  const running = around(["web", "priority"]);
  assert.deepEqual(await first("web", {}, running), [0, "web became MASTER on node1 at noon, 1 s ago", ""]);
  assert.deepEqual(await first("priority", {}, running), [
    0,
    "priority became MASTER on node1 at noon, 1 s ago",
    "There is a keyword priority as well: holdfast explain --keyword priority",
  ]);
  assert.match((await first("priority", { keyword: true }, running))[1], /^priority/u);
  assert.match((await first("nopreempt", {}, running))[1], /^nopreempt/u);
});

test("without a daemon keywords come before what the journal tells of", async () => {
  const stopped = around(undefined, ["web", "priority"]);
  assert.deepEqual(await first("web", {}, stopped), [
    0,
    "web became MASTER at noon",
    "no daemon runs: this is from its journal",
  ]);
  assert.match((await first("priority", {}, stopped))[2], /^$/u);
  assert.deepEqual(await first("priority", { instance: true }, stopped), [
    0,
    "priority became MASTER at noon",
    "no daemon runs: this is from its journal",
  ]);
});

test("without a daemon and without a journal nobody can tell", async () => {
  assert.deepEqual(await first("web", { instance: true }, around(undefined)), [2, "", "no daemon runs"]);
  assert.deepEqual(await first("web", {}, around(undefined)), [
    1,
    "",
    "Nothing is called 'web': holdfast explain alone lists the blocks\nInstances are known to daemons: no daemon runs",
  ]);
});

test("a name that nobody has is compared with those there are", async () => {
  const running = around(["VI_web"]);
  assert.deepEqual(await first("VI_wbe", {}, running), [1, "", "Nothing is called 'VI_wbe': did you mean VI_web?"]);
  assert.deepEqual(await first("VI_wbe", { instance: true }, running), [
    1,
    "",
    "No instance or group is called 'VI_wbe': did you mean VI_web?",
  ]);
});

test("JSON is the explanation itself", async () => {
  const { output } = await explainName("web", { ...usual, json: true }, around(["web"]));
  assert.match(
    output,
    /^\{"version":1,"name":"web","of":"instance","node":"node1","headline":"web became MASTER on node1"/u,
  );
});
