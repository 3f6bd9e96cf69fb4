import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import type { TableChange, TableKey, TableServer, TableService, TableSettings } from "../../base/lvs-table.ts";
import { creation, plain, server } from "../../base/lvs-table-samples.ts";
import { seconds } from "../../base/time.ts";
import { composeChanges, composeTable } from "./changes.ts";
import { type HeldServices, heldServices } from "./held-services.ts";
import type { NftCommand } from "./json.ts";
import { printCommands } from "./json.ts";
import { readBalancerTable } from "./reading.ts";

const weighted: TableSettings = { ...plain, scheduler: "wrr" };
const persistent: TableSettings = {
  ...plain,
  persistence: { timeout: seconds(50), granularity: { family: "ipv6", length: 56 }, engine: undefined },
};
const web: TableKey = { kind: "address", address: IpAddress.of("192.0.2.1"), port: 80, protocol: "TCP" };
const mail: TableKey = { kind: "address", address: IpAddress.of("2001:db8::1"), port: 25, protocol: "TCP" };

test("a service of wrr: a rule, one for the moment in which it is replaced, and notes of what it was made of", () => {
  const { commands } = composeChanges(
    new Map(),
    creation({ key: web, settings: weighted, servers: [at(1, 2), at(2)] }),
    0,
  );
  assert.deepEqual(
    commands.map((each) => JSON.stringify(each).replaceAll('"family":"inet","table":"keepalived_lvs",', "")),
    [
      '{"add":{"chain":{"name":"service/tcp/192.0.2.1/80"}}}',
      '{"flush":{"chain":{"name":"service/tcp/192.0.2.1/80"}}}',
      '{"add":{"rule":{"chain":"service/tcp/192.0.2.1/80","expr":[{"match":{"op":"==","left":{"meta":{"key":"l4proto"}},"right":6}},' +
        '{"dnat":{"family":"ip","addr":{"map":{"key":{"numgen":{"mode":"inc","mod":3,"offset":0}},"data":{"set":' +
        '[[0,{"concat":["198.51.100.1",8080]}],[1,{"concat":["198.51.100.2",8080]}],[2,{"concat":["198.51.100.1",8080]}]]}}}}}]}}}',
      '{"add":{"rule":{"chain":"service/tcp/192.0.2.1/80","expr":[{"match":{"op":"==","left":{"meta":{"key":"l4proto"}},"right":6}},' +
        '{"dnat":{"family":"ip","addr":"198.51.100.1","port":8080}}]}}}',
      '{"add":{"rule":{"chain":"service/tcp/192.0.2.1/80","comment":"scheduler wrr","expr":[{"return":null}]}}}',
      '{"add":{"rule":{"chain":"service/tcp/192.0.2.1/80","comment":"server 198.51.100.1 8080 weight 2","expr":[{"return":null}]}}}',
      '{"add":{"rule":{"chain":"service/tcp/192.0.2.1/80","comment":"server 198.51.100.2 8080 weight 1","expr":[{"return":null}]}}}',
      '{"add":{"element":{"name":"services-ipv4","elem":[[{"concat":["192.0.2.1",6,80]},{"goto":{"target":"service/tcp/192.0.2.1/80"}}]]}}}',
    ],
  );
});

test("a change touches its own service only, however many there are", () => {
  const others = Array.from({ length: 1000 }, (_, index): TableService => {
    return {
      key: { kind: "mark", mark: index + 1, family: "ipv4" },
      settings: weighted,
      servers: [at(1), at(2), at(3)],
    };
  });
  const held = heldServices([...others, { key: web, settings: weighted, servers: [at(1), at(2)] }]);
  const { commands } = composeChanges(held, [{ kind: "edit-server", key: web, server: at(1, 0) }], 7);
  assert.ok(commands.every((each) => JSON.stringify(each).includes("service/tcp/192.0.2.1/80")));
  assert.deepEqual(commands.flatMap(Object.keys), ["flush", "add", "add", "add", "add", "add"]);
});

