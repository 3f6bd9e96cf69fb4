import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import {
  hour,
  noon,
  sampleDaemon,
  sampleDocument,
  sampleInstance,
  samplePeer,
  sampleRecord,
  sampleServer,
  sampleService,
} from "../samples.ts";
import type { StatusDocument } from "../status-document.ts";
import { eventLines } from "./event-lines.ts";
import { noPaint } from "./paint.ts";
import { statusLines } from "./status-lines.ts";
import { topScreen } from "./top-screen.ts";
import { firstView, withDocument, withEvent } from "./top-view.ts";

// What is printed, word for word. `UPDATE=1` writes golden.txt anew: review it as a diff.

const goldenFile = new URL("golden.txt", import.meta.url);
const second = 1_000_000;

const master = sampleInstance({
  state: "master",
  priority: 80,
  parts: [
    { label: "chk_http", amount: -20 },
    { label: "eth1", amount: 0 },
  ],
  master: undefined,
  causes: [{ kind: "timeout", text: "no advert from 192.0.2.2 for 3.609375 s", details: {} }],
  addresses: [{ address: "192.0.2.100/32", interface: "eth0", held: true, excluded: false }],
});

const fault = sampleInstance({
  name: "VI_2",
  group: "G",
  vrid: 52,
  protocol: 3,
  state: "fault",
  since: noon - 12 * second,
  faults: ["script chk_http failing"],
  causes: [
    { kind: "script", text: "script chk_http failing", details: {} },
    { kind: "script-run", text: "script chk_http failed three times in a row: status 1", details: { status: 1 } },
  ],
  addresses: ["192.0.2.101/32", "192.0.2.102/32"].map((address, index) => ({
    address,
    interface: "eth0",
    held: index === 0,
    excluded: false,
  })),
  peers: [
    samplePeer({
      interval: 2 * second,
      missing: ["192.0.2.102"],
      unexpected: ["192.0.2.9"],
      gaps: 2,
      longestGap: 2.4 * second,
      rejected: 3,
      lastRejection: { at: noon - 5 * second, reason: "password", text: "wrong password" },
    }),
    samplePeer({
      source: "192.0.2.3",
      configured: true,
      lastHeard: undefined,
      priority: undefined,
      interval: undefined,
    }),
    samplePeer({ source: "192.0.2.4", priority: 0, lastHeard: noon - 90 * second }),
  ],
});

const resting = sampleInstance({
  state: "fault",
  since: noon - 60 * second,
  faults: ["maintenance by ada: new disk"],
  maintenance: { since: noon - 60 * second, until: noon + 29 * 60 * second, by: "ada", reason: "new disk" },
});

const services = [
  sampleService(),
  sampleService({
    name: "[192.0.2.100]:tcp:443",
    quorum: "down",
    liveWeight: 0,
    isSorry: true,
    since: noon - 31 * second,
    servers: [
      sampleServer({ weight: 0, drained: true }),
      sampleServer({
        name: "[198.51.100.12]:tcp:443",
        state: "down",
        weight: undefined,
        since: noon - 31 * second,
        checkers: [
          {
            name: "HTTP_GET /health",
            state: "down",
            runs: 40,
            failures: 4,
            lastFailure: { at: noon - second, text: "/health has status 503, expected 200" },
          },
        ],
      }),
    ],
  }),
];

const documents: Readonly<Record<string, StatusDocument>> = {
  "a backup": sampleDocument({ instances: [sampleInstance()] }),
  "a master whose script failed": sampleDocument({ instances: [master] }),
  "everything at once": sampleDocument({
    daemon: sampleDaemon({
      generation: 3,
      loadedAt: noon - 2 * hour,
      processes: [
        { name: "supervisor", pid: 100, startedAt: noon - 26 * hour, restarts: 0 },
        { name: "vrrp", pid: 301, startedAt: noon - hour, restarts: 2 },
        { name: "checkers", pid: undefined, startedAt: undefined, restarts: 1 },
      ],
    }),
    instances: [master, fault],
    groups: [{ name: "G", state: "fault", members: ["VI_2", "VI_3"] }],
    services,
    trackers: [
      {
        kind: "script",
        name: "chk_http",
        state: "down",
        isGood: false,
        detail: "status 1",
        output: ["connection refused"],
        lastRun: noon - 0.4 * second,
        lastDuration: 12_000,
      },
      {
        kind: "interface",
        name: "eth0",
        state: "up",
        isGood: true,
        detail: "",
        output: [],
        lastRun: undefined,
        lastDuration: undefined,
      },
    ],
    warnings: [
      {
        kind: "split-brain",
        subject: "VI_1",
        other: "192.0.2.2",
        since: noon - 8 * second,
        text: "192.0.2.2 advertises as master too, and its adverts are rejected: wrong password",
        cure: "Give both routers the same auth_pass",
      },
    ],
    strangers: [
      { protocol: "carp", interface: "eth0", source: "192.0.2.77", vrid: 7, lastHeard: noon - second, count: 9 },
    ],
    silent: ["checkers"],
  }),
  "in maintenance": sampleDocument({ instances: [resting] }),
  "a master that nobody would follow, just started": sampleDocument({
    instances: [
      sampleInstance({ state: "master", since: noon - 100_000, peers: [], master: undefined, addresses: [] }),
    ],
  }),
  "a backup that has heard nobody": sampleDocument({
    instances: [sampleInstance({ master: undefined, peers: [], since: undefined, state: "init" })],
  }),
  "many instances and services": sampleDocument({
    instances: [
      master,
      fault,
      resting,
      sampleInstance({ name: "VI_4" }),
      sampleInstance({ name: "VI_long_name", master: undefined }),
    ],
    services: [...services, ...services, sampleService({ isSuspended: true })],
  }),
};

const record = sampleRecord(12, {
  process: "vrrp",
  severity: "warning",
  text: "VI_1 became FAULT, it was MASTER",
  subject: "VI_1",
  causes: [
    { kind: "fault", text: "script chk_http failing", details: {} },
    {
      kind: "script",
      text: "script chk_http failed three times in a row: status 1",
      details: { status: 1, output: ["connecting ...", "connection refused"] },
    },
  ],
});

/** A clock that needs no time zone. */
const clock = (at: number): string => new Date(at / 1_000).toISOString().slice(11, 19);

function golden(): string {
  const screens = Object.entries(documents).map(
    ([title, document]) => `==== status: ${title}\n${statusLines(document, noPaint).join("\n")}\n`,
  );
  const events = `==== events\n${eventLines(record, clock, noPaint).join("\n")}\n${eventLines(sampleRecord(13), clock, noPaint).join("\n")}\n`;
  const tops = Object.entries(documents).flatMap(([title, document]) => {
    const view = withEvent(withDocument(firstView, document), record);
    return [view, { ...view, isDetail: true }].map((each) => {
      const lines = topScreen(each, { columns: 80, rows: 24 }, clock).map(({ text }) => text);
      return `==== top${each.isDetail ? ", details" : ""}: ${title}\n${lines.join("\n")}\n`;
    });
  });
  return [...screens, events, ...tops.slice(0, 6)].join("\n");
}

test("what status, events and top print", () => {
  const printed = golden();
  if (process.env["UPDATE"] === "1") writeFileSync(goldenFile, printed);
  assert.equal(printed, existsSync(goldenFile) ? readFileSync(goldenFile, "utf8") : "");
});
