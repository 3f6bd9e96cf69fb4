import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { IpAddress } from "../../base/ip-address.ts";
import { MacAddress } from "../../base/mac-address.ts";
import { printInSteps, type Steps } from "./print-in-steps.ts";
import { decodeValue, encodeValue } from "./values.ts";

const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const ips = fc.oneof(bytes(4), bytes(16)).map((each) => IpAddress.fromBytes(each));
const plain = fc.oneof(
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.bigInt(),
  fc.constantFrom(undefined, null, -0, Number.NaN, Number.NEGATIVE_INFINITY),
  fc.uint8Array({ maxLength: 40 }),
  ips,
  bytes(6).map((each) => MacAddress.fromBytes(each)),
);
const keys = fc.oneof(fc.string(), fc.constantFrom("$", "__proto__", "constructor", "v"));
const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: "small" }, plain, tie("list"), tie("object"), tie("map"), tie("set")),
  list: fc.array(tie("value"), { maxLength: 4 }),
  object: fc.array(fc.tuple(keys, tie("value")), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
  map: fc.array(fc.tuple(keys, tie("value")), { maxLength: 4 }).map((pairs) => new Map(pairs)),
  set: fc.array(plain, { maxLength: 4 }).map((all) => new Set(all)),
}));

test("a value comes back through JSON as it was", () => {
  fc.assert(
    fc.property(values, (value) => {
      assert.deepStrictEqual(decodeValue(JSON.parse(JSON.stringify(encodeValue(value)))), value);
    }),
  );
});

test("the same text is made in steps", () => {
  fc.assert(
    fc.property(values, (value) => {
      assert.equal(allAtOnce(printInSteps(value)), JSON.stringify(encodeValue(value)));
    }),
  );
  let pauses = 0;
  const addresses = Array.from({ length: 10_000 }, () => ({ address: IpAddress.of("192.0.2.1"), length: 24 }));
  for (const steps = printInSteps({ addresses }); steps.next().done !== true;) pauses += 1;
  assert.ok(pauses > 100, `${pauses}`);
});

function allAtOnce(steps: Steps): string {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

test("what nobody has written throws, and gives no object another prototype", () => {
  for (const text of [
    '{"$":"what"}',
    '{"$":"ip","v":"192.0.2"}',
    '{"$":"map","v":3}',
    '{"$":"mac","v":"x"}',
    '{"$":3}',
  ]) {
    assert.throws(() => decodeValue(JSON.parse(text)), text);
  }
  assert.deepStrictEqual(decodeValue(JSON.parse('{"__proto__":{"isRoot":true},"a":1}')), { a: 1 });
});

test("the form of a line is as documented", () => {
  const value = new Map([["chk", [IpAddress.of("192.0.2.1"), Uint8Array.of(0x21, 0x33)]]]);
  const text = '{"$":"map","v":[["chk",[{"$":"ip","v":"192.0.2.1"},{"$":"bytes","v":"2133"}]]]}';
  assert.equal(JSON.stringify(encodeValue(value)), text);
});
