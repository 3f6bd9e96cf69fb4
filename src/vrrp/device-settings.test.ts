import assert from "node:assert/strict";
import { test } from "node:test";

import type { Family } from "../base/ip-address.ts";
import { virtualMac } from "../wire/virtual-mac.ts";
import { deviceSettings, type ReadSetting } from "./device-settings.ts";
import type { VirtualDevice } from "./devices.ts";

function device(name: string, ...families: readonly Family[]): VirtualDevice {
  const mac = virtualMac("ipv4", 51);
  return { name, base: "eth0", mac, group: undefined, families: new Set(families), instance: "VI_1" };
}

/** "ipv4.eth0.arp_ignore=1" of each, given the values that are not 0. */
function settings(devices: readonly VirtualDevice[], values: Readonly<Record<string, number>> = {}): readonly string[] {
  const read: ReadSetting = ({ family, interface: name, name: setting }) => values[`${family}.${name}.${setting}`] ?? 0;
  return deviceSettings(devices, ["lo", "eth0", "vrrp.51"], read).map(
    ({ family, interface: name, name: setting, value }) => `${family}.${name}.${setting}=${value}`,
  );
}

test("IPv4: each interface answers for its own addresses, and nothing of IPv6 is above the base", () => {
  assert.deepEqual(settings([device("vrrp.51", "ipv4")]), [
    "ipv4.vrrp.51.arp_ignore=1",
    "ipv4.vrrp.51.accept_local=1",
    "ipv4.vrrp.51.promote_secondaries=1",
    "ipv4.vrrp.51.rp_filter=0",
    "ipv6.vrrp.51.addr_gen_mode=1",
    "ipv6.vrrp.51.disable_ipv6=1",
    "ipv4.eth0.arp_ignore=1",
    "ipv4.eth0.arp_filter=1",
    "ipv4.eth0.arp_announce=2",
  ]);
});

test("A26: IPv6 alone: no address comes from the MAC address, and the base stays as it is", () => {
  assert.deepEqual(settings([device("vrrp.51", "ipv6")]), [
    "ipv4.vrrp.51.arp_ignore=1",
    "ipv6.vrrp.51.addr_gen_mode=1",
    "ipv6.vrrp.51.accept_ra=0",
    "ipv6.vrrp.51.autoconf=0",
  ]);
});

test("a base that is stricter already stays so", () => {
  const strict = { "ipv4.eth0.arp_ignore": 2, "ipv4.eth0.arp_filter": 1, "ipv4.eth0.arp_announce": 2 };
  assert.deepEqual(
    settings([device("vrrp.51", "ipv4")], strict).filter((each) => each.startsWith("ipv4.eth0")),
    [],
  );
});

test("what rp_filter demands of all interfaces is demanded of each but the VMAC interfaces", () => {
  const values = { "ipv4.all.rp_filter": 1, "ipv4.eth0.rp_filter": 2 };
  assert.deepEqual(
    settings([device("vrrp.51", "ipv4")], values).filter((each) => each.includes(".rp_filter")),
    ["ipv4.default.rp_filter=1", "ipv4.lo.rp_filter=1", "ipv4.all.rp_filter=0", "ipv4.vrrp.51.rp_filter=0"],
  );
  assert.deepEqual(
    settings([device("vrrp.51", "ipv6")], values).filter((each) => each.includes(".rp_filter")),
    [],
  );
});

test("without devices nothing is set", () => {
  assert.deepEqual(settings([], { "ipv4.all.rp_filter": 1 }), []);
});
