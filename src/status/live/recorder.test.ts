import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { milliseconds, seconds } from "../../base/time.ts";
import type { SupervisorEvent } from "../../supervisor/events.ts";
import type { VrrpEvent } from "../../vrrp/events.ts";
import type {
  EventRecord,
  LvsReport,
  ProgramReport,
  Reported,
  SupervisorReport,
  TrackerReport,
} from "./event-record.ts";
import { factLimit } from "./facts.ts";
import { Recorder } from "./recorder.ts";
import { lvsSamples, supervisorSamples, virtualAddress, vrrpSamples } from "./recorder-samples.ts";
import { listLimit, toPlain } from "./to-plain.ts";

/** What is expected: recorder.txt beside this file. UPDATE=1 writes it anew, to be reviewed as a diff. */
const golden = new URL("recorder.txt", import.meta.url);
const update = process.env["UPDATE"] === "1";

/** Events of one daemon, each some time after the one before. */
class Story {
  readonly #recorder = new Recorder();
  #now = 100_000_000;
  readonly records: EventRecord[] = [];

  /** Microseconds pass. */
  after(time: number): this {
    this.#now += time;
    return this;
  }

  vrrp(...events: readonly (VrrpEvent | ProgramReport | TrackerReport)[]): this {
    for (const event of events) {
      if (event.kind === "program-run" || event.kind === "tracker-disabled" || event.kind === "tracker-enabled")
        this.#record({ process: "vrrp", event });
      else {
        const { value, omitted } = toPlain(event);
        this.#record({ process: "vrrp", event: value }, omitted);
      }
    }
    return this;
  }

  lvs(...events: readonly (LvsReport | ProgramReport)[]): this {
    for (const event of events) this.#record({ process: "checkers", event });
    return this;
  }

  supervisor(...events: readonly (SupervisorEvent | SupervisorReport)[]): this {
    for (const event of events) this.#record({ process: "supervisor", event: toPlain(event).value });
    return this;
  }

