import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import type { TableChange, TableKey } from "../../../src/base/lvs-table.ts";
import { plain, server, tcp } from "../../../src/base/lvs-table-samples.ts";
import { seconds } from "../../../src/base/time.ts";
import { openIpvsBalancer } from "../../../src/platform/linux/ipvs-balancer.ts";
import type { LoadBalancer } from "../../../src/platform/ports.ts";
import { ipvsadm, savedTable } from "./ipvsadm.ts";

const web = tcp("192.0.2.1", 80);
const web6 = tcp("2001:db8::1", 443);
const mark: TableKey = { kind: "mark", mark: 7, family: "ipv6" };
const hour = { timeout: seconds(3600), granularity: undefined, engine: undefined };

/** One change after the other, and what ipvsadm then has in place of what it had. */
const story: readonly (readonly [change: TableChange, gone: readonly string[], come: readonly string[]])[] = [
  [{ kind: "add-service", key: web, settings: plain }, [], ["-A -t 192.0.2.1:80 -s rr"]],
  [
    { kind: "add-server", key: web, server: server("198.51.100.1", 8080, { weight: 3 }) },
    [],
    ["-a -t 192.0.2.1:80 -r 198.51.100.1:8080 -m -w 3"],
  ],
  [
    {
      kind: "add-server",
      key: web,
      server: server("198.51.100.2", 80, { weight: 65_535, upperThreshold: 100, lowerThreshold: 50 }),
    },
    [],
    // It does not save limits.
    ["-a -t 192.0.2.1:80 -r 198.51.100.2:80 -m -w 65535"],
  ],
  [
    { kind: "edit-server", key: web, server: server("198.51.100.1", 8080, { weight: 0 }) },
    ["-a -t 192.0.2.1:80 -r 198.51.100.1:8080 -m -w 3"],
    ["-a -t 192.0.2.1:80 -r 198.51.100.1:8080 -m -w 0"],
  ],
  [
    { kind: "edit-server", key: web, server: server("198.51.100.1", 8080, { forwarding: { method: "DR" } }) },
    ["-a -t 192.0.2.1:80 -r 198.51.100.1:8080 -m -w 0"],
    ["-a -t 192.0.2.1:80 -r 198.51.100.1:8080 -g -w 1"],
  ],
  [
    {
      kind: "edit-server",
      key: web,
      server: server("198.51.100.1", 8080, {
        forwarding: { method: "TUN", tunnel: { type: "gue", port: 6080, checksum: "remcsum" } },
      }),
    },
    ["-a -t 192.0.2.1:80 -r 198.51.100.1:8080 -g -w 1"],
    ["-a -t 192.0.2.1:80 -r 198.51.100.1:8080 -i -w 1 --tun-type gue --tun-port 6080 --tun-remcsum"],
  ],
  [
    { kind: "remove-server", key: web, server: server("198.51.100.1", 8080) },
    ["-a -t 192.0.2.1:80 -r 198.51.100.1:8080 -i -w 1 --tun-type gue --tun-port 6080 --tun-remcsum"],
    [],
  ],
  [
    { kind: "edit-service", key: web, settings: { ...plain, scheduler: "wlc", persistence: hour } },
    ["-A -t 192.0.2.1:80 -s rr"],
    ["-A -t 192.0.2.1:80 -s wlc -p 3600"],
  ],
  [
    {
      kind: "add-service",
      key: web6,
      settings: {
        ...plain,
        scheduler: "sh",
        schedulerFlags: ["sh-port", "sh-fallback"],
        persistence: { ...hour, granularity: { family: "ipv6", length: 64 } },
      },
    },
    [],
    ["-A -t [2001:db8::1]:443 -s sh -p 3600 -M 64 -b sh-fallback,sh-port"],
  ],
  [
    { kind: "add-server", key: web6, server: server("2001:db8::2", 443) },
    [],
    ["-a -t [2001:db8::1]:443 -r [2001:db8::2]:443 -m -w 1"],
  ],
  [{ kind: "add-service", key: mark, settings: plain }, [], ["-A -f 7 -6 -s rr"]],
  [{ kind: "add-server", key: mark, server: server("2001:db8::3", 0) }, [], ["-a -f 7 -6 -r [2001:db8::3]:0 -m -w 1"]],
  [
    { kind: "remove-service", key: web6 },
    [
      "-A -t [2001:db8::1]:443 -s sh -p 3600 -M 64 -b sh-fallback,sh-port",
      "-a -t [2001:db8::1]:443 -r [2001:db8::2]:443 -m -w 1",
    ],
    [],
  ],
];

