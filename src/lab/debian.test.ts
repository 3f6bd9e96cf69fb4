import assert from "node:assert/strict";
import { test } from "node:test";

import { ensurePackages, missingPackages } from "./debian.ts";

test("a package that no distribution has is missing", () => {
  assert.deepEqual(missingPackages(["holdfast-no-such-package"]), ["holdfast-no-such-package"]);
});

test("nothing is done when nothing is wanted", async () => {
  assert.equal(await ensurePackages([]), undefined);
});
