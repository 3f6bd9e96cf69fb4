import { IpAddress } from "../../base/ip-address.ts";
import { microseconds, milliseconds, seconds } from "../../base/time.ts";
import type { SupervisorEvent } from "../../supervisor/events.ts";
import type { VirtualAddress } from "../../vrrp/config.ts";
import type { VrrpEvent } from "../../vrrp/events.ts";
import type { LvsReport, SupervisorReport } from "./event-record.ts";

/** An event of every kind, for tests of what is said about them. */

const peer = IpAddress.of("192.0.2.2");
const own = IpAddress.of("192.0.2.1");
const instance = "VI_1";

export function virtualAddress(last: number): VirtualAddress {
  return {
    prefix: { address: IpAddress.of(`192.0.2.${last}`), length: 24 },
    interface: "eth0",
    scope: 0,
    label: undefined,
    broadcast: undefined,
  };
}

type Samples<Event extends { readonly kind: string }> = {
  readonly [Kind in Event["kind"]]: readonly WithoutKind<Extract<Event, { readonly kind: Kind }>>[];
};

/** Of each of several forms by itself. */
type WithoutKind<Event> = Event extends unknown ? Omit<Event, "kind"> : never;

export const vrrpSamples: Samples<VrrpEvent> = {
  "instance-state": [
    { instance, from: "init", to: "backup", cause: { kind: "started" }, priority: 100 },
    { instance, from: "backup", to: "master", cause: { kind: "address-owner" }, priority: 255 },
    { instance, from: "init", to: "master", cause: { kind: "adopted", silence: milliseconds(63) }, priority: 100 },
    {
      instance,
      from: "backup",
      to: "master",
      cause: { kind: "timeout", master: peer, silence: milliseconds(361) },
      priority: 100,
      master: own,
    },
    {
      instance,
      from: "backup",
      to: "master",
      cause: { kind: "timeout", master: undefined, silence: undefined },
      priority: 100,
    },
    {
      instance,
      from: "backup",
      to: "master",
      cause: { kind: "preempted", master: peer, priority: 90, ours: 100 },
      priority: 100,
    },
    { instance, from: "backup", to: "master", cause: { kind: "master-resigned", master: peer }, priority: 100 },
    {
      instance,
      from: "master",
      to: "backup",
      cause: { kind: "advert", source: peer, priority: 110, ours: 100, won: "by-priority" },
      priority: 100,
    },
    {
      instance,
      from: "master",
      to: "backup",
      cause: { kind: "advert", source: peer, priority: 100, ours: 100, won: "by-address" },
      priority: 100,
    },
    {
      instance,
      from: "init",
      to: "fault",
      cause: { kind: "fault", reasons: [{ kind: "script-pending", script: "chk" }] },
      priority: 100,
    },
    {
      instance,
      from: "backup",
      to: "fault",
      cause: {
        kind: "fault",
        reasons: [
          { kind: "no-source-address", interface: "eth0", family: "ipv4" },
          { kind: "source-address-missing", address: own },
        ],
      },
      priority: 100,
    },
    {
      instance,
      from: "master",
      to: "fault",
      cause: { kind: "fault", reasons: [{ kind: "maintenance", by: "alice", reason: "new kernel" }] },
      priority: 100,
    },
    {
      instance,
      from: "fault",
      to: "backup",
      cause: { kind: "recovered", reasons: [{ kind: "interface-down", interface: "eth0" }] },
      priority: 100,
    },
    {
      instance,
      from: "backup",
      to: "master",
      cause: { kind: "group", group: "G", member: "VI_2", because: { kind: "master-resigned", master: peer } },
      priority: 100,
    },
    { instance, from: "master", to: "init", cause: { kind: "stopped" }, priority: 100 },
    { instance, from: "master", to: "init", cause: { kind: "removed" }, priority: 100 },
    { instance, from: "master", to: "backup", cause: { kind: "reloaded" }, priority: 100 },
  ],
  "group-state": [{ group: "G", to: "master", cause: { kind: "started" } }],
  "group-arrived": [{ group: "G", to: "fault", cause: { kind: "started" } }],
  "advert-timeout": [{ instance, cause: { kind: "timeout", master: peer, silence: seconds(3.6) } }],
  priority: [{ instance, from: 100, to: 80, parts: [{ label: "script chk", amount: -20 }] }],
  "advert-rejected": [
    { instance, version: 2, source: peer, reason: { kind: "password" } },
    { instance, version: 3, source: peer, reason: { kind: "ttl", ttl: 64, minimum: 255, maximum: 255 } },
    { instance, version: 2, source: peer, reason: { kind: "interval", received: seconds(2), expected: seconds(1) } },
    { instance, version: 2, source: peer, reason: { kind: "authentication-type", received: 0, expected: 1 } },
  ],
  "unknown-vrid": [{ interface: "eth0", source: peer, vrid: 77 }],
  repeated: [{ instance, counts: new Map([["password", 95]]), during: seconds(10) }],
  flood: [
    { interface: "eth0", news: { kind: "began" } },
    { interface: "eth0", news: { kind: "goes-on", packets: 51_200, during: seconds(60) } },
    { interface: "eth0", news: { kind: "over", packets: 90_000, lasted: seconds(130) } },
  ],
  "unexpected-mode": [{ instance, source: peer, received: "unicast" }],
  "lower-priority-advert": [
    { instance, source: peer, priority: 90, ours: 100, response: "contested" },
    { instance, source: peer, priority: 90, ours: 100, response: "discarded" },
  ],
  "own-address-advert": [{ instance, source: own }],
  "priority-zero-received": [{ instance, source: peer, state: "backup" }],
  "priority-zero-sent": [{ instance }],
  "master-changed": [
    { instance, from: undefined, to: peer },
    { instance, from: peer, to: IpAddress.of("192.0.2.3") },
  ],
  "interval-learned": [{ instance, source: peer, from: seconds(1), to: milliseconds(100) }],
  "address-list-differs": [
    {
      instance,
      vrid: 51,
      source: peer,
      missing: [IpAddress.of("192.0.2.100")],
      unexpected: [IpAddress.of("2001:db8::1")],
      expectedCount: 1,
      receivedCount: 1,
    },
  ],
  "checksum-form": [{ instance, source: peer, form: "message", ours: "pseudo-header" }],
  "owner-conflict": [{ instance, source: peer, conceded: true }],
  "preempt-delay-started": [{ instance, delay: seconds(30) }],
  "preempt-delay-stopped": [{ instance }],
  "addresses-set": [{ instance }],
  "addresses-kept": [{ instance, atMost: milliseconds(2200) }],
  "successor-heard": [{ instance, source: peer }],
  "addresses-removed": [{ instance }],
  "left-behind": [{ addresses: [virtualAddress(100)] }],
  "address-repaired": [{ instance, address: virtualAddress(100) }],
  restored: [
    { instance, addresses: [virtualAddress(100)], routes: [], rules: [] },
    { instance: undefined, addresses: [virtualAddress(100)], routes: [], rules: [] },
  ],
  announced: [
    { instance, addresses: [virtualAddress(100)], repeat: 5, reason: "became-master" },
    {
      instance,
      addresses: Array.from({ length: 200 }, (_, index) => virtualAddress(index)),
      repeat: 1,
      reason: "second-burst",
    },
  ],
  stalled: [{ instance, late: seconds(2) }],
  "late-advert": [{ instance, late: milliseconds(144), count: 3 }],
  "link-delayed": [{ interface: "eth0", state: "down", delay: seconds(1) }],
  "link-state": [
    { interface: "eth0", state: "down" },
    { interface: "eth0", state: "up" },
    { interface: "eth0", state: "removed" },
  ],
  device: [
    { instance, interface: "vrrp.51", change: "created" },
    { instance, interface: "vrrp.51", change: "restored" },
  ],
  "script-result": [{ script: "chk", outcome: { kind: "exited", status: 1 }, output: "one\ntwo\nthree\nfour\n" }],
  "script-verdict": [
    { script: "chk", verdict: "down", outcome: { kind: "exited", status: 1 }, output: "no answer\n", inARow: 3 },
    { script: "chk", verdict: "up", outcome: { kind: "exited", status: 0 }, output: "", inARow: 1 },
    { script: "chk", verdict: "down", outcome: { kind: "timed-out" }, output: "", inARow: 2 },
    { script: "chk", verdict: "down", outcome: { kind: "signalled", signal: "SIGSEGV" }, output: "" },
    { script: "chk", verdict: "down", outcome: { kind: "not-started", code: "ENOENT" }, output: "" },
  ],
  "script-overrun": [{ script: "chk" }],
  "file-value": [{ file: "flag", from: 0, to: -254 }],
  "file-invalid": [{ file: "flag", content: "99999999999999" }],
  "process-quorum": [
    { process: "haproxy", change: "lost", count: 0 },
    { process: "haproxy", change: "gained", count: 2 },
  ],
  "configuration-changed": [
    {
      part: "instance",
      name: instance,
      changes: [
        { kind: "changed", what: "priority", from: "100", to: "90" },
        { kind: "replaced", what: "password" },
        { kind: "added", what: "address 192.0.2.101/24" },
      ],
    },
  ],
  maintenance: [
    { target: instance, by: "alice", reason: "kernel update", change: "begun" },
    { target: undefined, by: "alice", reason: "", change: "over" },
    { target: instance, by: "alice", reason: "", change: "abandoned" },
    { target: instance, by: "alice", reason: "", change: "refused", instance, within: seconds(3.7) },
  ],
  "hand-over-begun": [{ instance, atMost: seconds(3.7) }],
  "hand-over-failed": [{ instance }],
  stranger: [
    { protocol: "vrrp", interface: "eth0", source: peer, vrid: 99 },
    { protocol: "carp", interface: "eth0", source: peer, vrid: 51 },
  ],
  warning: [
    { instance, other: peer, warning: { kind: "split-brain", priority: 90, ours: 100, rejection: undefined } },
    { instance, other: peer, warning: { kind: "address-list-differs", missing: [own], unexpected: [peer] } },
    { instance, other: peer, warning: { kind: "vrid-conflict", vrid: 51, interface: "eth0", addresses: [peer] } },
    { instance, other: peer, warning: { kind: "carp", vrid: 51, interface: "eth0" } },
    { instance, other: peer, warning: { kind: "owner-conflict" } },
    { instance, other: peer, warning: { kind: "adverts-rejected", reason: { kind: "password" } } },
  ],
  "warning-over": [{ instance, other: peer, warning: { kind: "owner-conflict" }, lasted: seconds(12) }],
  "startup-delayed": [{ delay: seconds(5) }],
  "startup-delay-over": [{}],
  reloaded: [
    { added: ["VI_2"], removed: [], changed: ["VI_1"] },
    { added: [], removed: [], changed: [] },
  ],
};

