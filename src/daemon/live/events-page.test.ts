import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { lvsSamples, supervisorSamples, vrrpSamples } from "../../status/live/recorder-samples.ts";
import { parseLine } from "./journal-line.ts";

const page = readFileSync(new URL("../../../docs/events.md", import.meta.url), "utf8");
const section = /^## What is recorded\n([^]*?)^## /mu.exec(page)?.[1] ?? "";

test("docs/events.md names every kind of event, and no other", () => {
  const named = Array.from(section.matchAll(/`([a-z-]+)`/gu), ([, name]) => name);
  const kinds = [
    ...Object.keys(vrrpSamples),
    ...Object.keys(supervisorSamples),
    ...lvsSamples.map(({ kind }) => kind),
    "program-run",
    "tracker-disabled",
    "tracker-enabled",
  ];
  const words = new Set<string | undefined>(["rise", "fall", "garp_master_refresh"]);
  assert.deepEqual(new Set(named.filter((name) => !words.has(name))), new Set<string | undefined>(kinds));
});

test("the example in docs/events.md is a record as it is kept", () => {
  const [, example = ""] = /^```json\n([^]*?)^```/mu.exec(page) ?? [];
  assert.equal(parseLine(JSON.stringify(JSON.parse(example)))?.id, 17, "its checksum is another one");
});
