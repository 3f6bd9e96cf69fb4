import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import { milliseconds, seconds } from "../base/time.ts";
import type { VirtualAddress } from "../vrrp/config.ts";
import type { VrrpEvent } from "../vrrp/events.ts";
import { logLines } from "./log-wording.ts";

const peer = IpAddress.of("192.0.2.2");
const state = { kind: "instance-state", instance: "VI_1", priority: 100 } as const;
const virtual: VirtualAddress = {
  prefix: { address: IpAddress.of("192.0.2.100"), length: 32 },
  interface: "eth0",
  scope: 0,
  label: undefined,
  broadcast: undefined,
};

/** The wording is an interface: operators grep for it and alert on it (section 34 of the reference). */
const golden: readonly (readonly [event: VrrpEvent, ...lines: string[]])[] = [
  [{ ...state, from: "init", to: "backup", cause: { kind: "started" } }, "(VI_1) Entering BACKUP STATE (init)"],
  [
    { ...state, from: "fault", to: "backup", cause: { kind: "recovered", reasons: [] } },
    "(VI_1) Entering BACKUP STATE",
  ],
  [
    { ...state, from: "backup", to: "master", cause: { kind: "timeout", master: peer, silence: seconds(3.6) } },
    "(VI_1) Entering MASTER STATE",
    "-D (VI_1) became master because: no advert from 192.0.2.2 for 3.6 s",
  ],
  [
    {
      kind: "repeated",
      instance: "VI_1",
      counts: new Map([
        ["checksum", 4980],
        ["master-changed", 12],
      ]),
      during: seconds(10),
    },
    "(VI_1) in the last 10 s: 4980 more of invalid checksum, 12 more of master changed",
  ],
  [
    { kind: "flood", interface: "eth0", news: { kind: "began" } },
    "VRRP packets for nobody here flood eth0, more than 200 a second - most are dropped by the kernel from now on",
  ],
  [
    { kind: "flood", interface: "eth0", news: { kind: "goes-on", packets: 3_000_000, during: seconds(60) } },
    "VRRP packets for nobody here still flood eth0 - about 3000000 more in the last 60 s",
  ],
  [
    { kind: "flood", interface: "eth0", news: { kind: "over", packets: 3_500_000, lasted: seconds(80) } },
    "The flood of VRRP packets on eth0 is over - about 3500000 in 80 s",
  ],
  [
    {
      ...state,
      from: "master",
      to: "backup",
      cause: { kind: "advert", source: peer, priority: 150, ours: 100, won: "by-priority" },
    },
    "(VI_1) Master received advert from 192.0.2.2 with higher priority 150, ours 100",
    "(VI_1) Entering BACKUP STATE",
  ],
  [
    {
      ...state,
      from: "master",
      to: "backup",
      cause: { kind: "advert", source: peer, priority: 100, ours: 100, won: "by-address" },
    },
    "(VI_1) Master received advert from 192.0.2.2 with same priority 100 but higher IP address than ours",
    "(VI_1) Entering BACKUP STATE",
  ],
  [
    {
      ...state,
      from: "master",
      to: "fault",
      cause: { kind: "fault", reasons: [{ kind: "interface-down", interface: "eth0" }] },
    },
    "(VI_1): entering FAULT state (interface eth0 down)",
    "(VI_1) Entering FAULT STATE",
  ],
  [
    {
      ...state,
      from: "init",
      to: "fault",
      cause: { kind: "fault", reasons: [{ kind: "script-pending", script: "c" }] },
    },
  ],
  [{ ...state, from: "master", to: "init", cause: { kind: "stopped" } }],
  [
    { kind: "group-state", group: "VG", to: "master", cause: { kind: "address-owner" } },
    "VRRP_Group(VG) Syncing instances to MASTER state",
  ],
  [{ kind: "group-state", group: "VG", to: "backup", cause: { kind: "started" } }],
  [{ kind: "advert-timeout", instance: "VI_1", cause: { kind: "started" } }, "-D (VI_1) Receive advertisement timeout"],
  [
    { kind: "priority", instance: "VI_1", from: 100, to: 98, parts: [] },
    "(VI_1) Changing effective priority from 100 to 98",
  ],
  [
    { kind: "advert-rejected", instance: "VI_1", version: 2, source: peer, reason: { kind: "password" } },
    "(VI_1) received an invalid passwd from 192.0.2.2!",
  ],
  [
    {
      kind: "advert-rejected",
      instance: "VI_1",
      version: 2,
      source: peer,
      reason: { kind: "authentication-type", received: 0, expected: 1 },
    },
    "(VI_1) received a 0 auth from 192.0.2.2, expecting 1!",
  ],
  [
    {
      kind: "advert-rejected",
      instance: "VI_1",
      version: 2,
      source: peer,
      reason: { kind: "interval", received: seconds(2), expected: seconds(1) },
    },
    "(VI_1) advertisement interval mismatch with 192.0.2.2 mine=1 sec rcv'd=2 sec",
  ],
  [
    {
      kind: "advert-rejected",
      instance: "VI_1",
      version: 2,
      source: peer,
      reason: { kind: "ttl", ttl: 64, minimum: 255, maximum: 255 },
    },
    "(VI_1) invalid TTL/HL 64 from 192.0.2.2. expected 255",
  ],
  [
    {
      kind: "lower-priority-advert",
      instance: "VI_1",
      source: peer,
      priority: 90,
      ours: 100,
      response: "discarded",
    },
    "(VI_1) received lower priority (90) advert from 192.0.2.2 - discarding",
  ],
  [
    {
      kind: "lower-priority-advert",
      instance: "VI_1",
      source: peer,
      priority: 90,
      ours: 100,
      response: "contested",
    },
    "(VI_1) Received advert from 192.0.2.2 with lower priority 90, ours 100, forcing new election",
  ],
  [
    { kind: "own-address-advert", instance: "VI_1", source: peer },
    "(VI_1) WARNING - equal priority advert received from remote host with our IP address.",
  ],
  [
    { kind: "priority-zero-received", instance: "VI_1", source: peer, state: "backup" },
    "-D (VI_1) Backup received priority 0 advertisement",
  ],
  [
    { kind: "priority-zero-received", instance: "VI_1", source: peer, state: "master" },
    "-D (VI_1) Master received priority 0 message",
  ],
  [
    { kind: "advert-rejected", instance: "VI_1", version: 3, source: peer, reason: { kind: "checksum" } },
    "(VI_1) Invalid VRRPv3 checksum from 192.0.2.2",
  ],
  [
    {
      ...state,
      from: "master",
      to: "fault",
      cause: { kind: "fault", reasons: [{ kind: "script", script: "chk", verdict: "down" }] },
    },
    "(VI_1): entering FAULT state due to script chk",
    "(VI_1) Entering FAULT STATE",
  ],
  [
    {
      kind: "address-list-differs",
      instance: "VI_1",
      vrid: 51,
      source: peer,
      missing: [virtual.prefix.address],
      unexpected: [],
      expectedCount: 2,
      receivedCount: 1,
    },
    "(VI_1) expected 2 VIPs but received 1 from 192.0.2.2",
    "(VI_1) ip address associated with VRID 51 not present in advert from 192.0.2.2: 192.0.2.100",
  ],
  [
    { kind: "unexpected-mode", instance: "VI_1", source: peer, received: "multicast" },
    "(VI_1) Expected unicast packet but received multicast packet from 192.0.2.2",
  ],
  [{ kind: "priority-zero-sent", instance: "VI_1" }, "-D (VI_1) sent 0 priority"],
  [{ kind: "master-changed", instance: "VI_1", from: undefined, to: peer }, "-D (VI_1) master set to 192.0.2.2"],
  [{ kind: "addresses-set", instance: "VI_1" }, "-D (VI_1) setting VIPs."],
  [{ kind: "addresses-removed", instance: "VI_1" }, "-D (VI_1) removing VIPs."],
  [
    { kind: "addresses-kept", instance: "VI_1", atMost: seconds(1.1) },
    "-D (VI_1) keeping VIPs until a successor advertises (at most 1.1 s)",
  ],
  [{ kind: "successor-heard", instance: "VI_1", source: peer }, "-D (VI_1) 192.0.2.2 has taken over"],
  [
    {
      kind: "configuration-changed",
      part: "instance",
      name: "VI_1",
      changes: [
        { kind: "changed", what: "priority", from: "100", to: "90" },
        { kind: "added", what: "address 192.0.2.101/32" },
        { kind: "removed", what: "track_script chk" },
        { kind: "replaced", what: "authentication" },
      ],
    },
    "(VI_1) reloaded: priority 100 -> 90, address 192.0.2.101/32 added, track_script chk removed, authentication changed",
  ],
  [
    { kind: "configuration-changed", part: "group", name: "VG", changes: [{ kind: "added", what: "member VI_2" }] },
    "VRRP_Group(VG) reloaded: member VI_2 added",
  ],
  [
    {
      kind: "configuration-changed",
      part: "script",
      name: "chk",
      changes: [{ kind: "changed", what: "interval", from: "10", to: "5" }],
    },
    "VRRP_Script(chk) reloaded: interval 10 -> 5",
  ],
  [
    { kind: "announced", instance: "VI_1", addresses: [virtual], repeat: 2, reason: "became-master" },
    "-D (VI_1) Sending/queueing gratuitous ARPs on eth0 for 192.0.2.100",
    "-D Sending gratuitous ARP on eth0 for 192.0.2.100",
    "-D Sending gratuitous ARP on eth0 for 192.0.2.100",
  ],
  [{ kind: "preempt-delay-started", instance: "VI_1", delay: seconds(2) }, "-D (VI_1) start preempt delay (2.000000)"],
  [{ kind: "link-state", interface: "eth0", state: "down" }, "Netlink reports eth0 down"],
  [
    { kind: "script-result", script: "chk", outcome: { kind: "exited", status: 1 }, output: "" },
    "Script `chk` now returning 1",
  ],
  [
    {
      kind: "script-verdict",
      script: "chk",
      verdict: "down",
      outcome: { kind: "exited", status: 1 },
      output: "one\ntwo\n\nthree\nfour\n",
    },
    "VRRP_Script(chk) failed (exited with status 1)",
    "VRRP_Script(chk) said: two",
    "VRRP_Script(chk) said: three",
    "VRRP_Script(chk) said: four",
  ],
  [
    { kind: "script-verdict", script: "chk", verdict: "down", outcome: { kind: "timed-out" }, output: "" },
    "VRRP_Script(chk) timed out",
  ],
  [
    { kind: "script-verdict", script: "chk", verdict: "up", outcome: { kind: "exited", status: 0 }, output: "fine" },
    "VRRP_Script(chk) succeeded",
  ],
  [{ kind: "script-overrun", script: "chk" }, "Track script chk is already running, expect idle - skipping run"],
  [
    { kind: "stalled", instance: "VI_1", late: milliseconds(1500) },
    "A thread timer expired 1.500000 seconds ago - (VI_1) listens for another interval before it takes over",
  ],
  [
    {
      ...state,
      from: "master",
      to: "fault",
      cause: { kind: "fault", reasons: [{ kind: "file", file: "maintenance", value: 1, status: -254 }] },
    },
    "(VI_1): entering FAULT state (tracked file maintenance has status -254)",
    "(VI_1) Entering FAULT STATE",
  ],
  [
    { kind: "link-delayed", interface: "eth0", state: "down", delay: seconds(0.5) },
    "-D Netlink reports eth0 down, which counts after 0.5 seconds",
  ],
  [
    {
      ...state,
      from: "backup",
      to: "fault",
      cause: { kind: "fault", reasons: [{ kind: "source-address-missing", address: peer }] },
    },
    "(VI_1): entering FAULT state (source address 192.0.2.2 missing)",
    "(VI_1) Entering FAULT STATE",
  ],
  [{ kind: "process-quorum", process: "web", change: "lost", count: 0 }, "Quorum lost for tracked process web"],
  [{ kind: "file-value", file: "load", from: 0, to: -7 }, "Tracked file load now contains -7"],
  [
    { kind: "file-invalid", file: "load", content: "99999999999" },
    "Invalid number 99999999999 read from tracked file load - ignoring",
  ],
  [{ kind: "startup-delayed", delay: seconds(10) }, "Delaying startup for 10 seconds"],
  [{ kind: "startup-delay-over" }, "Delayed start completed"],
  [{ kind: "stranger", protocol: "vrrp", interface: "eth0", source: peer, vrid: 7 }],
  [
    { kind: "stranger", protocol: "carp", interface: "eth0", source: peer, vrid: 7 },
    "CARP with vhid 7 received from 192.0.2.2 on interface(eth0)",
  ],
  [
    { kind: "warning", instance: "VI_1", other: peer, warning: { kind: "owner-conflict" } },
    "(VI_1) WARNING - 192.0.2.2 claims to own the addresses of VI_1 with priority 255, as this node does. Give priority 255 to one node only",
  ],
  [
    { kind: "warning-over", instance: "VI_1", other: peer, warning: { kind: "owner-conflict" }, lasted: seconds(11.6) },
    "(VI_1) no more, after 12 s: 192.0.2.2 claims to own the addresses of VI_1 with priority 255, as this node does",
  ],
];

for (const [event, ...expected] of golden) {
  test(`${event.kind}: ${expected[0] ?? "nothing"}`, () => {
    const actual = logLines(event).map(({ text, detail }) => (detail ? `-D ${text}` : text));
    assert.deepEqual(actual, expected);
  });
}
