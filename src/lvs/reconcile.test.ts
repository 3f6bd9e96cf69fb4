import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { IpAddress } from "../base/ip-address.ts";
import {
  printTableKey,
  type Table,
  type TableChange,
  type TableKey,
  type TableServer,
  type TableService,
} from "../base/lvs-table.ts";
import { plain, server as serverOf } from "../base/lvs-table-samples.ts";
import { seconds } from "../base/time.ts";
import { applyChanges } from "./apply-changes.ts";
import { reconcile } from "./reconcile.ts";
import { isSameValue } from "./same-value.ts";
import { printEndpoint } from "./server-key.ts";

const addresses = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "2001:db8::1"].map((text) => IpAddress.of(text));
const anyAddress = fc.constantFrom(...addresses);
const anyServer: fc.Arbitrary<TableServer> = fc.record({
  address: anyAddress,
  port: fc.constantFrom(0, 80),
  forwarding: fc.constantFrom<TableServer["forwarding"]>(
    { method: "NAT" },
    { method: "DR" },
    { method: "TUN", tunnel: { type: "gue", port: 6080, checksum: "nocsum" } },
  ),
  weight: fc.integer({ min: 0, max: 2 }),
  upperThreshold: fc.constantFrom(0, 9),
  lowerThreshold: fc.constantFrom(0, 3),
});
const anyKey: fc.Arbitrary<TableKey> = fc.oneof(
  fc.record({
    kind: fc.constant("address" as const),
    address: anyAddress,
    port: fc.constantFrom(80, 443),
    protocol: fc.constantFrom("TCP" as const, "UDP" as const),
  }),
  fc.record({
    kind: fc.constant("mark" as const),
    mark: fc.integer({ min: 1, max: 3 }),
    family: fc.constantFrom("ipv4" as const, "ipv6" as const),
  }),
);
const anyService: fc.Arbitrary<TableService> = fc.record({
  key: anyKey,
  settings: fc.record({
    scheduler: fc.constantFrom("rr" as const, "wlc" as const),
    schedulerFlags: fc.constantFrom([], ["sh-port" as const]),
    hashed: fc.boolean(),
    onePacket: fc.boolean(),
    persistence: fc.constantFrom(undefined, { timeout: seconds(300), granularity: undefined, engine: undefined }),
  }),
  servers: fc.uniqueArray(anyServer, { selector: printEndpoint, maxLength: 6 }),
});
const anyTable: fc.Arbitrary<Table> = fc.uniqueArray(anyService, {
  selector: ({ key }) => printTableKey(key),
  maxLength: 5,
});

function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/** Without the order, which no balancer has. */
function normal(table: Table): string {
  const services = table
    .map((service) => ({
      ...service,
      servers: service.servers.toSorted((a, b) => compare(printEndpoint(a), printEndpoint(b))),
    }))
    .toSorted((a, b) => compare(printTableKey(a.key), printTableKey(b.key)));
  return JSON.stringify(services);
}

function nameOf(change: TableChange): string {
  return `${printTableKey(change.key)}${"server" in change ? ` ${printEndpoint(change.server)}` : ""}`;
}

function find(table: Table, key: TableKey): TableService | undefined {
  return table.find((service) => printTableKey(service.key) === printTableKey(key));
}

/** Steps that cannot be avoided: one for each thing that is to come, to go or to be different. */
function fewest(held: Table, wanted: Table, isOurs: (key: TableKey) => boolean): number {
  let count = 0;
  for (const { key } of held) if (find(wanted, key) === undefined && isOurs(key)) count += 1;
  for (const service of wanted) {
    const before = find(held, service.key);
    if (before === undefined || !isSameValue(before.settings, service.settings)) count += 1;
    const places = new Map(before?.servers.map((server) => [printEndpoint(server), server]));
    for (const server of service.servers) {
      if (!isSameValue(places.get(printEndpoint(server)), server)) count += 1;
      places.delete(printEndpoint(server));
    }
    count += places.size;
  }
  return count;
}

void test("property: the changes make of a table what is wanted, and leave what is of others", () => {
  fc.assert(
    fc.property(anyTable, anyTable, fc.integer({ min: 0, max: 7 }), (held, wanted, seed) => {
      const ours = (key: TableKey): boolean => (printTableKey(key).length + seed) % 2 === 0;
      const changes = reconcile(held, wanted, ours);
      const after = applyChanges(held, changes);
      const names = new Set(wanted.map(({ key }) => printTableKey(key)));
      const foreign = held.filter(({ key }) => !names.has(printTableKey(key)) && !ours(key));
      assert.equal(normal(after), normal([...wanted, ...foreign]));
      // Idempotent, and nothing is touched twice: what is there is changed in place.
      assert.deepEqual(reconcile(after, wanted, ours), []);
      assert.equal(new Set(changes.map(nameOf)).size, changes.length);
      assert.equal(changes.length, fewest(held, wanted, ours));
    }),
    { numRuns: 500 },
  );
});

function serverAt(text: string): TableServer {
  return serverOf(text, 80);
}

void test("in a service servers come before others go", () => {
  const key: TableKey = { kind: "mark", mark: 1, family: "ipv4" };
  const settings = plain;
  const before = [{ key, settings, servers: [serverAt("10.0.0.1")] }];
  const after = [{ key, settings, servers: [serverAt("10.0.0.9")] }];
  assert.deepEqual(
    reconcile(before, after, () => true).map(({ kind }) => kind),
    ["add-server", "remove-server"],
  );
});

void test("changes of what is not there do nothing", () => {
  const key: TableKey = { kind: "mark", mark: 1, family: "ipv4" };
  const address = IpAddress.of("10.0.0.1");
  assert.deepEqual(applyChanges([], [{ kind: "remove-service", key }]), []);
  assert.deepEqual(applyChanges([], [{ kind: "remove-server", key, server: { address, port: 80 } }]), []);
});
