import assert from "node:assert/strict";
import { test } from "node:test";

import type { StateName, VrrpEvent } from "../vrrp/events.ts";
import { InstanceReporter } from "./instance-reporter.ts";

// Of an event only these count.
function became(instance: string, to: StateName, cause: "timeout" | "removed" = "timeout"): VrrpEvent {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest of an event is not looked at
  return { kind: "instance-state", instance, to, cause: { kind: cause } } as VrrpEvent;
}

function opened(): { readonly reporter: InstanceReporter; readonly told: string[] } {
  const told: string[] = [];
  const reporter = new InstanceReporter(({ instance, state }) => told.push(`${instance} ${state ?? "-"}`));
  return { reporter, told };
}

test("the instance that is asked for is told of, each state once, and no other", () => {
  const { reporter, told } = opened();
  reporter.configure("VI_1");
  for (const event of [became("VI_2", "master"), became("VI_1", "backup"), became("VI_1", "backup")]) {
    reporter.event(event);
  }
  reporter.event(became("VI_1", "master"));
  reporter.configure("VI_1");
  assert.deepEqual(told, ["VI_1 -", "VI_1 BACKUP", "VI_1 MASTER"]);
});

test("a reload that asks for another one is answered at once", () => {
  const { reporter, told } = opened();
  reporter.configure(undefined);
  reporter.event(became("VI_1", "master"));
  reporter.configure("VI_1");
  reporter.event(became("VI_1", "fault", "removed"));
  assert.deepEqual(told, ["VI_1 MASTER", "VI_1 -"]);
});
