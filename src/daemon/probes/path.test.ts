import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { connectFailure, printEndpoint } from "./path.ts";

test("endpoints, as they stand in a Host header", () => {
  assert.equal(printEndpoint(IpAddress.of("192.0.2.1"), 80), "192.0.2.1:80");
  assert.equal(printEndpoint(IpAddress.of("2001:db8::1"), 8080), "[2001:db8::1]:8080");
});

const reason = (call: string, code: string): unknown => connectFailure({ call, code, errno: 1 });

test("what the server is at fault for, and what this machine", () => {
  assert.deepEqual(reason("connect", "ECONNREFUSED"), { kind: "connect", code: "ECONNREFUSED" });
  assert.deepEqual(reason("recv", "EHOSTUNREACH"), { kind: "connect", code: "EHOSTUNREACH" });
  assert.deepEqual(reason("connect", "EINVAL"), {
    kind: "impossible",
    message: "connect: EINVAL; a link-local address needs bind_if",
  });
  for (const [call, code, cure] of [
    ["bind", "EADDRNOTAVAIL", /address of this machine/u],
    ["setsockopt SO_BINDTODEVICE", "ENODEV", /^bind_if: ENODEV/u],
    ["setsockopt SO_MARK", "EPERM", /^fwmark: EPERM/u],
    ["socket", "EMFILE", /ulimit/u],
  ] as const) {
    const failure = connectFailure({ call, code, errno: 1 });
    assert.match(failure.kind === "impossible" ? failure.message : "", cure);
  }
});
