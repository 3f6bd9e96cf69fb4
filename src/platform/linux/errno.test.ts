import assert from "node:assert/strict";
import { test } from "node:test";

import { errno, errnoName, systemError } from "./errno.ts";

test("numbers have the names that the kernel uses", () => {
  for (const [value, name] of [
    [errno.ENODEV, "ENODEV"],
    [errno.EAGAIN, "EAGAIN"],
    [errno.EOPNOTSUPP, "EOPNOTSUPP"],
    [132, "ERFKILL"],
    [4095, "E4095"],
  ] as const) {
    assert.equal(errnoName(value), name);
  }
});

test("a system error names the call, the number and the code", () => {
  assert.deepEqual(systemError("sendmsg", 100), { call: "sendmsg", errno: 100, code: "ENETDOWN" });
});
