import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, test } from "node:test";

import type { Cause } from "../../vrrp/events.ts";
import type { EventRecord } from "../live/event-record.ts";
import type { Plain } from "../live/plain.ts";
import type { InstanceState, StatusDocument } from "../live/status-document.ts";
import type { PlainEvent } from "./evidence.ts";
import { explain } from "./explain.ts";
import { explainText } from "./explain-text.ts";
import { diary, documentOf, noon, peer, span } from "./samples.ts";

// The twelve incidents on records made by hand: labs/incidents stages them.

const other = "192.0.2.1";

function turn(from: InstanceState, to: InstanceState, cause: Plain<Cause>, instance = "VI_1"): PlainEvent {
  return { kind: "instance-state", instance, from, to, cause, priority: 100 };
}

const started = turn("init", "backup", { kind: "started" });
const aloneCause: Plain<Cause> = { kind: "timeout", master: undefined, silence: undefined };
const alone = turn("backup", "master", aloneCause);
const silent = turn("backup", "master", { kind: "timeout", master: other, silence: span(3.609) });

/** Seconds after noon. */
function printTime(wall: number): string {
  return `T+${(wall - noon) / 1_000_000}`;
}

/**
 * The texts are in incidents.txt, a case for each test: UPDATE=1 writes them anew, to be reviewed as a diff.
 */
const file = new URL("incidents.txt", import.meta.url);
const update = process.env["UPDATE"] === "1";
const texts = new Map(update ? [] : readCases());

function readCases(): readonly (readonly [title: string, text: string])[] {
  const cases = readFileSync(file, "utf8").split(/^=== /mu).slice(1);
  return cases.map((text) => [text.slice(0, text.indexOf("\n")), text.slice(text.indexOf("\n") + 1).trim()]);
}

function golden(
  { name: title }: { readonly name: string },
  records: readonly EventRecord[],
  document: StatusDocument | undefined,
  name = "VI_1",
): void {
  const text = explainText(explain(name, records, document), printTime, 100).trim();
  if (update) texts.set(title, text);
  else assert.equal(text, texts.get(title), "UPDATE=1 writes it anew");
}

test("a peer that was killed fell silent without a goodbye", (context) => {
  golden(context, diary([-3000, started], [0, silent]), documentOf(3.2, { peers: [peer(other)] }));
});

test("a peer that was stopped said goodbye", (context) => {
  const records = diary(
    [-3000, started],
    [-0.6, { kind: "priority-zero-received", instance: "VI_1", source: other, state: "backup" }],
    [0, turn("backup", "master", { kind: "master-resigned", master: other })],
  );
  golden(context, records, documentOf(3.2));
});

test("a link that was cut: the master is in FAULT", (context) => {
  const records = diary(
    [-3000, alone],
    [0, { kind: "link-state", interface: "eth0", state: "down" }],
    [0.001, turn("master", "fault", { kind: "fault", reasons: [{ kind: "interface-down", interface: "eth0" }] })],
  );
  golden(context, records, documentOf(3.2, { state: "fault" }));
});

test("a script that failed has lowered the priority: the other one was higher", (context) => {
  const output = "connecting\nconnect: refused\n";
  const records = diary(
    [-3000, alone],
    [
      -3.7,
      {
        kind: "script-verdict",
        script: "chk_http",
        verdict: "down",
        outcome: { kind: "exited", status: 7 },
        output,
        inARow: 3,
      },
    ],
    [
      -3.7,
      { kind: "priority", instance: "VI_1", from: 150, to: 90, parts: [{ label: "script chk_http", amount: -60 }] },
    ],
    [0, turn("master", "backup", { kind: "advert", source: "192.0.2.2", priority: 100, ours: 90, won: "by-priority" })],
  );
  golden(context, records, documentOf(3.2, { state: "backup" }));
});

