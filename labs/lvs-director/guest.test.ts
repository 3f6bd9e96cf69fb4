import assert from "node:assert/strict";
import { test } from "node:test";

import { seconds } from "../../src/base/time.ts";
import { bundle } from "../guest/bundle.ts";
import { guestObstacle, runInGuest } from "../guest/guest.ts";
import { programs } from "../programs.ts";
import type { Told } from "./guest-main.ts";

const obstacle = await guestObstacle();

/** One guest for all: each program has its own network, and IPVS has a table in each. */
const script = 'actors=$1 story=$2; shift 2; for each; do "$0" "$story" "$each" "$actors" & done; wait';

test("the life of a director with IPVS, next to C Keepalived", { skip: obstacle ?? false }, async () => {
  const [actors, story] = await Promise.all(
    ["actors.ts", "guest-main.ts"].map(async (name) => bundle([new URL(name, import.meta.url)])),
  );
  try {
    const names = programs.map(({ name }) => name);
    const command = ["sh", "-c", script, process.execPath, actors?.path ?? "", story?.path ?? "", ...names];
    const { stdout, stderr } = await runInGuest(command, { limit: seconds(200) });
    const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by guest-main.ts
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