export const supervisorSamples: Samples<SupervisorEvent | SupervisorReport> = {
  "no-work": [{}],
  reloading: [{}],
  "reload-remembered": [{}],
  "reload-refused": [{}],
  stopping: [{}],
  "child-died": [
    { child: "vrrp", pid: 42, exit: { kind: "signalled", signal: 9, name: "SIGKILL" }, sequel: "respawn" },
    { child: "checkers", pid: undefined, exit: { kind: "not-started", reason: "EAGAIN" }, sequel: "respawn" },
    { child: "vrrp", pid: 42, exit: { kind: "exited", status: 70 }, sequel: "exit" },
  ],
  "restart-delayed": [
    { child: "vrrp", delay: microseconds(0) },
    { child: "vrrp", delay: seconds(4) },
  ],
  "permanent-error": [{ child: "vrrp", pid: 42, status: 2 }],
  "child-silent": [{ child: "vrrp" }],
  "child-killed": [{ child: "vrrp" }],
  "daemon-started": [{ version: "Holdfast v0.1.0", configuration: "/etc/keepalived/keepalived.conf" }],
  "daemon-stopped": [{ status: 0 }],
  "configuration-refused": [{ findings: ["(keepalived.conf: Line 3) Unknown keyword 'foo'", "another"] }],
  "records-lost": [
    { of: "vrrp", count: 1 },
    { of: "supervisor", count: 12 },
  ],
  command: [
    { command: "maintenance on VI_1", user: "alice", result: "begun", text: "" },
    { command: "maintenance on VI_1", user: "alice", result: "done", text: "192.0.2.2 has taken over" },
    { command: "drain web 192.0.2.9", user: "bob", result: "refused", text: "there is no such server" },
  ],
};

