import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";

import { seconds } from "../../src/base/time.ts";
import { descendants } from "../../src/lab/process-tree.ts";
import { reasonToSkip } from "../programs.ts";
import { makePlan } from "./plan.ts";
import { explain, printViolations } from "./report.ts";
import { Chaos, quiet } from "./run.ts";

// A quarter of a minute of what `npm run chaos` does for five: another seed in every run, which a failure names.

const seed = Number(process.env["CHAOS_SEED"] ?? Date.now() % 1_000_000);

describe("chaos", { skip: await reasonToSkip() }, () => {
  test(`never two owners of an address and never none, outside of what the protocol allows: seed ${seed}`, async (context) => {
    // What a lab leaves would be here.
    const directory = mkdtempSync(join(tmpdir(), "holdfast-chaos-"));
    context.after(() => rmSync(directory, { recursive: true, force: true }));
    process.env["TMPDIR"] = directory;
    const processes = descendants(process.pid);

    const chaos = await Chaos.open(makePlan(seed, seconds(17), quiet), (line) => context.diagnostic(line));
    context.after(async () => chaos.close());
    const outcome = await chaos.play();
    for (const line of explain(outcome)) context.diagnostic(line);
    assert.deepEqual(printViolations(outcome), [], `npm run chaos -- --seed ${seed} --seconds 17`);

    await chaos.close();
    assert.deepEqual(readdirSync(directory), []);
    assert.deepEqual(descendants(process.pid), processes);
  });
});