test("a script that timed out has put the instance into FAULT", (context) => {
  const records = diary(
    [-3000, alone],
    [0, { kind: "script-verdict", script: "chk_slow", verdict: "down", outcome: { kind: "timed-out" }, output: "" }],
    [0, turn("master", "fault", { kind: "fault", reasons: [{ kind: "script", script: "chk_slow", verdict: "down" }] })],
  );
  golden(context, records, documentOf(3.2, { state: "fault" }));
});

test("a password that was changed on one side: adverts came, and were rejected", (context) => {
  const records = diary(
    [-3000, started],
    [
      -4,
      {
        kind: "configuration-changed",
        part: "instance",
        name: "VI_1",
        changes: [{ kind: "replaced", what: "authentication" }],
      },
    ],
    [-3, { kind: "advert-rejected", instance: "VI_1", version: 2, source: other, reason: { kind: "password" } }],
    [0, silent],
  );
  const peers = [peer(other, { rejected: 7, lastHeard: noon + span(3) })];
  golden(context, records, documentOf(3.2, { peers }));
});

test("lists of addresses that differ: both are named", (context) => {
  const records = diary(
    [-3000, started],
    [
      -2999,
      {
        kind: "address-list-differs",
        instance: "VI_1",
        vrid: 51,
        source: other,
        missing: ["192.0.2.101"],
        unexpected: ["192.0.2.102"],
        expectedCount: 2,
        receivedCount: 2,
      },
    ],
  );
  golden(context, records, documentOf(3.2, { state: "backup" }));
});

test("protocol 112 is filtered on the way to this node: nothing was ever heard", (context) => {
  const records = diary([-3.6, started], [0, alone]);
  const { counters } = documentOf(0).instances[0] ?? assert.fail();
  golden(context, records, documentOf(3.2, { counters: { ...counters, received: 0, accepted: 0 } }));
});

test("protocol 112 is filtered on the way to the other node: it is master as well", (context) => {
  const records = diary(
    [-3000, alone],
    [
      -1,
      {
        kind: "lower-priority-advert",
        instance: "VI_1",
        source: "192.0.2.2",
        priority: 90,
        ours: 100,
        response: "contested",
      },
    ],
  );
  golden(context, records, documentOf(3.2));
});

test("a stranger uses the VRID", (context) => {
  const records = diary(
    [-3000, alone],
    [
      0,
      {
        kind: "address-list-differs",
        instance: "VI_1",
        vrid: 51,
        source: "192.0.2.66",
        missing: ["192.0.2.100", "192.0.2.101"],
        unexpected: ["198.51.100.7"],
        expectedCount: 2,
        receivedCount: 1,
      },
    ],
    [
      0,
      turn("master", "backup", { kind: "advert", source: "192.0.2.66", priority: 200, ours: 100, won: "by-priority" }),
    ],
  );
  golden(context, records, documentOf(3.2, { state: "backup" }));
});

test("the own process was stopped for a while", (context) => {
  const records = diary(
    [-3000, alone],
    [-5, { kind: "late-advert", instance: "VI_1", late: span(2.95), count: 1 }],
    [
      -5,
      {
        kind: "lower-priority-advert",
        instance: "VI_1",
        source: "192.0.2.2",
        priority: 90,
        ours: 100,
        response: "contested",
      },
    ],
  );
  golden(context, records, documentOf(3.2));
});

test("the process of the master was stopped for a while, as its backup sees it", (context) => {
  const records = diary(
    [-3000, started],
    [-1.7, silent],
    [0, turn("master", "backup", { kind: "advert", source: other, priority: 150, ours: 100, won: "by-priority" })],
  );
  golden(context, records, documentOf(3.2, { state: "backup" }));
});

test("an address that was deleted by hand was put back", (context) => {
  const records = diary(
    [-3000, alone],
    [
      -3,
      {
        kind: "address-repaired",
        instance: "VI_1",
        address: { prefix: "192.0.2.100/24", interface: "eth0", scope: 0, label: undefined, broadcast: undefined },
      },
    ],
  );
  golden(context, records, documentOf(3.2));
});

