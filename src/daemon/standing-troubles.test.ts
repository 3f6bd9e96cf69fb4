import assert from "node:assert/strict";
import { test } from "node:test";
import type { SystemError } from "../platform/ports.ts";
import { StandingTroubles } from "./standing-troubles.ts";

const refused: SystemError = { call: "sendmsg", errno: 1, code: "EPERM" };

test("a failure is told once, and again after the same call has worked", () => {
  const told: string[] = [];
  const troubles = new StandingTroubles((message) => told.push(message));
  assert.equal(troubles.isEmpty, true);
  troubles.note("send", refused);
  troubles.note("send", refused);
  troubles.note("open", undefined);
  assert.equal(troubles.isEmpty, false);
  assert.equal(told.length, 1);
  troubles.note("send", undefined);
  assert.equal(troubles.isEmpty, true);
  troubles.note("send", refused);
  assert.deepEqual(
    told.map((line) => line.slice(0, 5)),
    ["send ", "send "],
  );
});
