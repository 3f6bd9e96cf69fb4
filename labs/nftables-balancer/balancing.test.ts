import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { IpAddress } from "../../src/base/ip-address.ts";
import type { TableKey, TableServer, TableService, TableSettings } from "../../src/base/lvs-table.ts";
import { plain } from "../../src/base/lvs-table-samples.ts";
import { seconds } from "../../src/base/time.ts";
import { labObstacle } from "../../src/lab/index.ts";
import { clientAddresses, Director, server, server6, serviceAddress, serviceAddress6, tcp, udp } from "./director.ts";
import type { Answers } from "./traffic.ts";

const obstacle = labObstacle();
describe("a director without IPVS", { skip: obstacle ?? false }, () => {
  let director: Director;
  before(async () => {
    director = await Director.open();
  });
  after(() => director.close());

  test("rr: every server gets the same, IPv4 and IPv6, TCP and UDP", async () => {
    const all = [1, 2, 3, 4];
    await director.make(
      { key: tcp(80), settings: plain, servers: all.map((each) => server(each)) },
      { key: tcp(80, serviceAddress6), settings: plain, servers: all.map((each) => server6(each)) },
      { key: udp(53), settings: plain, servers: all.map((each) => server(each)) },
      { key: udp(53, serviceAddress6), settings: plain, servers: all.map((each) => server6(each)) },
    );
    for (const address of [serviceAddress, serviceAddress6]) {
      const web = await director.client.ask({ protocol: "TCP", address, port: 80, count: 200, parallel: 8 });
      assert.deepEqual(sorted(web), { s1: 50, s2: 50, s3: 50, s4: 50 }, `TCP to ${address}`);
      // A port that comes again belongs to the same flow.
      const request = { protocol: "UDP", address, port: 53, count: 200, parallel: 8, fromPort: 20_000 } as const;
      const names = await director.client.ask(request);
      assert.deepEqual(sorted(names), { s1: 50, s2: 50, s3: 50, s4: 50 }, `UDP to ${address}`);
    }
  });

  test("wrr: 3:1 within 2 % over 4,000 requests, also of large weights", async () => {
    await director.make(service(tcp(81), { scheduler: "wrr" }, [server(1, 3), server(2, 1)]));
    assertShares(await ask(director, 81, 4000), { s1: 3 / 4, s2: 1 / 4 }, 0.02);
    await director.make(service(tcp(81), { scheduler: "wrr" }, [server(1, 60_000), server(2, 20_000), server(3, 7)]));
    assertShares(await ask(director, 81, 2000), { s1: 3 / 4, s2: 1 / 4 }, 0.02);
  });

  test("sh and mh: a client stays with its server, and most stay when another server goes", async () => {
    for (const scheduler of ["sh", "mh"] as const) {
      const servers = [server(1), server(2), server(3), server(4)];
      await director.make(service(tcp(82), { scheduler }, servers));
      const at = await serversOf(director, 82);
      assert.deepEqual(await serversOf(director, 82), at, scheduler);
      assert.deepEqual([...new Set(at)].sort(), ["s1", "s2", "s3", "s4"], `${scheduler} uses all servers`);
      await director.change({ kind: "remove-server", key: tcp(82), server: server(4) });
      const afterwards = await serversOf(director, 82);
      const moved = afterwards.filter((each, index) => at[index] !== "s4" && each !== at[index]);
      assert.ok(moved.length < clientAddresses.length / 5, `${scheduler}: ${moved.length} clients moved for nothing`);
      assert.ok(!afterwards.includes("s4"));
    }
  });

  test("sh with sh-port: the port of the client counts as well", async () => {
    const settings = { scheduler: "sh", schedulerFlags: ["sh-port"] } as const;
    await director.make(service(tcp(83), settings, [server(1), server(2), server(3), server(4)]));
    assert.equal(Object.keys(await ask(director, 83, 200)).length, 4);
    const ask1 = { protocol: "TCP", address: serviceAddress, port: 83, count: 1, fromPort: 45_000 } as const;
    const first = await director.client.ask(ask1);
    assert.deepEqual(await director.client.ask(ask1), first);
  });

  test("persistence: a client stays for the timeout, another one of its network with it", async () => {
    const mask = IpAddress.of("255.255.255.248");
    const settings: Partial<TableSettings> = {
      persistence: { timeout: seconds(4), granularity: { family: "ipv4", mask }, engine: undefined },
    };
    await director.make(service(tcp(84), settings, [server(1), server(2), server(3), server(4)]));
    // 192.0.2.1 to .7 are one, .8 to .15 are another.
    const first = await ask(director, 84, 40, "192.0.2.1");
    assert.equal(Object.keys(first).length, 1);
    assert.deepEqual(Object.keys(await ask(director, 84, 10, "192.0.2.7")), Object.keys(first));
    assert.notDeepEqual(Object.keys(await ask(director, 84, 10, "192.0.2.9")), Object.keys(first));
    await untilForgotten(director, `clients/tcp/${serviceAddress}/84`);
    assert.notDeepEqual(Object.keys(await ask(director, 84, 1, "192.0.2.1")), Object.keys(first));
  });

  test("persistence: clients of a server that is drained or removed get another one", async () => {
    const persistence = { timeout: seconds(300), granularity: undefined, engine: undefined };
    const servers = [server(1), server(2)];
    const key = tcp(85);
    await director.make(service(key, { persistence }, servers));
    const [first = ""] = Object.keys(await ask(director, 85, 5, "192.0.2.1"));
    const number = first === "s1" ? 1 : 2;
    const other = first === "s1" ? "s2" : "s1";
    await director.change({ kind: "edit-server", key, server: server(number, 0) });
    assert.deepEqual(await ask(director, 85, 5, "192.0.2.1"), { [other]: 5 });
    await director.change({ kind: "edit-server", key, server: server(number, 1) });
    assert.deepEqual(await ask(director, 85, 5, "192.0.2.1"), { [other]: 5 }, "it stays where it is now");
    await director.change({ kind: "remove-server", key, server: server(number === 1 ? 2 : 1) });
    assert.deepEqual(await ask(director, 85, 5, "192.0.2.1"), { [first]: 5 });
  });

  test("persistence of all ports: a client has the same server on each, and keeps the port", async () => {
    const persistence = { timeout: seconds(300), granularity: undefined, engine: undefined };
    const key = tcp(0, "192.0.2.254");
    await director.make(service(key, { persistence }, [server(1, 1, { port: 0 }), server(2, 1, { port: 0 })]));
    const request = { protocol: "TCP", address: "192.0.2.254", count: 4, from: "192.0.2.5" } as const;
    const web = await director.client.ask({ ...request, port: 8080 });
    assert.equal(Object.values(web)[0], 4);
    // Nobody listens there: the server itself says so.
    assert.deepEqual(await director.client.ask({ ...request, port: 8081 }), { ECONNREFUSED: 4 });
    await director.change({ kind: "remove-service", key });
  });

  test("a firewall mark, and a server that gets the port of the packet", async () => {
    const key: TableKey = { kind: "mark", mark: 7, family: "ipv4" };
    await director.make(service(key, {}, [server(1, 1, { port: 0 }), server(2)]));
    await director.nft("add table inet lab_marks");
    await director.nft("add chain inet lab_marks pre { type filter hook prerouting priority mangle; }");
    await director.nft("add rule inet lab_marks pre ip daddr 192.0.2.254 tcp dport { 8080, 9000 } mark set 7");
    const request = { protocol: "TCP", address: "192.0.2.254", count: 40 } as const;
    assert.deepEqual(sorted(await director.client.ask({ ...request, port: 8080 })), { s1: 20, s2: 20 });
    assert.deepEqual(sorted(await director.client.ask({ ...request, port: 9000 })), { ECONNREFUSED: 20, s2: 20 });
    await director.nft("delete table inet lab_marks");
  });

  test("drained: what runs goes on, new connections go elsewhere; removed as well", async () => {
    const key = tcp(86);
    await director.make(service(key, {}, [server(1)]));
    assert.equal(await director.client.hold("download", { address: serviceAddress, port: 86 }), "s1");
    await director.change(
      { kind: "add-server", key, server: server(2) },
      { kind: "edit-server", key, server: server(1, 0) },
    );
    assert.deepEqual(await ask(director, 86, 50), { s2: 50 });
    await director.change({ kind: "remove-server", key, server: server(1) });
    assert.deepEqual(await ask(director, 86, 50), { s2: 50 });
    await director.change({ kind: "remove-service", key });
    assert.deepEqual(await director.client.release("download"), { server: "s1" });
  });

  test("without servers, or with drained ones only, a service refuses at once", async () => {
    await director.make(service(tcp(87), {}, []), service(udp(87), {}, [server(1, 0)]));
    const request = { address: serviceAddress, port: 87, count: 3 } as const;
    assert.deepEqual(await director.client.ask({ ...request, protocol: "TCP" }), { ECONNREFUSED: 3 });
    assert.deepEqual(await director.client.ask({ ...request, protocol: "UDP" }), { ECONNREFUSED: 3 });
    await director.change({ kind: "add-server", key: udp(87), server: server(1) });
    assert.deepEqual(await director.client.ask({ ...request, protocol: "UDP" }), { s1: 3 });
  });

  test("UDP: a client that always sends from one port is scheduled anew when its server is gone", async () => {
    for (const [address, make] of [
      [serviceAddress, server],
      [serviceAddress6, server6],
    ] as const) {
      const key = udp(89, address);
      await director.make(service(key, {}, [make(1), make(2)]));
      const request = { protocol: "UDP", address, port: 89, count: 1, fromPort: 30_000 } as const;
      const [first = ""] = Object.keys(await director.client.ask(request));
      const [other = ""] = Object.keys(await director.client.ask({ ...request, fromPort: 30_001 }));
      assert.deepEqual([first, other].sort(), ["s1", "s2"]);
      await director.change({ kind: "edit-server", key, server: make(first === "s1" ? 1 : 2, 0) });
      assert.deepEqual(await director.client.ask(request), { [first]: 1 }, "drained: what is there stays");
      await director.change({ kind: "remove-server", key, server: make(first === "s1" ? 1 : 2) });
      assert.deepEqual(await director.client.ask(request), { [other]: 1 });
      assert.deepEqual(await director.client.ask({ ...request, fromPort: 30_001 }), { [other]: 1 });
    }
  });

  test("TCP: a port whose connection the server has reset is scheduled anew when that is drained or gone", async () => {
    for (const [address, make] of [
      [serviceAddress, server],
      [serviceAddress6, server6],
    ] as const) {
      const key = tcp(90, address);
      const drain = { kind: "edit-server", key, server: make(1, 0) } as const;
      const removal = { kind: "remove-server", key, server: make(1) } as const;
      for (const change of [drain, removal]) {
        await director.make(service(key, {}, [make(1)]));
        const request = { protocol: "TCP", address, port: 90, count: 1, fromPort: 30_000 } as const;
        assert.deepEqual(await director.client.ask({ ...request, text: "reset" }), { ECONNRESET: 1 });
        assert.deepEqual(await director.client.ask(request), { s1: 1 });
        assert.deepEqual(await director.client.ask({ ...request, text: "reset" }), { ECONNRESET: 1 });
        await director.change({ kind: "add-server", key, server: make(2) }, change);
        assert.deepEqual(await director.client.ask(request), { s2: 1 }, `${address}: ${change.kind}`);
      }
    }
  });

  test("TCP: who still waits for the answer of a server that is gone is answered by another one", async () => {
    const silent = 8082;
    const farm = director.lab.node("farm");
    await farm.run(["nft", "add table inet lab_silence"]);
    await farm.run(["nft", "add chain inet lab_silence in { type filter hook input priority 0; }"]);
    await farm.run(["nft", `add rule inet lab_silence in tcp dport ${silent} counter drop`]);
    const key = tcp(92);
    await director.make(service(key, {}, [server(1, 1, { port: silent })]));
    const answer = ask(director, 92, 1);
    while (!/packets [1-9]/u.test(await farm.run(["nft", "list table inet lab_silence"])));
    await director.change(
      { kind: "add-server", key, server: server(2) },
      { kind: "remove-server", key, server: server(1, 1, { port: silent }) },
    );
    assert.deepEqual(await answer, { s2: 1 });
    await farm.run(["nft", "delete table inet lab_silence"]);
  });

  test("clients on the director itself", async () => {
    await director.make(service(tcp(88), {}, [server(1), server(2)]));
    const answer = async (): Promise<string> =>
      director.lab
        .node("director")
        .run(["bash", "-c", `exec 3<>/dev/tcp/${serviceAddress}/88; echo >&3; head -c 2 <&3`]);
    assert.deepEqual([await answer(), await answer()].sort(), ["s1", "s2"]);
  });
});

