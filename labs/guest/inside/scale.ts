import assert from "node:assert/strict";
import { test } from "node:test";

import type { TableChange, TableService } from "../../../src/base/lvs-table.ts";
import { openIpvsBalancer } from "../../../src/platform/linux/ipvs-balancer.ts";
import { ipvsadm } from "./ipvsadm.ts";
import { creation, plain, server, tcp } from "./tables.ts";

const services = 2_000;
const serversEach = 5;
/** Milliseconds for each step on an emulated processor; a real one takes a fiftieth. */
const bound = 30_000;

test(`${services} services of ${serversEach} servers are made, listed and changed in bounded time`, async (context) => {
  const wanted = Array.from({ length: services }, (_, index): TableService => {
    const servers = Array.from({ length: serversEach }, (__, host) => server(`198.51.100.${host + 1}`, 1 + index));
    return { key: tcp(`10.${index >> 8}.${index & 255}.1`, 80), settings: plain, servers };
  });
  const balancer = await openIpvsBalancer();
  try {
    const measure = async <T>(what: string, action: () => Promise<T>): Promise<T> => {
      const started = performance.now();
      const stalls = watchStalls();
      const result = await action();
      const took = performance.now() - started;
      context.diagnostic(`${what}: ${Math.round(took)} ms, the loop held for ${Math.round(stalls())} ms at most`);
      assert.ok(took < bound, `${what} took ${took} ms`);
      return result;
    };
    const results = await measure("made", async () => balancer.apply(wanted.flatMap(creation)));
    assert.equal(results.filter((error) => error !== undefined).length, 0);
    const table = await measure("listed", async () => balancer.list());
    assert.equal(table.length, services);
    assert.equal(table.flatMap(({ servers }) => servers).length, services * serversEach);
    const edits = wanted.map(({ key }): TableChange => {
      return { kind: "edit-server", key, server: server("198.51.100.3", key.kind === "mark" ? 0 : 1, { weight: 9 }) };
    });
    await measure("one server of each changed", async () => balancer.apply(edits));
    await measure("removed", async () => balancer.apply(wanted.map(({ key }) => ({ kind: "remove-service", key }))));
    assert.deepEqual(await balancer.list(), []);
  } finally {
    balancer.close();
    ipvsadm(["-C"]);
  }
});

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
