import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { printTableKey, type TableKey, type TableServer, type TableService } from "../../src/base/lvs-table.ts";
import { plain } from "../../src/base/lvs-table-samples.ts";
import { Rng } from "../../src/base/rng.ts";
import { seconds } from "../../src/base/time.ts";
import { Bulletin, labObstacle, wallClock } from "../../src/lab/index.ts";
import { Director, server, serviceAddress, tcp } from "./director.ts";
import type { Asked } from "./traffic.ts";

const changeCount = 200;
const seed = 20_261_121;
/** Milliseconds after which no request may go to a server that is out. */
const tolerance = 50;

/** A server of a service that gets no connections: from when on for sure, and until when. Milliseconds since 1970. */
type Absence = { readonly service: number; readonly server: string; readonly from: number; until: number };

/** A server comes, with a weight, or goes. */
type Step = { readonly kind: "add-server" | "remove-server"; readonly key: TableKey; readonly server: TableServer };

const obstacle = labObstacle();
describe("a director whose table changes all the time", { skip: obstacle ?? false }, () => {
  let director: Director;
  const losses = new Bulletin();
  let lost = 0;
  before(async () => {
    director = await Director.open(() => {
      lost += 1;
      losses.announce();
    });
  });
  after(() => director.close());

  test("200 changes under load: no connection breaks, no request goes to a server that is out", async (context) => {
    const persistence = { timeout: seconds(300), granularity: undefined, engine: undefined };
    const services: TableService[] = [
      { key: tcp(80), settings: { ...plain, scheduler: "wrr" }, servers: [1, 2, 3, 4].map((each) => server(each, 2)) },
      { key: tcp(81), settings: { ...plain, persistence }, servers: [1, 2, 3, 4].map((each) => server(each)) },
      { key: tcp(82), settings: { ...plain, scheduler: "mh" }, servers: [1, 2, 3, 4].map((each) => server(each)) },
    ];
    await director.make(...services);
    const held = ["a", "b", "c", "d", "e", "f", "g", "h"];
    for (const name of held) await director.client.hold(name, { address: serviceAddress, port: 80 });
    await director.client.startStream(
      services.map((_, index) => ({ address: serviceAddress, port: 80 + index })),
      3,
    );

    const rng = new Rng(seed);
    const absences: Absence[] = [];
    const durations: number[] = [];
    for (let index = 0; index < changeCount; index++) {
      const service = rng.below(services.length);
      const number = 1 + rng.below(4);
      const weight = rng.below(4);
      const change = changeOf(services[service], number, rng.below(2) === 0 ? undefined : weight);
      if (change === undefined) continue;
      const isIn = change.kind === "add-server" && change.server.weight > 0;
      const began = wallClock() / 1000;
      const open = absences.find(
        (each) => each.service === service && each.server === `s${number}` && each.until === Infinity,
      );
      if (isIn && open !== undefined) open.until = began;
      await director.change({ ...change });
      const ended = wallClock() / 1000;
      durations.push(ended - began);
      services[service] = changed(services[service], change);
      if (!isIn && open === undefined) absences.push({ service, server: `s${number}`, from: ended, until: Infinity });
    }

    const asked = await director.client.stopStream();
    assert.ok(asked.length > 1000, `${asked.length} requests`);
    assert.deepEqual(
      asked.filter(({ answer }) => !/^s[1-4]$/u.test(answer)),
      [],
      "every request is answered",
    );
    assert.deepEqual(
      asked.filter((each) => absences.some((absence) => isAgainst(absence, each))),
      [],
    );
    assert.ok(absences.length > changeCount / 10, "servers do go");
    for (const name of held) assert.equal((await director.client.release(name)).trouble, undefined);
    assert.deepEqual(normalised(await director.balancer.list()), normalised(services));
    durations.sort((a, b) => a - b);
    const [median, late] = [0.5, 0.95].map((share) => durations[Math.floor(durations.length * share)]?.toFixed(1));
    context.diagnostic(`${asked.length} requests; a change is in force after ${median} ms, 95 % after ${late} ms`);
  });

  test("a table that somebody has removed is noticed, and made again by the same changes", async () => {
    const service: TableService = { key: tcp(90), settings: plain, servers: [server(1)] };
    await director.make(service);
    const already = lost;
    await director.nft("flush", "ruleset");
    await losses.until(
      () => (lost > already ? true : undefined),
      seconds(5),
      () => "the loss of the table",
    );
    assert.deepEqual(await director.balancer.list(), []);
    await director.make(service);
    assert.deepEqual(await director.client.ask({ protocol: "TCP", address: serviceAddress, port: 90, count: 3 }), {
      s1: 3,
    });
  });

  test("a table in which something is missing is made anew with the next change that needs it", async () => {
    await director.make(
      { key: tcp(91), settings: plain, servers: [server(1)] },
      { key: tcp(92), settings: plain, servers: [server(2)] },
    );
    await director.nft(
      "delete",
      "element",
      "inet",
      "keepalived_lvs",
      "services-ipv4",
      `{ ${serviceAddress} . tcp . 91 }`,
    );
    await director.change(
      { kind: "add-server", key: tcp(92), server: server(3) },
      { kind: "remove-service", key: tcp(91) },
      { kind: "remove-server", key: tcp(92), server: server(2) },
    );
    const request = { protocol: "TCP", address: serviceAddress, count: 3 } as const;
    assert.deepEqual(await director.client.ask({ ...request, port: 92 }), { s3: 3 });
    assert.deepEqual(await director.client.ask({ ...request, port: 91 }), { ECONNREFUSED: 3 });
  });
});

/** Takes the server out, or gives it the weight; undefined: nobody would be left. */
function changeOf(service: TableService | undefined, number: number, weight: number | undefined): Step | undefined {
  if (service === undefined) return undefined;
  const other = service.servers.some((each) => each.weight > 0 && !each.address.equals(server(number).address));
  if (!other && (weight === undefined || weight === 0)) return undefined;
  const { key } = service;
  if (weight === undefined) return { kind: "remove-server", key, server: server(number) };
  return { kind: "add-server", key, server: server(number, weight) };
}

function changed(service: TableService | undefined, change: Step): TableService {
  assert.ok(service !== undefined);
  const others = service.servers.filter((each) => !each.address.equals(change.server.address));
  return { ...service, servers: change.kind === "remove-server" ? others : [...others, change.server] };
}

function isAgainst({ service, server: absent, from, until }: Absence, asked: Asked): boolean {
  return asked.service === service && asked.answer === absent && asked.began > from + tolerance && asked.ended < until;
}

function normalised(table: readonly TableService[]): readonly string[] {
  return table.map(({ key, servers }) => {
    const names = servers.map((each) => `${each.address.toString()} ${each.weight}`).sort();
    return `${printTableKey(key)}: ${names.join(", ")}`;
  });
}
