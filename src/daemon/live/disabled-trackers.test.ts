import assert from "node:assert/strict";
import { test } from "node:test";

import { DisabledTrackers } from "./disabled-trackers.ts";

const tracked = (script: string) => ({ script, weight: { value: 0, reverse: false } });
const instance = { name: "VI_1", trackScripts: [tracked("chk")] };
const group = { name: "VG", trackScripts: [tracked("chk"), tracked("other")] };
const why = "Script /nowhere/chk cannot be accessed - No such file or directory";

test("a script that cannot be run is a warning about all that track it, until a reload has mended it", () => {
  const trackers = new DisabledTrackers();
  assert.deepEqual(trackers.configure(1, new Map([["chk", why]]), [instance, group]), [
    { kind: "tracker-disabled", script: "chk", why, trackedBy: ["VI_1", "VG"] },
  ]);
  assert.deepEqual(trackers.warnings, [
    {
      kind: "tracker-disabled",
      subject: "chk",
      concerns: ["VI_1", "VG"],
      other: undefined,
      since: 1,
      text: `Script chk is not run, so that VI_1 and VG would not notice a failure: ${why}`,
      cure: "Correct the path, the mode or the owner of chk, and reload: holdfast test-script chk says whether it runs",
    },
  ]);
  assert.deepEqual(trackers.configure(2, new Map(), [instance, group]), [{ kind: "tracker-enabled", script: "chk" }]);
  assert.deepEqual(trackers.warnings, []);
});

test("a reload that changes nothing about it tells nothing, and it stands since then", () => {
  const trackers = new DisabledTrackers();
  trackers.configure(1, new Map([["chk", why]]), [instance]);
  assert.deepEqual(trackers.configure(2, new Map([["chk", why]]), [instance, group]), []);
  assert.deepEqual(
    trackers.warnings.map(({ since, concerns }) => ({ since, concerns })),
    [{ since: 1, concerns: ["VI_1", "VG"] }],
  );
});

test("what nobody tracks is no warning", () => {
  const trackers = new DisabledTrackers();
  assert.deepEqual(trackers.configure(1, new Map([["unused", why]]), [instance]), []);
  assert.deepEqual(trackers.warnings, []);
});