const service = "[192.0.2.80]:tcp:80";
const server = "[198.51.100.1]:tcp:80";
const checker = "TCP_CHECK";

/** As the checkers process tells them. */
export const lvsSamples: readonly LvsReport[] = [
  { kind: "checker-started", service, server, checker, details: {} },
  {
    kind: "check-failed",
    service,
    server,
    checker,
    details: { remaining: 2, failure: "connect", code: "ECONNREFUSED", reason: "connection refused (ECONNREFUSED)" },
  },
  {
    kind: "checker-state",
    service,
    server,
    checker,
    details: {
      state: "down",
      retries: 2,
      failure: "connect",
      code: "ECONNREFUSED",
      reason: "connection refused (ECONNREFUSED)",
    },
  },
  { kind: "server-state", service, server, details: { state: "down", cause: "check", isFirst: false, checker } },
  { kind: "server-removed", service, server, details: {} },
  {
    kind: "quorum",
    service,
    details: { state: "lost", live: 0, quorum: 1, hysteresis: 0, cause: "check" },
  },
  { kind: "sorry-server-added", service, server: "[198.51.100.9]:tcp:80", details: {} },
  { kind: "checker-state", service, server, checker, details: { state: "up", retries: 0 } },
  { kind: "server-state", service, server, details: { state: "up", cause: "check", isFirst: false, checker } },
  { kind: "quorum", service, details: { state: "gained", live: 1, quorum: 1, hysteresis: 0, cause: "check" } },
  { kind: "sorry-server-removed", service, server: "[198.51.100.9]:tcp:80", details: {} },
  { kind: "server-added", service, server, details: { cause: "quorum" } },
  { kind: "quorum", service, details: { state: "starts-down", live: 0, quorum: 1, hysteresis: 0, cause: "start" } },
  { kind: "server-disabled", service, server, details: {} },
  { kind: "server-enabled", service, server, details: {} },
  { kind: "weight-changed", service, server, details: { from: 1, to: 5, active: true } },
  { kind: "suspended", service, details: {} },
  { kind: "resumed", service, details: {} },
  { kind: "service-added", service, details: {} },
  { kind: "service-removed", service, details: {} },
  { kind: "table-repaired", details: { changes: 3 } },
];