const maintained: Plain<Cause> = {
  kind: "fault",
  reasons: [{ kind: "maintenance", by: "alice", reason: "new kernel" }],
};

test("an operator ordered maintenance", (context) => {
  const records = diary(
    [-3000, alone],
    [-0.6, { kind: "maintenance", target: "VI_1", by: "alice", reason: "new kernel", change: "begun" }],
    [0, turn("master", "fault", maintained)],
  );
  const maintenance = { since: noon - span(0.6), until: undefined, by: "alice", reason: "new kernel" };
  golden(context, records, documentOf(3.2, { state: "fault", maintenance }));
});

test("a link came back", (context) => {
  const reasons = [{ kind: "interface-down", interface: "eth0" }] as const;
  const records = diary(
    [-9, { kind: "link-state", interface: "eth0", state: "down" }],
    [-9, turn("master", "fault", { kind: "fault", reasons })],
    [-0.001, { kind: "link-state", interface: "eth0", state: "up" }],
    [0, turn("fault", "backup", { kind: "recovered", reasons })],
  );
  golden(context, records, documentOf(3.2, { state: "backup" }));
});

test("the master has lowered its priority itself", (context) => {
  const records = diary(
    [-3000, started],
    [-2999, { kind: "master-changed", instance: "VI_1", from: undefined, to: other }],
    [
      -3,
      {
        kind: "lower-priority-advert",
        instance: "VI_1",
        source: other,
        priority: 90,
        ours: 100,
        response: "discarded",
      },
    ],
    [0, turn("backup", "master", { kind: "preempted", master: other, priority: 90, ours: 100 })],
  );
  golden(context, records, documentOf(3.2, { peers: [peer(other, { priority: 90 })] }));
});

test("a process that died was replaced without a fail-over", (context) => {
  const exit = { kind: "signalled", signal: 9, name: "SIGKILL" } as const;
  const records = diary(
    [-3000, alone],
    [-0.2, { process: "supervisor", event: { kind: "child-died", child: "vrrp", pid: 12, exit, sequel: "respawn" } }],
    [0, turn("init", "master", { kind: "adopted", silence: span(0.3) })],
  );
  golden(context, records, documentOf(3.2));
});

test("a member takes its sync group with it", (context) => {
  const reasons = [{ kind: "interface-down", interface: "eth1" }] as const;
  const cause = { kind: "fault", reasons } as const;
  const records = diary(
    [-3000, turn("backup", "master", { kind: "timeout", master: undefined, silence: undefined }, "VI_2")],
    [-3000, alone],
    [-0.001, { kind: "link-state", interface: "eth1", state: "down" }],
    [0, turn("master", "fault", cause, "VI_2")],
    [0, { kind: "group-state", group: "G1", to: "fault", cause }],
    [0, turn("master", "fault", { kind: "group", group: "G1", member: "VI_2", because: cause })],
  );
  golden(context, records, undefined, "G1");
});

test("a member follows its sync group", (context) => {
  const cause = { kind: "fault", reasons: [{ kind: "interface-down", interface: "eth1" }] } as const;
  const records = diary(
    [-3000, alone],
    [-0.001, { kind: "link-state", interface: "eth1", state: "down" }],
    [0, turn("master", "fault", cause, "VI_2")],
    [0, turn("master", "fault", { kind: "group", group: "G1", member: "VI_2", because: cause })],
  );
  golden(context, records, documentOf(3.2, { state: "fault" }));
});

test("a daemon that was stopped, from its journal", (context) => {
  const records = diary(
    [-3000, alone],
    [-0.1, { process: "supervisor", event: { kind: "stopping" } }],
    [0, turn("master", "init", { kind: "stopped" })],
    [0.1, { process: "supervisor", event: { kind: "daemon-stopped", status: 0 } }],
  );
  golden(context, records, undefined);
});

