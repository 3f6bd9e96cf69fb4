import assert from "node:assert/strict";
import { test } from "node:test";

import { parsePolicies } from "../sim/policies.ts";
import { parseGroup, parseInstance, passwordBytes, Words } from "../sim/script-language.ts";
import type { InstanceConfig } from "./config.ts";
import { groupDifference, instanceDifference } from "./config-facets.ts";

const plain = parseInstance(new Words("instance VI_1"));

function changes(words: string, from = ""): readonly string[] {
  const [before, after] = [from, words].map((line) => parseInstance(new Words(`instance VI_1 ${line}`)));
  assert.ok(before !== undefined && after !== undefined);
  return instanceDifference(before, after).map((change) => Object.values(change).join(" | "));
}

test("what is the same is no change", () => {
  assert.deepEqual(instanceDifference(plain, parseInstance(new Words("instance VI_1"))), []);
  assert.deepEqual(instanceDifference(plain, { ...plain, rules: undefined, trackFiles: [], device: {} }), []);
});

test("values are told as they were and are", () => {
  assert.deepEqual(changes("priority=90 advert=0.5s preempt=no preempt-delay=3s down-adverts=4 state=master"), [
    "changed | state | BACKUP | MASTER",
    "changed | priority | 100 | 90",
    "changed | advert_int | 1 | 0.5",
    "changed | down_timer_adverts | 3 | 4",
    "changed | preempt | on | off",
    "changed | preempt_delay | 0 | 3",
  ]);
  assert.deepEqual(changes("source=192.0.2.9 answer-lower=no checksum=message"), [
    "changed | lower_prio_no_advert | off | on",
    "changed | source address | none | 192.0.2.9",
    "changed | v3_checksum_as_v2 | off | on",
  ]);
  assert.deepEqual(changes("garp-delay=1s garp-refresh=7s"), [
    "changed | garp_master_delay | 5 | 1",
    "changed | garp_master_refresh | 0 | 7",
    "changed | garp_lower_prio_delay | 5 | 1",
  ]);
});

test("of lists it is told what came and what went", () => {
  assert.deepEqual(changes("addresses=192.0.2.101,192.0.2.102/24", "addresses=192.0.2.100,192.0.2.101"), [
    "removed | address 192.0.2.100/32",
    "added | address 192.0.2.102/24",
  ]);
  assert.deepEqual(changes("excluded=2001:db8::1"), ["added | excluded address 2001:db8::1/128"]);
  const policies = parsePolicies(new Words("instance VI_1 routes=198.51.100.0/24@eth0 rules=500"));
  assert.deepEqual(instanceDifference(plain, { ...plain, ...policies }), [
    { kind: "added", what: "route 198.51.100.0/24 dev eth0" },
    { kind: "added", what: "rule 500" },
  ]);
  assert.deepEqual(changes("peers=192.0.2.3", "peers=192.0.2.2"), [
    "removed | unicast_peer 192.0.2.2",
    "added | unicast_peer 192.0.2.3",
  ]);
  assert.deepEqual(changes("addresses=192.0.2.101,192.0.2.100", "addresses=192.0.2.100,192.0.2.101"), [
    "replaced | order of the list",
  ]);
});

test("trackers are told with their weights", () => {
  assert.deepEqual(changes("interfaces=eth1 scripts=chk:-20 files=flag:1r", "scripts=chk:20,old files=flag:1"), [
    "added | track_interface eth1",
    "removed | track_script old",
    "changed | track_script chk | weight 20 | weight -20",
    "changed | track_file flag | weight 1 | weight 1 reverse",
  ]);
});

const withPassword = (password: string): InstanceConfig => ({
  ...plain,
  authentication: { kind: "pass", password: passwordBytes(password) },
});

test("a password is never told", () => {
  assert.deepEqual(instanceDifference(withPassword("secret1"), withPassword("secret2")), [
    { kind: "replaced", what: "authentication" },
  ]);
});

test("an address with other options has changed", () => {
  const addresses = plain.addresses.map((address) => ({ ...address, label: "eth0:1" }));
  assert.deepEqual(instanceDifference(plain, { ...plain, addresses }), [
    { kind: "replaced", what: "address 192.0.2.100/32" },
  ]);
});

test("the less usual properties are told, too, and by their keywords", () => {
  const after: InstanceConfig = {
    ...plain,
    device: { ignoreInterfaceFaults: true },
    delivery: { timeToLive: 64 },
    conduct: { strict: true, accept: false },
  };
  const told = instanceDifference(plain, after);
  assert.deepEqual(
    told.map((change) => Object.values(change).join(" | ")),
    [
      "changed | dont_track_primary | off | on",
      "changed | unicast_ttl | none | 64",
      "changed | strict_mode | none | on",
      "changed | accept | none | off",
    ],
  );
});

test("members of groups", () => {
  const [before, after] = ["VI_1,VI_2", "VI_2,VI_3"].map((members) =>
    parseGroup(new Words(`group VG members=${members}`)),
  );
  assert.ok(before !== undefined && after !== undefined);
  assert.deepEqual(groupDifference(before, after), [
    { kind: "removed", what: "member VI_1" },
    { kind: "added", what: "member VI_3" },
  ]);
});
