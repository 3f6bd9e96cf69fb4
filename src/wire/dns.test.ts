import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { type DnsResponse, type DnsError, decodeDnsResponse, dnsType, encodeDnsQuery } from "./dns.ts";
import type { Decoded } from "../base/decoded.ts";

/** As C Keepalived 2.2.7 writes it, with an id of 0x8e03. */
const query = "8e030100000100000000000003777777076578616d706c6503636f6d0000010001";
const queryForRoot = "5588010000010000000000000000060001";

function answer(header: string, question = query.slice(24)): Decoded<DnsResponse, DnsError> {
  return decodeDnsResponse(Buffer.from(header + question, "hex"), Buffer.from(query, "hex"));
}

describe("DNS (RFC 1035 §4.1)", () => {
  test("queries", () => {
    const encoded = encodeDnsQuery(0x8e03, { name: "www.example.com", type: dnsType.A });
    assert.equal(Buffer.from(encoded ?? []).toString("hex"), query);
    const dotted = encodeDnsQuery(0x8e03, { name: "www.example.com.", type: dnsType.A });
    assert.deepEqual(dotted, encoded);
    const root = encodeDnsQuery(0x5588, { name: ".", type: dnsType.SOA });
    assert.equal(Buffer.from(root ?? []).toString("hex"), queryForRoot);
  });

  test("names at their bounds (RFC 1035 §2.3.4)", () => {
    const label = "a".repeat(63);
    assert.ok(encodeDnsQuery(1, { name: [label, label, label, "a".repeat(61)].join("."), type: 1 }));
    assert.equal(encodeDnsQuery(1, { name: [label, label, label, "a".repeat(62)].join("."), type: 1 }), undefined);
    assert.equal(encodeDnsQuery(1, { name: `${label}a`, type: 1 }), undefined);
    assert.equal(encodeDnsQuery(1, { name: "a..b", type: 1 }), undefined);
  });

  test("answers", () => {
    const value = { id: 0x8e03, truncated: false, code: "NOERROR" };
    assert.deepEqual(answer("8e0381800001000000000000"), { ok: true, value });
    // Servers may leave the question out, and change the case of its letters.
    assert.deepEqual(answer("8e0381800000000000000000", ""), { ok: true, value });
    assert.deepEqual(answer("8e0381800001000000000000", query.slice(24).replaceAll("77", "57")), { ok: true, value });
    assert.deepEqual(answer("8e0383800001000000000000"), { ok: true, value: { ...value, truncated: true } });
    assert.deepEqual(answer("000181820001000000000000"), { ok: true, value: { ...value, id: 1, code: "SERVFAIL" } });
    assert.deepEqual(answer("8e03818b0001000000000000"), { ok: true, value: { ...value, code: "RCODE 11" } });
  });

  test("what is none", () => {
    assert.deepEqual(answer("8e03818000010000000000", ""), { ok: false, error: "truncated" });
    assert.deepEqual(answer("8e0301000001000000000000"), { ok: false, error: "not-a-response" });
    assert.deepEqual(answer("8e0381800001000000000000", queryForRoot.slice(24)), {
      ok: false,
      error: "other-question",
    });
    assert.deepEqual(answer("8e0381800002000000000000"), { ok: false, error: "other-question" });
  });
});
