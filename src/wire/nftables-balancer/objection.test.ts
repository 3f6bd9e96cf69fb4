import assert from "node:assert/strict";
import { test } from "node:test";

import { schedulers, type TableService } from "../../base/lvs-table.ts";
import { plain, server } from "../../base/lvs-table-samples.ts";
import { seconds } from "../../base/time.ts";
import { serverLimit } from "./limits.ts";
import { nftablesObjection } from "./objection.ts";

const one = server("198.51.100.1", 80);
const service: TableService = {
  key: { kind: "mark", mark: 1, family: "ipv4" },
  settings: plain,
  servers: [one],
};

test("what nftables can schedule by, and what it says of the rest", () => {
  const possible = schedulers.filter((scheduler) => {
    return nftablesObjection({ ...service, settings: { ...service.settings, scheduler } }) === undefined;
  });
  assert.deepEqual(possible, ["rr", "wrr", "sh", "mh", "dh"]);
  assert.equal(
    nftablesObjection({ ...service, settings: { ...service.settings, scheduler: "wlc" } }),
    "nftables cannot schedule by wlc: use rr, wrr, sh, mh or dh, or --lvs-backend ipvs",
  );
});

test("everything else that it cannot do is named, with what to do", () => {
  const persistence = { timeout: seconds(1), granularity: undefined, engine: "sip" };
  const rows: readonly (readonly [pattern: RegExp, service: TableService])[] = [
    [/by DR: use NAT.* or --lvs-backend ipvs$/u, { ...service, servers: [{ ...one, forwarding: { method: "DR" } }] }],
    [
      /by TUN: use NAT/u,
      { ...service, servers: [one, { ...one, forwarding: { method: "TUN", tunnel: { type: "ipip" } } }] },
    ],
    [/uthreshold/u, { ...service, servers: [{ ...one, upperThreshold: 1 }] }],
    [/lthreshold/u, { ...service, servers: [{ ...one, lowerThreshold: 1 }] }],
    [/ops/u, { ...service, settings: { ...service.settings, onePacket: true } }],
    [/persistence engine sip/u, { ...service, settings: { ...service.settings, persistence } }],
    [/1000 servers at most, not 1001/u, { ...service, servers: Array.from({ length: serverLimit + 1 }, () => one) }],
  ];
  for (const [pattern, each] of rows) assert.match(nftablesObjection(each) ?? "", pattern);
  assert.equal(nftablesObjection({ ...service, servers: Array.from({ length: serverLimit }, () => one) }), undefined);
});
