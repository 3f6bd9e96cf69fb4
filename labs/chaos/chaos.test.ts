import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { seconds } from "../../src/base/time.ts";
import { descendants } from "../../src/lab/process-tree.ts";
import { reasonToSkip } from "../programs.ts";
import { makePlan } from "./plan.ts";
import { explain, printSummary, printViolations } from "./report.ts";
import { Chaos, quiet } from "./run.ts";

// A quarter of a minute of what `npm run chaos` does for five: another seed in every run, which a failure names.

const seed = Number(process.env["CHAOS_SEED"] ?? Date.now() % 1_000_000);

describe("chaos", { concurrency: 2, skip: await reasonToSkip() }, () => {
  // What a lab leaves would be here.
  let directory = "";
  const usual = process.env["TMPDIR"];
  let processes: readonly number[] = [];
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "holdfast-chaos-"));
    process.env["TMPDIR"] = directory;
    processes = descendants(process.pid);
  });
  after(() => {
    const left = readdirSync(directory);
    rmSync(directory, { recursive: true, force: true });
    if (usual === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = usual;
    assert.deepEqual(left, []);
    assert.deepEqual(descendants(process.pid), processes);
  });

  test(`never two owners of an address and never none, outside of what the protocol allows: seed ${seed}`, async (context) => {
    const chaos = await Chaos.open(makePlan(seed, seconds(10), quiet), (line) => context.diagnostic(line));
    context.after(async () => chaos.close());
    const outcome = await chaos.play();
    context.diagnostic(printSummary(outcome));
    for (const line of explain(outcome)) context.diagnostic(line);
    assert.deepEqual(printViolations(outcome), [], `npm run chaos -- --seed ${seed} --seconds 10`);
  });

  test("the lab sees what must not be: an address that somebody gives to a second node", async (context) => {
    const planted = { address: "192.0.2.51", node: "node3" };
    const change = (word: string): readonly string[] => ["ip", "address", word, `${planted.address}/32`, "dev", "eth0"];
    const plan = { ...makePlan(1, seconds(0), quiet), rounds: [{ steps: [], rest: seconds(2) }] };
    const chaos = await Chaos.open(plan, () => {
      const node = chaos.lab.node(planted.node);
      gone = node.run(change("add")).then(async () => node.run(change("delete")));
    });
    let gone: Promise<string> | undefined;
    context.after(async () => chaos.close());
    const { violations } = await chaos.play();
    await gone;
    const [violation, ...others] = violations.filter(({ rule }) => rule === "calm");
    assert.deepEqual([violation?.address, violation?.owners], [planted.address, ["node1", planted.node]]);
    assert.deepEqual(others, []);
  });
});