test("an instance without a transition, with what the peer table knows", (context) => {
  const peers = [peer(other, { missing: ["192.0.2.101"] })];
  const warnings = [
    {
      kind: "owner-conflict",
      subject: "VI_1",
      other,
      since: noon,
      text: `${other} claims to own the addresses as well`,
      cure: "Give priority 255 to one node only",
    },
  ] as const;
  golden(context, [], documentOf(3.2, { state: "backup", peers }, { warnings }));
});

test("a name that nobody knows", (context) => {
  golden(context, [], undefined, "VI_9");
});

test("the own process was late while nothing was heard", (context) => {
  const records = diary([-3000, started], [-1, { kind: "stalled", instance: "VI_1", late: span(4.2) }], [0, silent]);
  golden(context, records, documentOf(3.2, { peers: [peer(other, { lastHeard: noon + span(1) })] }));
});

test("the own link was down while nothing was heard", (context) => {
  const records = diary(
    [-3000, started],
    [-5, { kind: "link-state", interface: "eth0", state: "down" }],
    [-2, { kind: "link-state", interface: "eth0", state: "up" }],
    [0, silent],
  );
  golden(context, records, documentOf(3.2, { peers: [peer(other)] }));
});

test("adverts of another VRID and another mode came instead", (context) => {
  const records = diary(
    [-3.6, started],
    [-3, { kind: "unknown-vrid", interface: "eth0", source: other, vrid: 15 }],
    [-3, { kind: "unexpected-mode", instance: "VI_1", source: "192.0.2.3", received: "unicast" }],
    [-2, { kind: "own-address-advert", instance: "VI_1", source: "192.0.2.2" }],
    [0, alone],
  );
  golden(context, records, documentOf(3.2));
});

test("adverts were rejected from the start", (context) => {
  const reason = { kind: "interval", received: span(1), expected: span(2) } as const;
  const records = diary(
    [-3.6, started],
    [-3, { kind: "advert-rejected", instance: "VI_1", version: 2, source: other, reason }],
    [0, alone],
  );
  golden(context, records, undefined);
});

test("a tracked file, a tracked process and a tracked interface", (context) => {
  const reasons = [
    { kind: "file", file: "flag", value: 1, status: -254 },
    { kind: "process", process: "nginx", reverse: false },
    { kind: "tracked-interface", interface: "eth1", reverse: false },
  ] as const;
  const records = diary(
    [-3000, alone],
    [-1, { kind: "file-value", file: "flag", from: 0, to: 1 }],
    [-1, { kind: "process-quorum", process: "nginx", change: "lost", count: 0 }],
    [-1, { kind: "link-state", interface: "eth1", state: "removed" }],
    [0, turn("master", "fault", { kind: "fault", reasons })],
  );
  golden(context, records, documentOf(3.2, { state: "fault" }));
});

test("a script succeeds again, and its weight makes the priority the higher one", (context) => {
  const succeeded = { kind: "exited", status: 0 } as const;
  const records = diary(
    [-3001, { kind: "priority", instance: "VI_1", from: 150, to: 40, parts: [{ label: "script chk", amount: -110 }] }],
    [-3000, turn("master", "backup", { kind: "advert", source: other, priority: 100, ours: 40, won: "by-priority" })],
    [-3, { kind: "script-verdict", script: "chk", verdict: "up", outcome: succeeded, output: "", inARow: 2 }],
    [-3, { kind: "priority", instance: "VI_1", from: 40, to: 150, parts: [] }],
    [0, turn("backup", "master", { kind: "preempted", master: other, priority: 100, ours: 150 })],
  );
  golden(context, records, documentOf(3.2, { peers: [peer(other)] }));
});

test("a priority whose change before is in no record", (context) => {
  const failed = { kind: "exited", status: 1 } as const;
  const records = diary(
    [-3000, alone],
    [-3, { kind: "script-verdict", script: "chk", verdict: "down", outcome: failed, output: "", inARow: 2 }],
    [-3, { kind: "priority", instance: "VI_1", from: 160, to: 150, parts: [] }],
    [0, turn("master", "backup", { kind: "advert", source: other, priority: 155, ours: 150, won: "by-priority" })],
  );
  golden(context, records, documentOf(3.2, { state: "backup", peers: [peer(other)] }));
});

