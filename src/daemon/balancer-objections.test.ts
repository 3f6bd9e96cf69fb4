import assert from "node:assert/strict";
import { test } from "node:test";

import { type LoadResult, loadConfiguration } from "../config/load.ts";
import { balancerFindings, objectionFindings } from "./balancer-objections.ts";
import { describeFindings } from "./supervisor-configuration.ts";

function load(text: string): LoadResult {
  const environment = { hostName: "node1", workingDirectory: "/", randomSeed: 1, strictIncludes: false };
  return loadConfiguration({ path: "k.conf", text }, environment);
}

const service = (name: string, settings: string): string => `
virtual_server ${name} {
  protocol TCP
  ${settings}
  real_server 198.51.100.1 80 {
    TCP_CHECK {
    }
  }
}
`;

test("what nftables cannot do is said at the line of the virtual server, and once for each", () => {
  const result = load(
    service("192.0.2.1 80", "lb_algo rr") +
      service("192.0.2.2 80", "lb_algo lc") +
      service("fwmark 7", "lb_kind DR\nlb_algo rr"),
  );
  assert.deepEqual(describeFindings(balancerFindings(result, "nftables")), [
    "(k.conf: Line 11) virtual_server 192.0.2.2 80: nftables cannot schedule by lc: use rr, wrr, sh, mh or dh, or --lvs-backend ipvs",
    "(k.conf: Line 20) virtual_server fwmark 7: nftables cannot forward by DR: use NAT, with the servers' routes back through this machine, or --lvs-backend ipvs",
  ]);
});

test("of IPVS, and of what is taken by itself, nobody knows before it is opened", () => {
  const result = load(service("192.0.2.1 80", "lb_algo lc"));
  for (const backend of ["auto", "ipvs"] as const) assert.deepEqual(balancerFindings(result, backend), []);
});

test("of a range of addresses a balancer is asked once for each kind of service", () => {
  const group = "virtual_server_group g {\n  192.0.2.1-100 80\n  192.0.2.200-201 443\n  fwmark 3\n}\n";
  const result = load(group + service("group g", "lb_algo rr"));
  const asked: string[] = [];
  objectionFindings(result, result.configuration.lvs, ({ key }) => {
    asked.push(key.kind === "mark" ? `mark ${key.mark}` : `${key.address.toString()} ${key.port}`);
    return undefined;
  });
  assert.equal(asked.length, 2);
});