function service(key: TableKey, settings: Partial<TableSettings>, servers: readonly TableServer[]): TableService {
  return { key, settings: { ...plain, ...settings }, servers };
}

async function ask(director: Director, port: number, count: number, from?: string): Promise<Answers> {
  const source = from === undefined ? {} : { from };
  return director.client.ask({ protocol: "TCP", address: serviceAddress, port, count, parallel: 8, ...source });
}

/** The server of each client address. */
async function serversOf(director: Director, port: number): Promise<readonly string[]> {
  const servers: string[] = [];
  for (const from of clientAddresses) servers.push(Object.keys(await ask(director, port, 1, from)).join(" "));
  return servers;
}

/** The kernel has forgotten all clients of a service. */
async function untilForgotten(director: Director, set: string): Promise<void> {
  for (;;) {
    const listed = await director.nft("list", "sets", "inet");
    const rest = listed.split(set).slice(1);
    if (rest.length > 0 && rest.every((each) => !each.split("}")[0]?.includes("elements"))) return;
  }
}

function assertShares(answers: Answers, shares: Answers, tolerance: number): void {
  const total = Object.values(answers).reduce((sum, each) => sum + each, 0);
  for (const [name, share] of Object.entries(shares)) {
    const actual = (answers[name] ?? 0) / total;
    assert.ok(Math.abs(actual - share) <= tolerance * share, `${name}: ${actual} of ${JSON.stringify(answers)}`);
  }
}

function sorted(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1)));
}
