import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { reasonToSkip } from "../programs.ts";
import { askHoldfast, askReference, outcomeOf } from "./answers.ts";
import type { Case } from "./corpus/index.ts";
import { openWorld } from "./world.ts";

/** Where Debian's package of the reference has its sample configurations. */
const samplesFolder = "/usr/share/doc/keepalived/samples";

// Documentation is left out of some machines; the package is there all the same.
const obstacle = (await reasonToSkip()) || (!existsSync(samplesFolder) && "the samples of the reference are missing");

test("the samples of the reference are taken as it takes them", { skip: obstacle }, async (context) => {
  const names = readdirSync(samplesFolder).filter((name) => name.startsWith("keepalived.conf"));
  const cases = names.map((name): Case => {
    const text = readFileSync(`${samplesFolder}/${name}`, "utf8");
    return { name, text, expected: "accepted", newer: false };
  });
  const world = await openWorld(cases);
  try {
    const [theirs, ours] = await Promise.all([askReference(world), askHoldfast(world)]);
    const differing = world.cases.filter(({ file }) => {
      const [reference, own] = [theirs.get(file), ours.get(file)];
      return reference === undefined || own === undefined || outcomeOf(reference) !== outcomeOf(own);
    });
    assert.deepEqual(
      differing.map(({ name, file }) => [name, theirs.get(file), ours.get(file)]),
      [],
    );
    const accepted = world.cases.filter(({ file }) => theirs.get(file)?.status === 0).length;
    context.diagnostic(`${names.length} samples, ${accepted} of them accepted by both`);
    assert.ok(accepted > 0);
  } finally {
    await world.close();
  }
});
