import assert from "node:assert/strict";
import { test } from "node:test";

import { parseHex } from "../../base/hex.ts";
import { decodeProcessEvent, encodeProcessListen } from "./process-event.ts";

// As this kernel has sent them when /bin/true was run: connector header, kind, processor, time, process numbers.
const header = "0100000001000000 0000000000000000 28000000";
const event = (kind: string, numbers: string) => {
  const text = `${header} ${kind} 01000000 0011223344556677 ${numbers.padEnd(48, "0")}`;
  return decodeProcessEvent(parseHex(text.replaceAll(" ", "")));
};

test("the request to listen", () => {
  assert.deepEqual(encodeProcessListen(), parseHex("0100000001000000 0000000000000000 04000000 01000000"));
});

test("a fork, an exec, another name and an end", () => {
  assert.deepEqual(event("01000000", "cb5c0000cb5c0000f45c0000f45c0000"), {
    kind: "forked",
    parent: 23755,
    pid: 23796,
  });
  assert.deepEqual(event("02000000", "f45c0000f45c0000"), { kind: "renamed", pid: 23796 });
  assert.deepEqual(event("00020000", "f45c0000f45c0000736c656570"), { kind: "renamed", pid: 23796 });
  assert.deepEqual(event("00000080", "f45c0000f45c00000000000011000000"), { kind: "ended", pid: 23796 });
});

test("threads, other news and what is too short are nothing", () => {
  assert.equal(event("01000000", "cb5c0000cb5c0000f55c0000cb5c0000"), undefined);
  assert.equal(event("00020000", "f55c0000f45c0000"), undefined);
  assert.equal(event("00000080", "f55c0000f45c0000"), undefined);
  assert.equal(event("04000000", "f45c0000f45c0000"), undefined);
  assert.equal(event("00000000", ""), undefined);
  assert.equal(decodeProcessEvent(parseHex(header.replaceAll(" ", ""))), undefined);
});
