import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { SmtpReplyReader, smtpReplyLimit } from "./smtp-reply.ts";

function read(text: string, size: number): ReturnType<SmtpReplyReader["take"]> {
  const reader = new SmtpReplyReader();
  const bytes = Buffer.from(text, "latin1");
  for (let at = 0; at < bytes.length; at += size) {
    const reply = reader.take(bytes.subarray(at, at + size));
    if (reply !== undefined) return reply;
  }
  return undefined;
}

describe("replies of SMTP (RFC 5321 §4.2)", () => {
  for (const [text, expected] of [
    ["220 mail.example.com ESMTP\r\n", { code: 220, line: "220 mail.example.com ESMTP" }],
    ["220-one\r\n220-two\r\n220 three\r\n", { code: 220, line: "220 three" }],
    ["250\r\n", { code: 250, line: "250" }],
    ["250 bare\n", { code: 250, line: "250 bare" }],
    ["554 \u0000 no.\r\n", { code: 554, line: "554 . no." }],
    ["220-goes on\r\n", undefined],
    ["220 not yet", undefined],
    ["hello\r\n", "malformed"],
    ["2200 x\r\n", "malformed"],
    ["\r\n", "malformed"],
  ] as const) {
    test(JSON.stringify(text), () => {
      for (const size of [1, 2, 100]) assert.deepEqual(read(text, size), expected);
    });
  }

  test("at the bound", () => {
    const line = `220-${"x".repeat(95)}\n`;
    const lines = Math.floor(smtpReplyLimit / line.length);
    assert.deepEqual(read(`${line.repeat(lines)}220 x\n`, 1000), { code: 220, line: "220 x" });
    assert.equal(read(line.repeat(lines + 1), 1000), "too-long");
    assert.equal(read("x".repeat(smtpReplyLimit + 1), 1000), "too-long");
  });

  test("one reply after the other", () => {
    const reader = new SmtpReplyReader();
    assert.deepEqual(reader.take(Buffer.from("220 a\r\n")), { code: 220, line: "220 a" });
    assert.deepEqual(reader.take(Buffer.from("250 b\r\n")), { code: 250, line: "250 b" });
  });
});