  #record(reported: Reported, omitted = 0): void {
    const stamp = { wall: this.#now, monotonic: this.#now, pid: 1, ...(omitted > 0 && { omitted }) };
    this.records.push(this.#recorder.record({ ...stamp, ...reported }));
  }
}

const peer = IpAddress.of("192.0.2.2");
const became = { kind: "instance-state", instance: "VI_1", priority: 100 } as const;
const started: VrrpEvent = { ...became, from: "init", to: "backup", cause: { kind: "started" } };
const failing = {
  kind: "script-verdict",
  script: "chk_http",
  verdict: "down",
  outcome: { kind: "exited", status: 1 },
  output: "curl: (7) Failed to connect\nno answer\n",
  inARow: 3,
} as const;
const inFault: VrrpEvent = {
  ...became,
  from: "master",
  to: "fault",
  cause: { kind: "fault", reasons: [{ kind: "script", script: "chk_http", verdict: "down" }] },
};
const silence: VrrpEvent = {
  ...became,
  from: "backup",
  to: "master",
  cause: { kind: "timeout", master: peer, silence: milliseconds(361) },
};

const stories: Readonly<Record<string, () => Story>> = {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kind and fields belong together
  "every kind of event of the vrrp process": () => new Story().vrrp(...(allOf(vrrpSamples) as readonly VrrpEvent[])),
  "every kind of event of the supervisor": () =>
    allOf(supervisorSamples).reduce<Story>(
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- kind and fields belong together
      (story, event) => story.after(5_000_000).supervisor(event as SupervisorEvent),
      new Story(),
    ),
  "a server, its checker and its quorum": () => new Story().lvs(...lvsSamples),
  "a script fails": () =>
    new Story()
      .vrrp(started, failing, inFault, { kind: "priority-zero-sent", instance: "VI_1" })
      .vrrp({ kind: "addresses-removed", instance: "VI_1" })
      .vrrp({ ...failing, verdict: "up", outcome: { kind: "exited", status: 0 }, output: "", inARow: 1 })
      .vrrp({
        ...became,
        from: "fault",
        to: "backup",
        cause: { kind: "recovered", reasons: [{ kind: "script", script: "chk_http", verdict: "down" }] },
      }),
  "a script times out and costs priority": () =>
    new Story()
      .vrrp(started)
      .vrrp({ ...failing, outcome: { kind: "timed-out" }, output: "", inARow: 2 })
      .vrrp({
        kind: "priority",
        instance: "VI_1",
        from: 100,
        to: 80,
        parts: [{ label: "script chk_http", amount: -20 }],
      })
      .after(100_000)
      .vrrp({
        ...became,
        from: "master",
        to: "backup",
        cause: { kind: "advert", source: peer, priority: 90, ours: 80, won: "by-priority" },
      })
      .after(1_000_000)
      .vrrp({ kind: "priority", instance: "VI_1", from: 80, to: 100, parts: [] })
      .vrrp({
        ...became,
        from: "backup",
        to: "master",
        cause: { kind: "preempted", master: peer, priority: 90, ours: 100 },
      }),
  "the peer falls silent": () => new Story().vrrp(started).after(5_000_000).vrrp(silence),
  "the peer's adverts are rejected": () =>
    new Story()
      .vrrp(started, {
        kind: "advert-rejected",
        instance: "VI_1",
        version: 2,
        source: IpAddress.of("192.0.2.9"),
        reason: { kind: "password" },
      })
      .after(60_000_000)
      .vrrp(silence)
      .after(10_000_000)
      .vrrp({ kind: "advert-rejected", instance: "VI_1", version: 2, source: peer, reason: { kind: "password" } })
      .after(300_000)
      .vrrp(silence),
  "this process is late": () =>
    new Story()
      .vrrp(started)
      .after(10_000_000)
      .vrrp({ kind: "stalled", instance: "VI_1", late: seconds(2) })
      .after(100_000)
      .vrrp(silence),
  "the link goes down and comes back": () =>
    new Story()
      .vrrp(started, { kind: "link-state", interface: "eth0", state: "down" })
      .vrrp({
        ...became,
        from: "backup",
        to: "fault",
        cause: {
          kind: "fault",
          reasons: [
            { kind: "interface-down", interface: "eth0" },
            { kind: "tracked-interface", interface: "eth1", reverse: false },
          ],
        },
      })
      .vrrp({ kind: "link-state", interface: "eth0", state: "up" })
      .vrrp({
        ...became,
        from: "fault",
        to: "backup",
        cause: { kind: "recovered", reasons: [{ kind: "interface-down", interface: "eth0" }] },
      }),
  "a tracked file and a tracked process": () =>
    new Story()
      .vrrp({ kind: "file-value", file: "flag", from: 0, to: -254 })
      .vrrp({
        ...became,
        from: "master",
        to: "fault",
        cause: { kind: "fault", reasons: [{ kind: "file", file: "flag", value: -254, status: -254 }] },
      })
      .vrrp({ kind: "process-quorum", process: "haproxy", change: "lost", count: 0 })
      .vrrp({
        ...became,
        instance: "VI_2",
        from: "master",
        to: "fault",
        cause: { kind: "fault", reasons: [{ kind: "process", process: "haproxy", reverse: false }] },
      }),
  "a group follows its member": () =>
    new Story()
      .vrrp(failing, inFault)
      .vrrp({
        kind: "group-state",
        group: "G",
        to: "fault",
        cause: { kind: "fault", reasons: [{ kind: "script", script: "chk_http", verdict: "down" }] },
      })
      .vrrp({
        ...became,
        instance: "VI_2",
        from: "master",
        to: "fault",
        cause: { kind: "fault", reasons: [{ kind: "group", group: "G", member: "VI_1" }] },
      })
      .vrrp({
        ...became,
        instance: "VI_3",
        from: "master",
        to: "backup",
        cause: {
          kind: "group",
          group: "G",
          member: "VI_1",
          because: { kind: "advert", source: peer, priority: 110, ours: 100, won: "by-priority" },
        },
      }),
  "the vrrp process dies": () =>
    new Story()
      .vrrp(started)
      .supervisor({
        kind: "child-died",
        child: "vrrp",
        pid: 42,
        exit: { kind: "signalled", signal: 9, name: "SIGKILL" },
        sequel: "respawn",
      })
      .supervisor({ kind: "restart-delayed", child: "vrrp", delay: milliseconds(0) })
      .vrrp({ ...became, from: "init", to: "master", cause: { kind: "adopted", silence: milliseconds(63) } }),
  "a reload by command, and one that is refused": () =>
    new Story()
      .supervisor({ kind: "command", command: "reload", user: "alice", result: "begun", text: "" })
      .after(1000)
      .supervisor({ kind: "reloading" })
      .vrrp({ kind: "reloaded", added: [], removed: [], changed: ["VI_1"] })
      .after(60_000_000)
      .supervisor({ kind: "reloading" })
      .supervisor({ kind: "configuration-refused", findings: ["(keepalived.conf: Line 3) Unknown keyword 'foo'"] })
      .supervisor({ kind: "reload-refused" }),
  "the daemon is stopped": () =>
    new Story()
      .supervisor({ kind: "stopping" })
      .vrrp({ ...became, from: "master", to: "init", cause: { kind: "stopped" } })
      .supervisor({ kind: "daemon-stopped", status: 0 }),
  "a script that cannot be run": () =>
    new Story()
      .vrrp({
        kind: "tracker-disabled",
        script: "chk",
        why: "Script /usr/local/bin/chk is not executable - disabling; chmod +x it",
        trackedBy: ["VI_1", "VI_2", "VI_3", "VI_4"],
      })
      .vrrp({ kind: "tracker-enabled", script: "chk" }),
  "notify scripts": () =>
    new Story()
      .vrrp(silence)
      .vrrp({
        kind: "program-run",
        purpose: "notify_master of VI_1",
        instance: "VI_1",
        words: ["/usr/local/bin/took-over", "now please"],
        failure: undefined,
        duration: 12_345,
        output: [],
      })
      .lvs({
        kind: "program-run",
        purpose: "quorum_down of [192.0.2.80]:tcp:80",
        words: ["/usr/local/bin/alert"],
        failure: "status 2",
        duration: 3_000_000,
        output: ["no route", "giving up"],
      }),
};

const told = Object.entries(stories).map(([title, tell]): [string, string] => [title, print(tell().records)]);

if (update) writeFileSync(golden, told.map(([title, text]) => `=== ${title}\n${text}\n`).join("\n"));

const expected = new Map(
  readFileSync(golden, "utf8")
    .split(/^=== /mu)
    .slice(1)
    .map((part): [string, string] => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1).trim()]),
);
for (const [title, text] of told) {
  test(`records: ${title}`, () => assert.equal(text, expected.get(title), "UPDATE=1 writes it anew"));
}

