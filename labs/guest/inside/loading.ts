import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

import { openIpvsBalancer } from "../../../src/platform/linux/ipvs-balancer.ts";
import { SystemException } from "../../../src/platform/ports.ts";

const programFile = "/proc/sys/kernel/modprobe";
const moduleDirectory = "/sys/module/ip_vs";

// First of all: a module that was loaded stays.
test("a kernel without the module is made to load it, and it is told why it could not be", async () => {
  assert.equal(existsSync(moduleDirectory), false, "something has loaded the module already");
  const program = readFileSync(programFile, "utf8");
  for (const [other, words] of [
    ["/nowhere/modprobe", /^netlink family IPVS \(\/nowhere\/modprobe ip_vs: .*ENOENT\): ENOENT$/u],
    ["/bin/false", /^netlink family IPVS \(\/bin\/false ip_vs: .*\): ENOENT$/u],
  ] as const) {
    writeFileSync(programFile, other);
    await assert.rejects(openIpvsBalancer(), (error) => {
      assert.ok(error instanceof SystemException);
      assert.equal(error.error.code, "ENOENT");
      assert.match(error.message, words);
      return true;
    });
  }
  writeFileSync(programFile, program);
  const balancer = await openIpvsBalancer();
  assert.equal(existsSync(moduleDirectory), true);
  assert.deepEqual(await balancer.list(), []);
  balancer.close();
});