test("a state that changes again and again, with a notify script that fails and records that are lost", (context) => {
  const back = turn("master", "backup", {
    kind: "advert",
    source: other,
    priority: 150,
    ours: 100,
    won: "by-priority",
  });
  const records = diary(
    ...[-50, -40, -30, -20].flatMap(
      (at) =>
        [
          [at, silent],
          [at + 5, back],
        ] as const,
    ),
    [0, silent],
    [
      0.1,
      {
        kind: "program-run",
        purpose: "notify_master of VI_1",
        instance: "VI_1",
        words: ["/etc/keepalived/notify", "master"],
        failure: "status 3",
        duration: 5,
        output: ["nginx: configuration error"],
      },
    ],
    [0.2, { process: "supervisor", event: { kind: "records-lost", of: "vrrp", count: 12 } }],
  );
  golden(context, records, documentOf(3.2, { peers: [peer(other)] }));
});

test("warnings that stood when the daemon ended", (context) => {
  const warning = { kind: "split-brain", priority: 90, ours: 100, rejection: undefined } as const;
  const conflict = { kind: "carp", vrid: 51, interface: "eth0" } as const;
  const records = diary(
    [-3000, alone],
    [-9, { kind: "warning", instance: "VI_1", other, warning }],
    [-8, { kind: "warning", instance: "VI_1", other, warning: conflict }],
    [-7, { kind: "warning-over", instance: "VI_1", other, warning: conflict, lasted: span(1) }],
  );
  golden(context, records, undefined);
});

test("a vrrp process that does not answer", (context) => {
  const document = documentOf(3.2, {}, { instances: [], silent: ["vrrp"] });
  golden(context, diary([-3000, started], [0, silent]), document);
});

test("a journal knows the interface by what was announced there", (context) => {
  const address = { prefix: "192.0.2.100/24", interface: "eth0", scope: 0, label: undefined, broadcast: undefined };
  const records = diary(
    [-3000, { kind: "announced", instance: "VI_1", addresses: [address], repeat: 5, reason: "became-master" }],
    [-2000, turn("master", "backup", { kind: "advert", source: other, priority: 150, ours: 100, won: "by-priority" })],
    [-5, { kind: "link-state", interface: "eth0", state: "down" }],
    [-5, { kind: "link-state", interface: "eth7", state: "down" }],
    [0, silent],
  );
  golden(context, records, undefined);
});

const followsIntoFault: Plain<Cause> = { kind: "fault", reasons: [{ kind: "group", group: "G1", member: "VI_2" }] };

test("a member is in FAULT because another one is", (context) => {
  const cause = { kind: "fault", reasons: [{ kind: "interface-down", interface: "eth1" }] } as const;
  const records = diary(
    [-9, turn("backup", "master", { kind: "group", group: "G1", member: "VI_2", because: aloneCause })],
    [0, { kind: "link-state", interface: "eth1", state: "down" }],
    [0, turn("master", "fault", cause, "VI_2")],
    [0, { kind: "group-state", group: "G1", to: "fault", cause }],
    [0, turn("master", "fault", followsIntoFault)],
  );
  golden(context, records, documentOf(3.2, { state: "fault" }));
});

test("maintenance was refused", (context) => {
  const order = { kind: "maintenance", target: "VI_1", by: "alice", reason: "" } as const;
  const records = diary([-3000, alone], [-2, { ...order, change: "refused", instance: "VI_1", within: span(3) }]);
  golden(context, records, documentOf(3.2));
});

if (update) {
  after(() => writeFileSync(file, Array.from(texts, ([title, text]) => `=== ${title}\n${text}\n`).join("\n")));
}
