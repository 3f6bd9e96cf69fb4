import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import {
  printTableKey,
  type Table,
  type TableChange,
  type TableKey,
  type TableServer,
  type TableService,
  type TableSettings,
} from "../../base/lvs-table.ts";
import { creation, plain, sctp, server, tcp, udp } from "../../base/lvs-table-samples.ts";
import { seconds } from "../../base/time.ts";
import { type LoadBalancer, type OpenLoadBalancer, SystemException } from "../ports.ts";

/** The load balancing of a machine, which nobody else changes meanwhile. */
export type LoadBalancerSubject = {
  readonly openLoadBalancer: OpenLoadBalancer;
  /** Removes everything there is. */
  readonly close: () => Promise<void> | void;
};

/**
 * What every load balancer does. What one has an objection to is left out, and the objection names the way out;
 * services that are scheduled by rr and reached by NAT every balancer has.
 */
export function loadBalancerContract(name: string, makeSubject: () => LoadBalancerSubject): void {
  describe(`load balancer of ${name}`, () => {
    test("there is nothing at first", async () => {
      await withBalancer(async ({ balancer }) => assert.deepEqual(await balancer.list(), []));
    });

    for (const [title, services] of Object.entries(samples)) {
      test(`${title}: what was made is listed, and what cannot be is said`, async () => {
        await withBalancer(async ({ balancer }) => {
          const wanted = possible(balancer, services);
          assertDone(await balancer.apply(wanted.flatMap(creation)));
          assertTable(await balancer.list(), wanted);
          assertDone(await balancer.apply(wanted.map(({ key }) => ({ kind: "remove-service", key }))));
          assert.deepEqual(await balancer.list(), []);
        });
      });
    }

    test("weights, schedulers and everything else are changed in place", async () => {
      await withBalancer(async ({ balancer }) => {
        const key = tcp("192.0.2.1", 80);
        const before: TableService = { key, settings: plain, servers: [server("198.51.100.1", 80, { weight: 3 })] };
        assertDone(await balancer.apply(creation(before)));
        const afterwards: readonly TableService[] = [
          { ...before, servers: [server("198.51.100.1", 80, { weight: 0 })] },
          { ...before, servers: [server("198.51.100.1", 80, { weight: 65_535 })] },
          { ...before, settings: { ...plain, persistence: persistent(60) } },
          before,
          { ...before, settings: { ...plain, scheduler: "wrr" } },
          { ...before, settings: { ...plain, scheduler: "sh", schedulerFlags: ["sh-port"] } },
          { ...before, settings: { ...plain, scheduler: "wlc", onePacket: false, hashed: true } },
          {
            ...before,
            servers: [server("198.51.100.1", 80, { weight: 1, upperThreshold: 100, lowerThreshold: 50 })],
          },
          { ...before, servers: [server("198.51.100.1", 80, { forwarding: { method: "DR" } })] },
          before,
        ];
        for (const next of possible(balancer, afterwards)) {
          const edits = next.servers.map((each): TableChange => ({ kind: "edit-server", key, server: each }));
          assertDone(await balancer.apply([{ kind: "edit-service", key, settings: next.settings }, ...edits]));
          assertTable(await balancer.list(), [next]);
        }
      });
    });

    test("adding what is there changes it in place, and the last word counts", async () => {
      await withBalancer(async ({ balancer }) => {
        const key = tcp("192.0.2.1", 80);
        const settings = { ...plain, persistence: persistent(300) };
        const add = (weight: number): TableChange => change("add-server", key, weight);
        assertDone(await balancer.apply([{ kind: "add-service", key, settings: plain }, add(1)]));
        assertDone(await balancer.apply([add(2), { kind: "add-service", key, settings }]));
        assertTable(await balancer.list(), [{ key, settings, servers: [server("198.51.100.1", 80, { weight: 2 })] }]);
        assertDone(await balancer.apply([add(3), add(4), change("edit-server", key, 5)]));
        assertTable(await balancer.list(), [{ key, settings, servers: [server("198.51.100.1", 80, { weight: 5 })] }]);
        const identity = { address: IpAddress.of("198.51.100.1"), port: 80 };
        assertDone(await balancer.apply([add(6), { kind: "remove-server", key, server: identity }, add(7)]));
        assertTable(await balancer.list(), [{ key, settings, servers: [server("198.51.100.1", 80, { weight: 7 })] }]);
        assertDone(await balancer.apply([add(8), { kind: "remove-service", key }]));
        assert.deepEqual(await balancer.list(), []);
      });
    });

    test("removing what is not there is a success", async () => {
      await withBalancer(async ({ balancer }) => {
        const key = tcp("192.0.2.1", 80);
        const identity = { address: IpAddress.of("198.51.100.1"), port: 80 };
        assertDone(
          await balancer.apply([
            { kind: "remove-service", key },
            { kind: "remove-server", key, server: identity },
            { kind: "add-service", key, settings: plain },
            { kind: "remove-server", key, server: identity },
          ]),
        );
        assertTable(await balancer.list(), [{ key, settings: plain, servers: [] }]);
      });
    });

    test("a change that fails leaves those around it alone", async () => {
      await withBalancer(async ({ balancer }) => {
        const [key, missing] = [tcp("192.0.2.1", 80), tcp("192.0.2.2", 80)];
        const results = await balancer.apply([
          { kind: "add-service", key, settings: plain },
          change("add-server", missing, 1),
          change("add-server", key, 1),
          { kind: "edit-service", key: missing, settings: plain },
          { kind: "edit-server", key, server: server("198.51.100.9", 80) },
          { kind: "add-server", key, server: server("198.51.100.2", 80) },
        ]);
        assert.deepEqual(
          results.map((error) => error === undefined),
          [true, false, true, false, false, true],
        );
        assert.ok(results.every((error) => error === undefined || (error.errno > 0 && /^E[A-Z]+$/u.test(error.code))));
        const servers = [server("198.51.100.1", 80), server("198.51.100.2", 80)];
        assertTable(await balancer.list(), [{ key, settings: plain, servers }]);
      });
    });

    test("calls that are not waited for are carried out in order", async () => {
      await withBalancer(async ({ balancer }) => {
        const key = tcp("192.0.2.1", 80);
        const calls = [
          balancer.apply([{ kind: "add-service", key, settings: plain }]),
          ...[1, 2, 3].map(async (weight) => balancer.apply([change("add-server", key, weight)])),
          balancer.apply([]),
        ];
        const table = await balancer.list();
        assertTable(table, [{ key, settings: plain, servers: [server("198.51.100.1", 80, { weight: 3 })] }]);
        for (const results of await Promise.all(calls)) assertDone(results);
      });
    });

    test("a service without servers, and servers that come and go one by one", async () => {
      await withBalancer(async ({ balancer }) => {
        const key = tcp("2001:db8::1", 443);
        const all = [1, 2, 3, 4].map((number) => server(`2001:db8::${number}:1`, 443, { weight: number }));
        assertDone(await balancer.apply([{ kind: "add-service", key, settings: plain }]));
        assertTable(await balancer.list(), [{ key, settings: plain, servers: [] }]);
        for (const [index, each] of all.entries()) {
          assertDone(await balancer.apply([{ kind: "add-server", key, server: each }]));
          assertTable(await balancer.list(), [{ key, settings: plain, servers: all.slice(0, index + 1) }]);
        }
        for (const [index, { address, port }] of all.entries()) {
          assertDone(await balancer.apply([{ kind: "remove-server", key, server: { address, port } }]));
          assertTable(await balancer.list(), [{ key, settings: plain, servers: all.slice(index + 1) }]);
        }
      });
    });

    test("closing leaves the table as it is, and the next one finds it", async () => {
      await withBalancer(async ({ balancer, subject }) => {
        const wanted = [
          service(tcp("192.0.2.1", 80), plain, [server("198.51.100.1", 8080, { weight: 7 })]),
          service(tcp("2001:db8::1", 80), { ...plain, persistence: persistent(90) }, [server("2001:db8::2", 80)]),
        ];
        assertDone(await balancer.apply(wanted.flatMap(creation)));
        balancer.close();
        assert.deepEqual(
          (await balancer.apply(wanted.flatMap(creation))).map((error) => error?.code),
          Array<string>(4).fill("EBADF"),
        );
        await assert.rejects(balancer.list(), SystemException);
        const next = await subject.openLoadBalancer();
        assertTable(await next.list(), wanted);
        next.close();
      });
    });

    test("flushing takes away everything", async () => {
      await withBalancer(async ({ balancer }) => {
        const keys = [tcp("192.0.2.1", 80), tcp("2001:db8::1", 80), udp("192.0.2.1", 80)];
        assertDone(await balancer.apply(keys.flatMap((key) => creation({ key, settings: plain, servers: [] }))));
        assert.equal((await balancer.list()).length, 3);
        assert.equal(await balancer.flush(), undefined);
        assert.deepEqual(await balancer.list(), []);
        assertDone(await balancer.apply([{ kind: "add-service", key: tcp("192.0.2.1", 80), settings: plain }]));
        assert.equal((await balancer.list()).length, 1);
      });
    });

    test("three hundred services of three servers in one call", async () => {
      await withBalancer(async ({ balancer }) => {
        const wanted = Array.from({ length: 300 }, (_, index) => {
          const servers = [1, 2, 3].map((host) => server(`198.51.100.${host}`, 8000 + index, { weight: host }));
          return service(tcp(`192.0.${2 + (index >> 8)}.${index & 255}`, 80), plain, servers);
        });
        assertDone(await balancer.apply(wanted.flatMap(creation)));
        assertTable(await balancer.list(), wanted);
        assertDone(await balancer.apply(wanted.map(({ key }) => ({ kind: "remove-service", key }))));
        assert.deepEqual(await balancer.list(), []);
      });
    });
  });

  async function withBalancer(
    use: (opened: { readonly balancer: LoadBalancer; readonly subject: LoadBalancerSubject }) => Promise<void>,
  ): Promise<void> {
    const subject = makeSubject();
    const balancer = await subject.openLoadBalancer();
    try {
      await use({ balancer, subject });
    } finally {
      balancer.close();
      await subject.close();
    }
  }
}

