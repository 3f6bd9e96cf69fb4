import assert from "node:assert/strict";
import { test } from "node:test";

import { seconds } from "../../src/base/time.ts";
import { bundle } from "./bundle.ts";
import { guestObstacle, runInGuest } from "./guest.ts";
import { programs } from "../programs.ts";
import type { Told } from "../lvs-director/side-by-side.ts";

const obstacle = await guestObstacle();

test("the life of a director with IPVS, next to C Keepalived", { skip: obstacle ?? false }, async (context) => {
  const [actors, story] = await Promise.all(
    ["actors.ts", "side-by-side.ts"].map(async (name) => bundle([new URL(`../lvs-director/${name}`, import.meta.url)])),
  );
  try {
    const names = programs.map(({ name }) => name);
    // One guest for all: each program has its own network, and IPVS has a table in each.
    const command = [process.execPath, story?.path ?? "", actors?.path ?? "", ...names];
    const { stdout, stderr } = await runInGuest(command, {
      limit: seconds(420),
      // How far each has come, and how fast.
      onOutput: (text, stream) => {
        if (stream === "stderr") context.diagnostic(text.trim());
      },
    });
    const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by side-by-side.ts
    const told = lines.map((line) => JSON.parse(line) as Told);
    assert.deepEqual(told.map(({ program }) => program).sort(), names.toSorted(), stderr);
    for (const { program, error } of told) assert.equal(error, undefined, `${program}: ${error}\n${stderr}`);
    const [first, ...others] = told;
    for (const other of others)
      assert.deepEqual(other.scenes, first?.scenes, `${other.program} like ${first?.program}`);
  } finally {
    actors?.remove();
    story?.remove();
  }
});
