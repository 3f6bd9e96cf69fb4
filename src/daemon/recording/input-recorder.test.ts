import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";

import { IpAddress } from "../../base/ip-address.ts";
import { instant } from "../../base/time.ts";
import type { Effect } from "../../vrrp/effects.ts";
import type { Input } from "../../vrrp/inputs.ts";
import { type Recorded, RecordDecoder, type Standings } from "../../vrrp/recording/index.ts";
import { parseSummed } from "../live/journal-line.ts";
import { InputRecorder } from "./input-recorder.ts";
import { segmentSize } from "./segment-file.ts";
import { waitingLimit } from "./waiting-inputs.ts";

const tick: Input = { kind: "tick" };
const standings: Standings = { instances: [], verdicts: new Map([["chk", "up"]]), isHandingOver: false };

/** A disk of segments in memory. */
class Stage {
  readonly segments: string[] = [];
  readonly troubles: string[] = [];
  now = 0;
  isBusy = false;
  isFull = false;
  /** Called to let a write end that is under way. */
  release: (() => void) | undefined;
  isStuck = false;
  readonly recorder: InputRecorder;

  constructor() {
    const size = (): number => this.segments.at(-1)?.length ?? 0;
    this.recorder = new InputRecorder({
      directory: "/run/holdfast/recording",
      run: "4711.1",
      releasesAtOnce: false,
      now: () => instant(this.now),
      standings: () => standings,
      isBusy: () => this.isBusy,
      trouble: (message) => void this.troubles.push(message),
      retryTime: 1,
      file: {
        get size() {
          return size();
        },
        begin: async () => {
          if (this.isFull) throw Object.assign(new Error("full"), { code: "ENOSPC" });
          return this.segments.push("");
        },
        append: async (text) => {
          if (this.isStuck) {
            await new Promise<void>((resolve) => {
              this.release = resolve;
            });
          }
          if (this.isFull) throw Object.assign(new Error("full"), { code: "ENOSPC" });
          this.segments.push(`${this.segments.pop() ?? ""}${text}`);
        },
        close: async () => undefined,
      },
    });
  }

  tell(input: Input = tick, effects: readonly Effect[] = []): void {
    this.now += 1;
    this.recorder.handled(instant(this.now), input, effects);
    this.recorder.performed(effects);
  }

  /** Until `look` is true: what is awaited comes in later turns. */
  async until(look: () => boolean): Promise<void> {
    while (!look()) await turn();
  }

  get records(): readonly Recorded[] {
    return this.segments.flatMap(recordsOf);
  }
}

function recordsOf(segment: string): readonly Recorded[] {
  const decoder = new RecordDecoder();
  return segment
    .split("\n")
    .slice(0, -1)
    .flatMap((line) => {
      const result = decoder.take(parseSummed(line) ?? assert.fail(line));
      assert.ok(result.ok, line);
      return result.value ?? [];
    });
}

function kinds(records: readonly Recorded[]): string {
  return records
    .map((each) => (each.kind === "input" || each.kind === "known" ? each.input.kind : each.kind))
    .join(" ");
}

function packet(bytes: Uint8Array): Input {
  const [source, destination] = [IpAddress.of("192.0.2.2"), IpAddress.of("224.0.0.18")];
  return {
    kind: "packet",
    interface: "eth0",
    family: "ipv4",
    mode: "multicast",
    packet: { source, destination, ttl: 255, payload: bytes },
  };
}

test("inputs come with the transitions that they led to, and nothing is written while the engine works", async () => {
  const stage = new Stage();
  const cause = { kind: "timeout", master: undefined, silence: undefined } as const;
  const event = { kind: "instance-state", instance: "VI_1", from: "backup", to: "master", cause, priority: 1 } as const;
  stage.tell(tick, [
    { kind: "event", event: { kind: "addresses-set", instance: "VI_1" } },
    { kind: "event", event: { ...event, master: undefined } },
  ]);
  stage.tell();
  assert.deepEqual(stage.segments, []);
  await stage.recorder.finish();
  assert.equal(kinds(stage.records), "segment tick transition tick");
  const [head] = stage.records;
  assert.ok(head?.kind === "segment");
  assert.deepEqual([head.head.begins, head.head.at, head.head.number], ["start", 1, 1]);
});

