import assert from "node:assert/strict";
import { test } from "node:test";

import { instant, type Instant } from "../../base/time.ts";
import { HoldBack } from "./hold-back.ts";

void test("what arrives late comes out in order, up to the horizon and once", () => {
  const held = new HoldBack<{ readonly at: Instant; readonly name: string }>(({ at }) => at);
  for (const [at, name] of [
    [30, "c"],
    [10, "a"],
    [20, "b1"],
    [20, "b2"],
  ] as const) {
    held.add({ at: instant(at), name });
  }
  const names = (horizon: number): string =>
    held
      .take(instant(horizon))
      .map(({ name }) => name)
      .join(" ");
  assert.equal(names(20), "a b1 b2");
  assert.equal(names(29), "");
  assert.equal(names(30), "c");
});