/** Services by what they are about. */
const samples: Readonly<Record<string, readonly TableService[]>> = {
  "IPv4 and IPv6": [
    service(tcp("192.0.2.1", 80), plain, [server("198.51.100.1", 80), server("198.51.100.1", 8080)]),
    service(tcp("2001:db8::1", 80), plain, [server("2001:db8::2", 80, { weight: 0 })]),
  ],
  "protocols and ports": [
    service(tcp("192.0.2.1", 80), plain, [server("198.51.100.1", 80)]),
    service(udp("192.0.2.1", 80), plain, [server("198.51.100.1", 80)]),
    service(sctp("192.0.2.1", 80), plain, [server("198.51.100.1", 80)]),
    service(tcp("192.0.2.1", 65_535), plain, [server("198.51.100.1", 65_535)]),
  ],
  "all ports of an address": [
    service(tcp("192.0.2.1", 0), { ...plain, persistence: persistent(360) }, [server("198.51.100.1", 0)]),
  ],
  marks: [
    service({ kind: "mark", mark: 5, family: "ipv4" }, plain, [server("198.51.100.1", 0)]),
    service({ kind: "mark", mark: 5, family: "ipv6" }, plain, [server("2001:db8::1", 0)]),
    service({ kind: "mark", mark: 4_294_967_295, family: "ipv4" }, plain, [server("198.51.100.1", 80)]),
  ],
  persistence: [
    service(tcp("192.0.2.1", 1), { ...plain, persistence: persistent(1) }, []),
    service(tcp("192.0.2.1", 2), { ...plain, persistence: persistent(2_678_400) }, []),
    service(
      tcp("192.0.2.1", 3),
      {
        ...plain,
        persistence: { ...persistent(60), granularity: { family: "ipv4", mask: IpAddress.of("255.255.0.0") } },
      },
      [],
    ),
    service(
      tcp("2001:db8::1", 3),
      { ...plain, persistence: { ...persistent(60), granularity: { family: "ipv6", length: 48 } } },
      [],
    ),
    service(
      tcp("192.0.2.1", 4),
      {
        ...plain,
        persistence: { ...persistent(60), granularity: { family: "ipv4", mask: IpAddress.of("255.255.255.255") } },
      },
      [],
    ),
  ],
  "a persistence engine": [
    service(udp("192.0.2.1", 5060), { ...plain, persistence: { ...persistent(60), engine: "sip" } }, []),
  ],
  schedulers: (["rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sh", "mh", "dh", "fo", "ovf", "sed", "nq"] as const).map(
    (scheduler, index) =>
      service(tcp("192.0.2.1", 100 + index), { ...plain, scheduler }, [server("198.51.100.1", 80, { weight: 2 })]),
  ),
  "flags of schedulers": [
    service(tcp("192.0.2.1", 1), { ...plain, scheduler: "sh", schedulerFlags: ["sh-port"] }, []),
    service(tcp("192.0.2.1", 2), { ...plain, scheduler: "sh", schedulerFlags: ["sh-port", "sh-fallback"] }, []),
    service(tcp("192.0.2.1", 3), { ...plain, scheduler: "mh", schedulerFlags: ["mh-port", "mh-fallback"] }, []),
    service(tcp("192.0.2.1", 4), { ...plain, scheduler: "mh", schedulerFlags: ["flag-1"] }, []),
    service(tcp("192.0.2.1", 5), { ...plain, schedulerFlags: ["flag-1", "flag-2", "flag-3"] }, []),
  ],
  "one packet, and hashed": [
    service(udp("192.0.2.1", 53), { ...plain, onePacket: true }, [server("198.51.100.1", 53)]),
    service(udp("192.0.2.1", 54), { ...plain, hashed: true }, [server("198.51.100.1", 53)]),
  ],
  "direct routing and tunnels": [
    service(tcp("192.0.2.1", 80), plain, [
      server("198.51.100.1", 80, { forwarding: { method: "DR" } }),
      server("198.51.100.2", 80, { forwarding: { method: "TUN", tunnel: { type: "ipip" } } }),
      server("198.51.100.3", 80, {
        forwarding: { method: "TUN", tunnel: { type: "gue", port: 6080, checksum: "nocsum" } },
      }),
      server("198.51.100.4", 80, {
        forwarding: { method: "TUN", tunnel: { type: "gue", port: 6080, checksum: "csum" } },
      }),
      server("198.51.100.5", 80, {
        forwarding: { method: "TUN", tunnel: { type: "gue", port: 6080, checksum: "remcsum" } },
      }),
      server("198.51.100.6", 80, { forwarding: { method: "TUN", tunnel: { type: "gre", checksum: "csum" } } }),
      server("2001:db8::7", 80, { forwarding: { method: "TUN", tunnel: { type: "ipip" } } }),
    ]),
  ],
  "connection limits": [
    service(tcp("192.0.2.1", 80), plain, [
      server("198.51.100.1", 80, { upperThreshold: 100_000, lowerThreshold: 50_000 }),
      server("198.51.100.2", 80, { upperThreshold: 10 }),
    ]),
  ],
};