test("clients that persist: a set for each server, which is emptied when the server is drained", () => {
  const held = made({ key: mail, settings: persistent, servers: [at6(1), at6(2)] });
  const { commands } = composeChanges(held, [{ kind: "edit-server", key: mail, server: at6(1, 0) }], 1);
  const text = printCommands(commands);
  assert.match(text, /"flush":\{"set":\{[^}]*"name":"clients\/tcp\/2001-db8--1\/25\/2001-db8-1--1\/25"/u);
  assert.doesNotMatch(text, /"flush":\{"set":\{[^}]*"name":"clients\/tcp\/2001-db8--1\/25\/2001-db8-1--2\/25"/u);
  assert.match(text, /"ffff:ffff:ffff:ff00::"/u);
  const removal = composeChanges(held, [{ kind: "remove-server", key: mail, server: at6(1) }], 1).commands;
  assert.deepEqual(summary(removal).slice(0, 4), [
    "flush chain service/tcp/2001-db8--1/25",
    "flush chain server/tcp/2001-db8--1/25/2001-db8-1--1/25",
    "delete chain server/tcp/2001-db8--1/25/2001-db8-1--1/25",
    "delete set clients/tcp/2001-db8--1/25/2001-db8-1--1/25",
  ]);
});

test("a longer timeout keeps the clients, another granularity forgets them", () => {
  const held = made({ key: mail, settings: persistent, servers: [at6(1)] });
  const edit = (persistence: TableSettings["persistence"]): readonly string[] => {
    const change: TableChange = { kind: "edit-service", key: mail, settings: { ...persistent, persistence } };
    return summary(composeChanges(held, [change], 1).commands).filter((each) => each.includes(" set "));
  };
  const granularity = { family: "ipv6", length: 56 } as const;
  assert.deepEqual(edit({ timeout: seconds(99), granularity, engine: undefined }), []);
  assert.deepEqual(edit({ timeout: seconds(50), granularity: undefined, engine: undefined }), [
    "flush set clients/tcp/2001-db8--1/25/2001-db8-1--1/25",
  ]);
  assert.deepEqual(edit(undefined), ["delete set clients/tcp/2001-db8--1/25/2001-db8-1--1/25"]);
});

test("changes that undo one another, and those of services that are not there, leave nothing to do", () => {
  const { commands, held } = composeChanges(
    new Map(),
    [...creation({ key: web, settings: weighted, servers: [at(1)] }), { kind: "remove-service", key: web }],
    0,
  );
  assert.deepEqual([commands, held.size], [[], 0]);
});

test("what is not there cannot be changed, what nftables cannot do is not taken; the others are made", () => {
  const { refusals, held } = composeChanges(
    made({ key: web, settings: weighted, servers: [] }),
    [
      { kind: "add-server", key: mail, server: at6(1) },
      { kind: "edit-server", key: web, server: at(1) },
      { kind: "add-server", key: web, server: { ...at(1), forwarding: { method: "DR" } } },
      { kind: "edit-service", key: web, settings: { ...weighted, scheduler: "lc" } },
      { kind: "add-server", key: web, server: at(2) },
    ],
    0,
  );
  assert.deepEqual(
    refusals.map((each) => each?.kind),
    ["no-service", "no-server", "objection", "objection", undefined],
  );
  assert.deepEqual(
    [...held.values()].flatMap(({ servers }) => servers),
    [at(2)],
  );
});

test("what was written is read back", () => {
  const table: readonly TableService[] = [
    { key: web, settings: weighted, servers: [at(1, 0), at(2, 65_535)] },
    { key: mail, settings: persistent, servers: [at6(1)] },
    { key: { kind: "mark", mark: 9, family: "ipv6" }, settings: weighted, servers: [] },
  ];
  // nft lists the rules that it was given, among other things.
  const rules = composeTable(heldServices(table), 0).flatMap((each) => each["add"] ?? []);
  const foreign = {
    rule: { family: "inet", table: "other", chain: "service/tcp/192.0.2.9/80", comment: "scheduler rr" },
  };
  const output = JSON.stringify({ nftables: [{ metainfo: {} }, foreign, ...rules] });
  assert.deepEqual(readBalancerTable(output), table);
  assert.deepEqual(readBalancerTable('{"nftables":[]}'), []);
});

function made(service: TableService): HeldServices {
  return composeChanges(new Map(), creation(service), 0).held;
}

/** "delete chain NAME" and the like. */
function summary(commands: readonly NftCommand[]): readonly string[] {
  return commands.map((each) => {
    const [, verb, kind, name] =
      /^\{"(\w+)":\{"(\w+)":\{.*?"(?:name|chain)":"([^"]+)"/u.exec(JSON.stringify(each)) ?? [];
    return `${verb} ${kind} ${name}`;
  });
}

function at(number: number, weight = 1): TableServer {
  return server(`198.51.100.${number}`, 8080, { weight });
}

function at6(number: number, weight = 1): TableServer {
  return server(`2001:db8:1::${number}`, 25, { weight });
}
