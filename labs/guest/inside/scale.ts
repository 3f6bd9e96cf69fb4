import assert from "node:assert/strict";
import { test } from "node:test";

import type { Table, TableKey, TableServer, TableService } from "../../../src/base/lvs-table.ts";
import { plain, server, tcp } from "../../../src/base/lvs-table-samples.ts";
import { reconcile } from "../../../src/lvs/reconcile.ts";
import { openIpvsBalancer } from "../../../src/platform/linux/ipvs-balancer.ts";
import { ipvsadm, savedTable } from "./ipvsadm.ts";

const services = 200;
const serversEach = 5;
const hosts = Array.from({ length: serversEach }, (_, index) => `198.51.100.${index + 1}`);
/**
 * Milliseconds for each step, on an emulated processor that others use, too; with nothing else to do it takes two
 * seconds.
 */
const bound = 180_000;

test(`${services} services of ${serversEach} servers are made, listed and reconciled in bounded time`, async (context) => {
  const balancer = await openIpvsBalancer();
  const measure = async <T>(what: string, action: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const stalls = watchStalls();
    const result = await action();
    const took = performance.now() - started;
    context.diagnostic(`${what}: ${Math.round(took)} ms, the loop held for ${Math.round(stalls())} ms at most`);
    assert.ok(took < bound, `${what} took ${took} ms`);
    return result;
  };
  /** Makes the kernel's table, which is `held`, the wanted one; how many changes that took. */
  const approach = async (held: Table, wanted: Table): Promise<number> => {
    const changes = reconcile(held, wanted, isOurs);
    const results = await balancer.apply(changes);
    assert.equal(results.filter((error) => error !== undefined).length, 0);
    return changes.length;
  };
  try {
    ipvsadm(["-A", "-t", "203.0.113.1:80", "-s", "wlc"]);
    const wanted = makeTable(() => hosts.map((host) => server(host, 80)));
    assert.equal(await measure("made", async () => approach([], wanted)), services * (1 + serversEach));
    const table = await measure("listed", async () => balancer.list());
    assert.equal(table.length, services + 1);
    assert.equal(table.flatMap(({ servers }) => servers).length, services * serversEach);
    assert.deepEqual(reconcile(table, wanted, isOurs), []);
    const [, ...others] = hosts;
    const next = makeTable((index) => others.map((host) => server(host, 80, { weight: 1 + (index % 2) })));
    // One goes of each, and four get another weight in every other one.
    assert.equal(
      await measure("reconciled", async () => approach(table, next)),
      services + (services / 2) * (serversEach - 1),
    );
    const afterwards = await balancer.list();
    assert.deepEqual(reconcile(afterwards, next, isOurs), []);
    assert.equal(await measure("removed", async () => approach(afterwards, [])), services);
    assert.deepEqual(savedTable(), ["-A -t 203.0.113.1:80 -s wlc"]);
  } finally {
    balancer.close();
    ipvsadm(["-C"]);
  }
});

function makeTable(serversOf: (index: number) => readonly TableServer[]): Table {
  return Array.from({ length: services }, (_, index): TableService => {
    return { key: tcp(`10.${index >> 8}.${index & 255}.1`, 80), settings: plain, servers: serversOf(index) };
  });
}

function isOurs(key: TableKey): boolean {
  return key.kind === "address" && key.address.toString().startsWith("10.");
}

/** Stops watching; how long the event loop was held at most, in milliseconds. */
function watchStalls(): () => number {
  let longest = 0;
  let last = performance.now();
  let stopped = false;
  const look = (): void => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    if (!stopped) setImmediate(look);
  };
  setImmediate(look);
  return () => {
    stopped = true;
    return longest;
  };
}
