import assert from "node:assert/strict";
import { existsSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { readJournal } from "../../src/daemon/live/read-journal.ts";
import { type Daemon, type LabNode, Topology } from "../../src/lab/index.ts";
import type { EventRecord } from "../../src/status/live/event-record.ts";
import { holdfast, reasonToSkip } from "../programs.ts";

// Ten thousand transitions of a real daemon: what its log and its counters say of them, what is in the journal, and
// what somebody sees who reads along.

const instances = 250;
const transitions = 10_000;

/** Rounds in which instances become master in between, which takes them the down interval. */
const fullRounds = 2;

const configuration = `
global_defs {
    stats_dump_file /etc/keepalived/stats
}
track_file flag {
    file /etc/keepalived/flag
}
${Array.from({ length: instances }, (_, index) => instance(index + 1)).join("")}`;

function instance(vrid: number): string {
  return `vrrp_instance VI_${vrid} {
    version 3
    interface eth0
    virtual_router_id ${vrid}
    priority 200
    advert_int 0.2
    track_file {
        flag weight 0
    }
    virtual_ipaddress {
        198.51.100.${vrid}/32
    }
}
`;
}

describe("event stream", { skip: await reasonToSkip() }, () => {
  test("no event of 10,000 transitions is lost or told twice", async (context) => {
    const lab = await Topology.open({ nodes: { node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] } } } } });
    context.after(async () => lab.close());
    const node = lab.node("node1");
    node.files.write("keepalived.conf", configuration);
    node.files.write("flag", "0\n");
    const daemon = await node.startDaemon({
      program: holdfast.daemon,
      options: ["--state-dir", "/etc/keepalived/state"],
    });
    const told = statesInLog(daemon);
    const follower = new Follower(join(node.files.path, "state"));
    await lastEnters(daemon, "MASTER", 0);
    const subscriber = subscribe(node);
    for (let round = 0; follower.count < transitions; round += 1) {
      await write(node, daemon, "-254", "FAULT");
      await write(node, daemon, "0", round < fullRounds ? "MASTER" : "BACKUP");
      await follower.look();
    }
    // Nothing becomes master by itself any more.
    await write(node, daemon, "-254", "FAULT");
    await follower.look();
    const counters = await statistics(node, daemon);
    await daemon.stop();
    await follower.look();
    await subscriber.ended;

    const recorded = follower.states;
    assert.deepEqual(recorded, told, "the records are not what the log says");
    for (const [name, states] of recorded) {
      assert.equal(counters.get(name), count(states, "MASTER"), `${name} became master`);
    }
    assert.deepEqual(follower.gaps, [], "numbers are missing or twice");
    const all = [...recorded.values()].flat().length;
    assert.ok(all >= transitions, `only ${all} transitions`);
    assert.equal(follower.lost, 0);
    assert.deepEqual(
      subscriber.ids,
      Array.from({ length: follower.records }, (_, index) => index + 1),
      "who follows by the socket was told something else",
    );
    context.diagnostic(`${all} transitions in ${follower.records} records`);
  });
});

/** Reads along, as somebody who follows does. */
class Follower {
  readonly #directory: string;
  readonly states = new Map<string, string[]>();
  /** Where a number does not follow the one before. */
  readonly gaps: string[] = [];
  #last = 0;
  records = 0;
  lost = 0;
  /** Transitions so far. */
  count = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async look(): Promise<void> {
    for await (const record of readJournal(this.#directory, { after: this.#last })) this.#take(record);
  }

  #take({ id, event }: EventRecord): void {
    if (id !== this.#last + 1) this.gaps.push(`${this.#last} -> ${id}`);
    this.#last = id;
    this.records += 1;
    if (event.kind === "records-lost") this.lost += 1;
    // As in the log, which is silent about the end.
    if (event.kind !== "instance-state" || !("to" in event) || event.to === "init") return;
    this.count += 1;
    add(this.states, event.instance, event.to.toUpperCase());
  }
}

/** Follows the events by the status socket; `ended` when the daemon has. */
function subscribe(node: LabNode): { readonly ids: readonly number[]; readonly ended: Promise<unknown> } {
  const ids: number[] = [];
  const words = ["events", "-f", "--json", "--limit", "1000000", "--socket", "/etc/keepalived/state/holdfast.sock"];
  const program = node.spawn([
    process.execPath,
    fileURLToPath(new URL("../../bin/holdfast", import.meta.url)),
    ...words,
  ]);
  program.onLine(({ text }) => {
    const [, id] = /"id":(\d+)/u.exec(text) ?? [];
    ids.push(Number(id));
  });
  return { ids, ended: program.ended };
}

/** By the name of the instance, as they come. */
function statesInLog(daemon: Daemon): ReadonlyMap<string, readonly string[]> {
  const states = new Map<string, string[]>();
  daemon.onLine(({ text }) => {
    const [, name, state] = /\((VI_\d+)\) Entering (\w+) STATE/u.exec(text) ?? [];
    if (name !== undefined && state !== undefined) add(states, name, state);
  });
  return states;
}

function add(states: Map<string, string[]>, name: string, state: string): void {
  const known = states.get(name);
  if (known === undefined) states.set(name, [state]);
  else known.push(state);
}

function count(states: readonly string[], wanted: string): number {
  return states.filter((state) => state === wanted).length;
}

/** Writes to the tracked file, and waits until that has reached the last instance. */
async function write(node: LabNode, daemon: Daemon, content: string, state: string): Promise<void> {
  const { mark } = daemon;
  node.files.write("flag", `${content}\n`);
  await lastEnters(daemon, state, mark);
}

async function lastEnters(daemon: Daemon, state: string, mark: number): Promise<void> {
  await daemon.awaitLog(new RegExp(`\\(VI_${instances}\\) Entering ${state} STATE`, "u"), mark);
}

/** How often each has become master, as it counts itself. */
async function statistics(node: LabNode, daemon: Daemon): Promise<ReadonlyMap<string, number>> {
  const path = join(node.files.path, "stats");
  const written = new Promise<void>((resolve) => {
    const watcher = watch(node.files.path, () => {
      if (!existsSync(path)) return;
      watcher.close();
      resolve();
    });
  });
  daemon.signal("SIGUSR2");
  await written;
  const parts = readFileSync(path, "utf8").matchAll(/VRRP Instance: (\S+)[^]*?Became master: (\d+)/gu);
  return new Map(Array.from(parts, ([, name = "", number]) => [name, Number(number)]));
}
