import assert from "node:assert/strict";
import { test } from "node:test";

import type { RejectReason } from "../../vrrp/admission.ts";
import type { Plain } from "../live/plain.ts";
import { Evidence } from "./evidence.ts";
import { rejections } from "./rejections.ts";
import { diary, span } from "./samples.ts";

function whatOf(reason: Plain<RejectReason>): string | undefined {
  const records = diary([0, { kind: "advert-rejected", instance: "VI_1", version: 3, source: "192.0.2.1", reason }]);
  const [found] = rejections(new Evidence("VI_1", records, undefined), records);
  assert.notEqual(found?.cure, "");
  return found?.what;
}

test("each reason is told with its numbers", () => {
  assert.equal(whatOf({ kind: "version" }), "they are not of version 3, which is ours");
  assert.equal(
    whatOf({ kind: "interval", received: span(1), expected: span(0.5) }),
    "their interval is 1 s, ours is 0.5 s",
  );
  assert.equal(
    whatOf({ kind: "ttl", ttl: 254, minimum: 255, maximum: 255 }),
    "their TTL is 254, and only 255 is accepted: a router on the way has forwarded them",
  );
  assert.equal(
    whatOf({ kind: "authentication-type", received: 0, expected: 1 }),
    "their authentication is none, ours is PASS",
  );
  assert.equal(whatOf({ kind: "checksum" }), "their checksum is wrong");
});

test("of several senders each is told with its last reason", () => {
  const advert = { kind: "advert-rejected", instance: "VI_1", version: 3 } as const;
  const records = diary(
    [0, { ...advert, source: "192.0.2.1", reason: { kind: "checksum" } }],
    [1, { ...advert, source: "192.0.2.3", reason: { kind: "length" } }],
    [2, { ...advert, source: "192.0.2.1", reason: { kind: "zero-count" } }],
    [3, { ...advert, instance: "VI_2", source: "192.0.2.4", reason: { kind: "checksum" } }],
  );
  const found = rejections(new Evidence("VI_1", records, undefined), records);
  assert.deepEqual(
    found.map(({ source, what }) => `${source}: ${what}`),
    ["192.0.2.1: they carry no address", "192.0.2.3: their length is wrong"],
  );
});
