import assert from "node:assert/strict";
import { test } from "node:test";

import type { Effect } from "./effects.ts";
import { Outbox } from "./outbox.ts";

const run = (script: string): Effect => ({ kind: "run-script", script });
const open: Effect = { kind: "open", addresses: [] };
const release: Effect = { kind: "release", addresses: [], routes: [], rules: [] };
const over = { kind: "startup-delay-over" } as const;

test("Effects come in the order in which they were put; a report may be put before some", () => {
  const outbox = new Outbox();
  outbox.put(run("a"));
  const { position } = outbox;
  outbox.putAll([run("b"), run("c")]);
  outbox.insertReport(position, over);
  assert.deepEqual(outbox.effects, [run("a"), { kind: "event", event: over }, run("b"), run("c")]);
});

test("What is taken away comes first, from a place on; all else stays in its order", () => {
  const outbox = new Outbox();
  outbox.put(run("a"));
  const { position } = outbox;
  outbox.putAll([run("b"), release, run("c"), open]);
  outbox.putReleasesFirst(position);
  assert.deepEqual(outbox.effects, [run("a"), release, open, run("b"), run("c")]);
});

test("What was handed out is not changed by what comes after", () => {
  const outbox = new Outbox();
  outbox.put(run("a"));
  const { effects } = outbox;
  outbox.clear();
  outbox.put(run("b"));
  assert.deepEqual([effects, outbox.effects], [[run("a")], [run("b")]]);
});
