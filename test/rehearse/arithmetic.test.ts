import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { type Case, checkCluster, type Happening, type ReachableRouter } from "../../src/config/cluster/index.ts";
import { nodeLabels } from "../../src/config/cluster/labels.ts";
import { loadConfiguration, type LoadResult } from "../../src/config/load.ts";
import { planCluster } from "../../src/rehearse/cluster-plan.ts";
import type { Failure } from "../../src/rehearse/events.ts";
import { type Effect, type Rehearsal, rehearse } from "../../src/rehearse/rehearse.ts";

/*
 * `holdfast check` says by arithmetic who is master when a tracker fails; a rehearsal plays it. Where both have
 * something to say they say the same, for every cluster of test/config/cluster whose nodes hear one another.
 */

const folder = new URL("../config/cluster/", import.meta.url);
let compared = 0;

for (const name of readdirSync(folder).sort()) {
  void test(`check and rehearse agree about ${name}`, () => {
    const [input = ""] = readFileSync(new URL(name, folder), "utf8").split("\n----\n", 1);
    const read = readNodes(input);
    // As the arithmetic calls them.
    const labels = nodeLabels(read.map((node) => node.name));
    const nodes = read.map((node, index) => ({ ...node, name: labels[index] ?? node.name }));
    if (nodes.length < 2 || nodes.some(({ result }) => result.fatal)) return;
    const { reachability } = checkCluster(nodes);
    const plan = planCluster(nodes.map((node) => ({ name: node.name, config: node.result.configuration.vrrp })));
    const rehearsal = rehearse(plan, { phases: 1 });
    for (const unit of reachability) {
      for (const each of unit.cases) compare(rehearsal, unit.routers, each);
    }
  });
}

void test("there was something to compare", () => assert.ok(compared > 50, `${compared} cases`));

type Named = { readonly name: string; readonly result: LoadResult };

function readNodes(input: string): readonly Named[] {
  const [, ...parts] = input.split(/^==== /mu);
  return parts.map((part) => {
    const end = part.indexOf("\n");
    const name = part.slice(0, end);
    return { name, result: loadConfiguration({ path: name, text: part.slice(end + 1) }, { hostName: "node" }) };
  });
}

/** What is left out: happenings that are not rehearsed, and outcomes that the arithmetic leaves open. */
function compare(rehearsal: Rehearsal, routers: readonly ReachableRouter[], { happening, before, after }: Case): void {
  if (happening.kind !== "tracker-fails" && happening.kind !== "node-dies") return;
  const wanted = after.kind === "master" ? [after.node] : after.kind === "nobody" ? [] : undefined;
  const event = rehearsal.events.find(({ failure }) => isThat(failure, happening));
  if (wanted === undefined || event === undefined) return;
  for (const { addresses } of routers) {
    const effect: Effect | undefined = event.effects.find(({ outcome }) => addresses.includes(outcome.service.address));
    // The rehearsal begins with one of those that may be master, the arithmetic tells of each.
    if (effect === undefined || effect.outcome.before.join() !== before) continue;
    // A master whose file lacks the address does not have it.
    if (!wanted.every((node) => effect.outcome.service.instances.has(node))) continue;
    assert.deepEqual(effect.outcome.after, wanted, `${event.text}: ${addresses.join()}`);
    compared += 1;
  }
}

function isThat(failure: Failure, happening: Happening & { readonly node: string }): boolean {
  if (failure.node !== happening.node) return false;
  if (happening.kind === "node-dies") return failure.kind === "node";
  if (happening.kind !== "tracker-fails") return false;
  const { kind, name } = happening.tracker;
  if (failure.kind === "link") return kind === "interface" && failure.interface === name;
  return failure.kind === "tracked" && failure.trackable.kind === kind && failure.trackable.name === name;
}
