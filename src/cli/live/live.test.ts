import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleDocument, sampleInstance, sampleService } from "../../status/live/samples.ts";
import { parseSince } from "./events.ts";
import { narrow } from "./narrow.ts";
import { readKeys } from "./terminal-session.ts";

test("since: so long ago, a time of today or of yesterday, a date", () => {
  const now = Date.parse("2026-11-21T12:00:00");
  const read = (text: string): string | undefined => {
    const since = parseSince(text, now);
    return since === undefined ? undefined : new Date(since / 1_000).toLocaleString("sv");
  };
  assert.deepEqual(["10m", "11:30", "23:15:30", "2026-11-20", "2026-11-20T10:00"].map(read).slice(0, 3), [
    "2026-11-21 11:50:00",
    "2026-11-21 11:30:00",
    "2026-11-20 23:15:30",
  ]);
  assert.equal(parseSince("2026-11-20T10:00:00Z", now), Date.parse("2026-11-20T10:00:00Z") * 1_000);
  assert.deepEqual(["yesterday", "12", "-5m", "", "2026-99-99"].map(read), Array.from({ length: 5 }));
});

test("keys: also several at once, and of both kinds of arrows", () => {
  assert.deepEqual(readKeys("\u001B[A\u001BOB\rq\u001B[5~x\u001B"), ["up", "down", "enter", "quit", "page-up", "back"]);
});

test("a name leaves what concerns it", () => {
  const document = sampleDocument({
    instances: [sampleInstance({ group: "G" }), sampleInstance({ name: "VI_2" })],
    groups: [{ name: "G", state: "backup", members: ["VI_1"] }],
    services: [sampleService()],
  });
  const names = (name: string): unknown => {
    const found = narrow(document, name);
    return found && [found.instances.length, found.groups.length, found.services.length];
  };
  assert.deepEqual(names("VI_1"), [1, 1, 0]);
  assert.deepEqual(names("VI_2"), [1, 0, 0]);
  assert.deepEqual(names("G"), [1, 1, 0]);
  assert.deepEqual(names("[192.0.2.100]:tcp:80"), [0, 0, 1]);
  assert.equal(names("VI_3"), undefined);
});

test("a name leaves the warnings about a script that it tracks", () => {
  const kind = "tracker-disabled";
  const warning = { kind, subject: "chk", concerns: ["VI_1"], other: undefined, since: 0, text: "", cure: "" } as const;
  const document = sampleDocument({
    instances: [sampleInstance(), sampleInstance({ name: "VI_2" })],
    warnings: [warning],
  });
  assert.deepEqual(narrow(document, "VI_1")?.warnings, [warning]);
  assert.deepEqual(narrow(document, "VI_2")?.warnings, []);
});