/** Those that the balancer can serve. */
function possible(balancer: LoadBalancer, services: readonly TableService[]): readonly TableService[] {
  const objections = services.map((each) => balancer.objection(each));
  for (const objection of objections) assert.match(objection ?? "use it", /\buse |\bleave /u);
  return services.filter((_, index) => objections[index] === undefined);
}

function service(key: TableKey, settings: TableSettings, servers: readonly TableServer[]): TableService {
  return { key, settings, servers };
}

function persistent(timeout: number): NonNullable<TableSettings["persistence"]> {
  return { timeout: seconds(timeout), granularity: undefined, engine: undefined };
}

/** Of the server 198.51.100.1:80. */
function change(kind: "add-server" | "edit-server", key: TableKey, weight: number): TableChange {
  return { kind, key, server: server("198.51.100.1", 80, { weight }) };
}

function assertDone(results: readonly unknown[]): void {
  assert.deepEqual(
    results.filter((error) => error !== undefined),
    [],
  );
}

/** In whatever order. */
function assertTable(table: Table, wanted: Table): void {
  assert.deepEqual(normalise(table), normalise(wanted));
}

function normalise(table: Table): unknown {
  const services = table.map(({ key, settings, servers }) => ({
    key: printTableKey(key),
    // Addresses become text.
    settings: JSON.parse(JSON.stringify(settings)) as unknown,
    servers: servers
      .map((each) => ({ ...each, address: each.address.toString() }))
      .sort((a, b) => (`${a.address} ${a.port}` < `${b.address} ${b.port}` ? -1 : 1)),
  }));
  return services.sort((a, b) => (a.key < b.key ? -1 : 1));
}
