import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHttpAddress, parsePeerUrl } from "./http-options.ts";
import { readKeepalivedCommand } from "./keepalived-command.ts";

function told(...words: readonly string[]): string {
  const command = readKeepalivedCommand("holdfast", words, ["run"]);
  assert.equal(command.kind, "say");
  return command.kind === "say" ? (command.text.split("\n")[0] ?? "") : "";
}

test("what --http takes as an address", () => {
  for (const [text, host, port] of [
    ["9651", "127.0.0.1", 9651],
    ["127.0.0.2", "127.0.0.2", 9650],
    ["127.0.0.1:80", "127.0.0.1", 80],
    ["[::1]:9650", "::1", 9650],
    ["[::1]", "::1", 9650],
    ["::1", "::1", 9650],
    ["localhost:1", "127.0.0.1", 1],
    ["192.0.2.1:9650", "192.0.2.1", 9650],
    [":9650", "::", 9650],
  ] as const) {
    assert.deepEqual(parseHttpAddress(text), { host, port }, text);
  }
  for (const text of ["", ":", "0", "65536", "example.com:80", "1.2.3.4:x", "[::1", "[1.2.3:4]:5", "127.0.0.1:"]) {
    assert.equal(parseHttpAddress(text), undefined, text);
  }
});

test("what --peer-url takes", () => {
  assert.equal(parsePeerUrl("http://192.0.2.1:9650/"), "http://192.0.2.1:9650");
  assert.equal(parsePeerUrl("https://router.example/one/"), "https://router.example/one");
  for (const text of [
    "192.0.2.1:9650",
    "ftp://192.0.2.1",
    "http://a:b@192.0.2.1",
    "http://192.0.2.1/?x",
    "javascript:1",
  ]) {
    assert.equal(parsePeerUrl(text), undefined, text);
  }
});

test("an address of this machine needs no token, any other does", () => {
  const command = readKeepalivedCommand("holdfast", ["--http", "9650", "--peer-url", "http://192.0.2.2:9650"], ["run"]);
  assert(command.kind === "run");
  assert.deepEqual(command.options.http, {
    host: "127.0.0.1",
    port: 9650,
    isLoopback: true,
    tokenFile: undefined,
    peers: ["http://192.0.2.2:9650"],
  });
  assert.match(told("--http", "192.0.2.1"), /can be reached from elsewhere: protect it with --http-token-file/u);
  assert.match(told("--http", ":9650"), /can be reached from elsewhere/u);
  const protectedOne = readKeepalivedCommand("holdfast", ["--http", ":9650", "--http-token-file", "t"], ["run"]);
  assert(protectedOne.kind === "run");
  assert.equal(protectedOne.options.http?.isLoopback, false);
});

test("mistakes are named with a cure", () => {
  assert.match(told("--http", "example.com"), /takes an address and a port, not 'example.com': 9650, /u);
  assert.match(told("--http-token-file", "t"), /of no use without --http/u);
  assert.match(told("--peer-url", "http://192.0.2.1"), /of no use without --http/u);
  assert.match(told("--http", "1", "--peer-url", "there"), /--peer-url takes http:\/\/ADDRESS:PORT/u);
});
