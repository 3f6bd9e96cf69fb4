import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeLoadBalancing } from "../platform/fake/index.ts";
import { type OpenLoadBalancer, SystemException } from "../platform/ports.ts";
import { chooseBalancer } from "./choose-balancer.ts";

const there: OpenLoadBalancer = async () => new FakeLoadBalancing().open();
const missing: OpenLoadBalancer = async () => {
  throw new SystemException({ call: "CTRL_CMD_GETFAMILY", errno: 2, code: "ENOENT" });
};

test("auto takes IPVS where it is, else nftables, and says why", async () => {
  const both = await chooseBalancer("auto", { ipvs: there, nftables: there });
  assert.deepEqual([both.kind, both.message], ["chosen", "Load balancing by IPVS"]);
  const one = await chooseBalancer("auto", { ipvs: missing, nftables: there });
  assert.equal(one.kind, "chosen");
  assert.equal(one.message, "Load balancing by nftables: the kernel has no IPVS (CTRL_CMD_GETFAMILY: ENOENT)");
  const none = await chooseBalancer("auto", { ipvs: missing, nftables: missing });
  assert.equal(none.kind, "none");
});

test("who asks for one gets that one or none", async () => {
  const chosen = await chooseBalancer("nftables", { ipvs: missing, nftables: there });
  assert.equal(chosen.message, "Load balancing by nftables");
  const refused = await chooseBalancer("ipvs", { ipvs: missing, nftables: there });
  assert.equal(refused.kind, "none");
  assert.match(
    refused.message,
    /^Cannot balance load by IPVS \(CTRL_CMD_GETFAMILY: ENOENT\): .*--lvs-backend nftables$/u,
  );
});
