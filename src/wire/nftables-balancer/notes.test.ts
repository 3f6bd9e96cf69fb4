import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import type { TableSettings } from "../../base/lvs-table.ts";
import { plain, server } from "../../base/lvs-table-samples.ts";
import { seconds } from "../../base/time.ts";
import { commentLimit, parseServer, parseSettings, printServer, printSettings } from "./notes.ts";

const weighted: TableSettings = { ...plain, scheduler: "wrr" };
const timeout = seconds(2_678_400);
const mask = IpAddress.of("255.255.255.240");

test("settings, in both directions", () => {
  const rows: readonly (readonly [note: string, settings: TableSettings])[] = [
    ["scheduler wrr", weighted],
    ["scheduler wrr flags hashed", { ...weighted, hashed: true }],
    [
      "scheduler sh flags sh-port sh-fallback",
      { ...weighted, scheduler: "sh", schedulerFlags: ["sh-port", "sh-fallback"] },
    ],
    [
      "scheduler wrr timeout 2678400",
      { ...weighted, persistence: { timeout, granularity: undefined, engine: undefined } },
    ],
    [
      "scheduler wrr timeout 2678400 mask 255.255.255.240",
      { ...weighted, persistence: { timeout, granularity: { family: "ipv4", mask }, engine: undefined } },
    ],
    [
      "scheduler wrr timeout 2678400 mask /64 flags flag-1",
      {
        ...weighted,
        schedulerFlags: ["flag-1"],
        persistence: { timeout, granularity: { family: "ipv6", length: 64 }, engine: undefined },
      },
    ],
  ];
  for (const [note, settings] of rows) {
    assert.equal(printSettings(settings), note);
    assert.deepEqual(parseSettings(note), settings);
  }
});

test("a server, in both directions", () => {
  const heaviest = server("2001:db8::1", 0, { weight: 65_535 });
  assert.equal(printServer(heaviest), "server 2001:db8::1 0 weight 65535");
  assert.deepEqual(parseServer("server 2001:db8::1 0 weight 65535"), heaviest);
});

test("what is written by others is no note", () => {
  for (const note of ["", "server", "server here 80 weight 1", "server 192.0.2.1 80 weight 65536", "scheduler best"]) {
    assert.equal(parseServer(note), undefined, note);
    assert.equal(parseSettings(note), undefined, note);
  }
});

test("the longest notes fit into a comment", () => {
  const settings: TableSettings = {
    ...weighted,
    schedulerFlags: ["flag-1", "flag-2", "flag-3", "sh-port", "sh-fallback", "mh-port", "mh-fallback", "mh-port"],
    hashed: true,
    persistence: { timeout, granularity: { family: "ipv4", mask: IpAddress.of("255.255.255.255") }, engine: undefined },
  };
  assert.ok(printSettings(settings).length < commentLimit, printSettings(settings));
});
