import assert from "node:assert/strict";
import { test } from "node:test";

import { seconds } from "../base/time.ts";
import type { CheckerConfig, UdpCheck } from "../check/config.ts";
import { matchCheckers } from "./match-checkers.ts";

const file = (name: string): CheckerConfig => ({ kind: "file", file: name, weight: undefined });
const bfd = (session: string): CheckerConfig => ({ kind: "bfd", session, alpha: false });
const udp = (byte: number): UdpCheck => ({
  kind: "udp",
  payload: Uint8Array.of(byte),
  reply: undefined,
  timing: {
    delayLoop: seconds(1),
    retry: 1,
    delayBeforeRetry: seconds(1),
    warmup: seconds(1),
    alpha: false,
    logAllFailures: false,
  },
  connection: {
    address: undefined,
    port: undefined,
    connectTimeout: seconds(1),
    source: { address: undefined, port: undefined, interface: undefined },
    mark: 0,
  },
});

void test("checkers are found by what they do, wherever they stand, and then by their kind", () => {
  const before = [file("a"), bfd("x"), file("b")].map((config) => ({ config }));
  const { matches, left } = matchCheckers(before, [file("b"), file("c"), file("d"), bfd("x")]);
  assert.deepEqual(
    matches.map((match) => (match.kind === "new" ? "new" : `${match.kind} ${before.indexOf(match.before)}`)),
    ["kept 2", "changed 0", "new", "kept 1"],
  );
  assert.deepEqual(left, [before[0]]);
});

void test("equal checkers are found once each", () => {
  const before = [{ config: file("a") }, { config: file("a") }];
  const { matches, left } = matchCheckers(before, [file("a")]);
  assert.deepEqual(matches, [{ kind: "kept", before: before[0] }]);
  assert.deepEqual(left, [before[1]]);
});

void test("the order of properties says nothing, bytes do", () => {
  const { kind: _kind, ...others } = udp(1);
  const reordered = { ...others, kind: "udp" } as const;
  assert.equal(matchCheckers([{ config: udp(1) }], [reordered]).matches[0]?.kind, "kept");
  assert.equal(matchCheckers([{ config: udp(1) }], [udp(2)]).matches[0]?.kind, "changed");
});