function allOf(samples: Readonly<Record<string, readonly object[]>>): readonly object[] {
  return Object.entries(samples).flatMap(([kind, all]) => all.map((fields) => ({ kind, ...fields })));
}

function print(records: readonly EventRecord[]): string {
  return records
    .flatMap(({ id, subject = "-", severity, text, causes }) => [
      `${id} ${severity} (${subject}) ${text}`,
      ...causes.map(({ kind, text: why, details }) => `    ${kind}: ${why} ${JSON.stringify(details)}`),
    ])
    .join("\n");
}

test("a list that is too long is cut, and it is told how much is missing", () => {
  const addresses = Array.from({ length: 200 }, (_, index) => virtualAddress(index));
  const { value, omitted } = toPlain({ addresses });
  assert.equal(value.addresses.length, listLimit);
  assert.equal(omitted, 200 - listLimit);
  assert.deepEqual(value.addresses[0], { prefix: "192.0.2.0/24", interface: "eth0", scope: 0 });
});

test("records are the same after they were JSON", () => {
  for (const tell of Object.values(stories)) {
    for (const record of tell().records) assert.deepEqual(JSON.parse(JSON.stringify(record)), withoutUndefined(record));
  }
});

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [[key, withoutUndefined(each)]])),
  );
}

test("what is remembered is bounded", () => {
  const story = new Story();
  for (let index = 0; index < factLimit + 10; index += 1) {
    story.vrrp({ ...failing, script: `script ${index}`, output: "" });
    story.records.length = 0;
  }
  story.vrrp(faultBy("script 0"), faultBy(`script ${factLimit}`));
  assert.deepEqual(
    story.records.map(({ causes: [cause] }) => cause?.text),
    ["script script 0 failing", `script script ${factLimit} failed three times in a row: status 1`],
  );
});

function faultBy(script: string): VrrpEvent {
  const cause = { kind: "fault", reasons: [{ kind: "script", script, verdict: "down" }] } as const;
  return { ...became, from: "master", to: "fault", cause };
}