test("the bytes of a packet are those of the moment, though the buffer is read into again", async () => {
  const stage = new Stage();
  const buffer = Uint8Array.of(0x31, 51, 100, 0);
  stage.tell(packet(buffer));
  buffer[2] = 0;
  stage.tell(packet(buffer));
  await stage.recorder.finish();
  const priorities = stage.records.map((each) => each.kind === "input" && each.input.kind === "packet" && each.input);
  assert.deepEqual(
    priorities.map((input) => input !== false && input.packet.payload[2]),
    [false, 100, 0],
  );
});

test("while there is something more urgent nothing is done; an end waits no longer", async () => {
  const stage = new Stage();
  stage.isBusy = true;
  stage.tell();
  const ended = stage.recorder.finish();
  await ended;
  assert.equal(kinds(stage.records), "segment tick");
});

function file(content: string): Input {
  return { kind: "file-changed", file: "flag", content };
}

test("a full segment is followed by one that begins with what is known", async () => {
  const stage = new Stage();
  const large = "x".repeat(segmentSize / 4);
  for (const content of ["1", "2", "3", "4", "5"]) stage.tell(file(content + large));
  await stage.until(() => stage.segments.length === 1 && stage.records.length === 6);
  stage.tell({ kind: "deaf", instances: new Set(["VI_1"]) });
  stage.tell();
  await stage.until(() => stage.segments.at(-1)?.includes("standings") === true);
  stage.tell();
  await stage.recorder.finish();
  const [first = "", second = ""] = stage.segments;
  // What waits when the segment is full may come into the next one, and is known there, too.
  assert.match(kinds(recordsOf(first)), /^segment( file-changed){5}( deaf tick)?$/u);
  assert.match(kinds(recordsOf(second)), /^segment( deaf tick)? maintenance deaf standings tick$/u);
  assert.equal(stage.records.filter((each) => each.kind === "input").length, 8);
  const last = recordsOf(second).find((each) => each.kind === "standings");
  assert.ok(last?.kind === "standings");
  assert.deepEqual([last.lost, last.verdicts], [0, standings.verdicts]);
});

test("a disk that is stuck costs what is beyond the bound, which is said, and then it goes on", async () => {
  const stage = new Stage();
  stage.isStuck = true;
  stage.tell();
  await stage.until(() => stage.release !== undefined);
  for (let count = 0; count < waitingLimit + 10; count += 1) stage.tell();
  stage.isStuck = false;
  stage.release?.();
  await stage.until(() => stage.segments.at(-1)?.includes("standings") === true);
  stage.tell({ kind: "stop" });
  await stage.recorder.finish();
  const inputs = stage.records.filter((each) => each.kind === "input");
  const marks = stage.records.filter((each) => each.kind === "standings");
  const lost = marks.reduce((sum, each) => sum + (each.kind === "standings" ? each.lost : 0), 0);
  assert.ok(lost > 0);
  assert.equal(inputs.length + lost, waitingLimit + 12);
  assert.equal(stage.segments.length, 2);
  assert.deepEqual(stage.troubles, [`The recording goes on: it lacks ${lost} inputs`]);
});

test("a disk that is full is told once, and asked again", async () => {
  const stage = new Stage();
  stage.tell();
  await stage.until(() => stage.records.length === 2);
  stage.isFull = true;
  stage.tell();
  stage.tell();
  await stage.until(() => stage.troubles.length > 0);
  stage.tell();
  stage.isFull = false;
  await stage.until(() => stage.segments.at(-1)?.includes("standings") === true);
  stage.tell();
  await stage.recorder.finish();
  assert.equal(kinds(stage.records), "segment tick segment maintenance standings tick");
  assert.deepEqual(stage.troubles, [
    "Cannot record in /run/holdfast/recording (ENOSPC): make room there, or name another place with --state-dir",
    "The recording goes on: it lacks 3 inputs",
  ]);
});
