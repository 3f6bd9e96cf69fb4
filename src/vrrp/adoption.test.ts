import assert from "node:assert/strict";
import { test } from "node:test";

import { instant, seconds, zeroDuration } from "../base/time.ts";
import { parseInstance, Words } from "../sim/script-language.ts";
import { planAdoption } from "./adoption.ts";
import { held, type Held, nothingHeld } from "./held.ts";

// Masters that go on are in test/scenarios/adoption.txt.

function of(addresses: string): Held {
  return held(parseInstance(new Words(`instance S addresses=${addresses}`)));
}

test("what a predecessor had put there for good goes when the configuration says it no longer", () => {
  const config = { instances: [], syncGroups: [], scripts: [], startupDelay: zeroDuration };
  const predecessor = { instances: [], verdicts: new Map(), statics: of("192.0.2.7,192.0.2.8") };
  const plan = planAdoption(instant(seconds(1)), predecessor, config, { isFit: () => true, statics: of("192.0.2.8") });
  assert.deepEqual(
    plan.leftovers.addresses.map(({ prefix }) => prefix.address.toString()),
    ["192.0.2.7"],
  );
  assert.deepEqual(
    planAdoption(instant(0), predecessor, config, { isFit: () => true, statics: nothingHeld }).adopted.size,
    0,
  );
});