/** Of somebody else: one at the same address, one that has nothing to do with ours. */
const foreign = [
  "-A -t 192.0.2.1:25 -s wrr",
  "-a -t 192.0.2.1:25 -r 198.51.100.1:25 -g -w 9",
  "-A -u 203.0.113.1:53 -s rr -o",
];

describe("what ipvsadm says", () => {
  let balancer: LoadBalancer;
  before(async () => {
    balancer = await openIpvsBalancer();
  });
  after(() => {
    balancer.close();
    ipvsadm(["-C"]);
  });

  test("after every change the table is the expected one, and what others have made stays", async () => {
    for (const line of foreign) ipvsadm(line.split(" "));
    let expected = new Set(foreign);
    for (const [change, gone, come] of story) {
      assert.deepEqual(await balancer.apply([change]), [undefined]);
      expected = new Set([...[...expected].filter((line) => !gone.includes(line)), ...come]);
      assert.deepEqual(savedTable(), [...expected].sort());
    }
    assert.match(ipvsadm(["-ln", "--thresholds"]), /198\.51\.100\.2:80 +100 +50 /u);
    const ours = (await balancer.list()).filter(({ key }) => key.kind === "mark" || key.port === 80);
    await balancer.apply(ours.map(({ key }) => ({ kind: "remove-service", key })));
    assert.deepEqual(savedTable(), foreign.toSorted());
  });

  test("opening and closing leaves no descriptor behind", async () => {
    const atFirst = readdirSync("/proc/self/fd").length;
    const other = await openIpvsBalancer();
    await other.list();
    other.close();
    other.close();
    assert.equal(readdirSync("/proc/self/fd").length, atFirst);
  });

  test("what the kernel refuses, with its reason", async () => {
    const settings = { ...plain, scheduler: "twos" } as const;
    const tooLong = { family: "ipv6", length: 129 } as const;
    const results = await balancer.apply([
      { kind: "add-service", key: tcp("192.0.2.7", 80), settings },
      { kind: "add-service", key: web6, settings: { ...plain, persistence: { ...hour, granularity: tooLong } } },
      { kind: "add-service", key: web, settings: plain },
      { kind: "add-server", key: web, server: server("198.51.100.1", 80, { upperThreshold: 1, lowerThreshold: 2 }) },
      { kind: "add-server", key: web, server: server("224.0.0.1", 80) },
      { kind: "add-server", key: web, server: server("2001:db8::1", 80) },
      { kind: "edit-server", key: web, server: server("198.51.100.1", 80) },
    ]);
    assert.deepEqual(
      results.map((error) => error && `${error.call} ${error.code}`),
      [
        "IPVS_CMD_NEW_SERVICE ENOENT",
        "IPVS_CMD_NEW_SERVICE EINVAL",
        undefined,
        "IPVS_CMD_NEW_DEST ERANGE",
        "IPVS_CMD_NEW_DEST EINVAL",
        "IPVS_CMD_NEW_DEST EINVAL",
        "IPVS_CMD_SET_DEST ENOENT",
      ],
    );
  });

  test("time-outs: those that are given", async () => {
    assert.equal(await balancer.setTimeouts({ tcp: seconds(100), tcpFin: seconds(50), udp: seconds(30) }), undefined);
    assert.equal(timeouts(), "Timeout (tcp tcpfin udp): 100 50 30");
    assert.equal(await balancer.setTimeouts({ tcp: undefined, tcpFin: seconds(60), udp: undefined }), undefined);
    assert.equal(timeouts(), "Timeout (tcp tcpfin udp): 100 60 30");
    assert.equal(await balancer.setTimeouts({ tcp: undefined, tcpFin: undefined, udp: undefined }), undefined);
    assert.equal(timeouts(), "Timeout (tcp tcpfin udp): 100 60 30");
  });
});

function timeouts(): string {
  return ipvsadm(["-ln", "--timeout"]).trim();
}
