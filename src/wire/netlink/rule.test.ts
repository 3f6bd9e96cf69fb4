import assert from "node:assert/strict";
import { test } from "node:test";

import { parseHex, printHex } from "../../base/hex.ts";
import { IpAddress } from "../../base/ip-address.ts";
import { decodeRuleRemoval } from "./policy-identity.ts";
import { encodeRule, type RuleRequest } from "./rule.ts";

function rule(more: Partial<RuleRequest>): RuleRequest {
  return {
    family: "ipv4",
    inverted: false,
    from: undefined,
    to: undefined,
    priority: 500,
    action: { kind: "table", table: 100 },
    tos: undefined,
    mark: undefined,
    realms: undefined,
    suppressPrefixLength: undefined,
    suppressGroup: undefined,
    incoming: undefined,
    outgoing: undefined,
    tunnelId: undefined,
    users: undefined,
    protocol: undefined,
    ipProtocol: undefined,
    sourcePorts: undefined,
    destinationPorts: undefined,
    ...more,
  };
}

function hex(text: string): string {
  return printHex(parseHex(text));
}

test("a rule with everything", () => {
  const bytes = encodeRule(
    rule({
      inverted: true,
      from: { address: IpAddress.of("192.0.2.0"), length: 24 },
      to: { address: IpAddress.of("203.0.113.0"), length: 25 },
      action: { kind: "table", table: 100_000 },
      tos: 0x10,
      mark: { value: 5, mask: 0xff },
      realms: { from: 3, to: 4 },
      suppressPrefixLength: 0,
      suppressGroup: 3,
      incoming: "eth0",
      outgoing: "lan0",
      tunnelId: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 5),
      users: { first: 0, last: 100 },
      protocol: 77,
      ipProtocol: 6,
      sourcePorts: { first: 80, last: 90 },
      destinationPorts: { first: 100, last: 200 },
    }),
  );
  assert.equal(
    printHex(bytes),
    hex(`
      02 19 18 10 00 0000 01 02000000
      0800 0100 cb007100
      0800 0200 c0000200
      0800 0600 f4010000
      0800 0f00 a0860100
      0800 0a00 05000000
      0800 1000 ff000000
      0800 0b00 04000300
      0800 0e00 00000000
      0800 0d00 03000000
      0900 0300 6574683000 000000
      0900 1100 6c616e3000 000000
      0c00 0c00 0000000000000005
      0c00 1400 00000000 64000000
      0500 1500 4d 000000
      0500 1600 06 000000
      0800 1700 5000 5a00
      0800 1800 6400 c800
    `),
  );
});

test("every action has its number, and its target", () => {
  const priority = "0800 0600 f4010000";
  const protocol = "0500 1500 12 000000";
  for (const [action, number, target] of [
    [{ kind: "goto", priority: 600 }, "02", "0800 0400 58020000"],
    [{ kind: "nop" }, "03", ""],
    [{ kind: "blackhole" }, "06", ""],
    [{ kind: "unreachable" }, "07", ""],
    [{ kind: "prohibit" }, "08", ""],
    [{ kind: "l3mdev" }, "01", "0500 1300 01 000000"],
  ] as const) {
    const bytes = encodeRule(rule({ action, family: "ipv6" }));
    assert.equal(printHex(bytes), hex(`0a 00 00 00 00 0000 ${number} 00000000 ${priority} ${target} ${protocol}`));
  }
});

test("what is removed is known again", () => {
  const from = { address: IpAddress.of("2001:db8::"), length: 32 };
  const decoded = decodeRuleRemoval(encodeRule(rule({ family: "ipv6", from })));
  assert.deepEqual(decoded, {
    ok: true,
    value: { identity: "rule ipv6 500 from 2001:db8::/32 to all", protocol: 18 },
  });
});
