import assert from "node:assert/strict";
import { test } from "node:test";

import { zeroDuration } from "../base/time.ts";
import { parseInstance, Words } from "../sim/script-language.ts";
import type { InstanceConfig, VirtualAddress, VrrpConfig } from "./config.ts";
import { advertInterface, placeOnDevices } from "./devices.ts";

function config(...instances: readonly InstanceConfig[]): VrrpConfig {
  return { instances, syncGroups: [], scripts: [], startupDelay: zeroDuration };
}

function instance(line: string): InstanceConfig {
  return parseInstance(new Words(`instance ${line}`));
}

/** "name base mac families" of each. */
function devices(given: VrrpConfig, isTaken?: (name: string) => boolean): readonly string[] {
  return placeOnDevices(given, isTaken).devices.map(
    ({ name, base, mac, families }) => `${name} ${base} ${mac.toString()} ${[...families].sort().join(",")}`,
  );
}

function places(given: VrrpConfig): readonly string[] {
  return placeOnDevices(given).config.instances.flatMap(({ addresses, excludedAddresses }) =>
    [...addresses, ...excludedAddresses].map((each) => `${each.prefix.address.toString()} ${each.interface}`),
  );
}

test("A09, A10: the MAC address is that of the family and the VRID", () => {
  const both = config(instance("A vrid=51 vmac=yes"), instance("B vrid=52 vmac=yes addresses=fe80::1"));
  assert.deepEqual(devices(both), ["vrrp.51 eth0 00:00:5e:00:01:33 ipv4", "vrrp.52 eth0 00:00:5e:00:02:34 ipv6"]);
});

test("names are those of the reference when a VRID is used again", () => {
  const all = config(
    instance("A vmac=yes"),
    instance("B vmac=yes interface=eth1"),
    instance("C vmac=yes addresses=fe80::1"),
    instance("D vmac=yes addresses=fe80::1 interface=eth1"),
  );
  assert.deepEqual(
    placeOnDevices(all).devices.map(({ name, base }) => `${name} ${base}`),
    ["vrrp.51 eth0", "vrrp1.51 eth1", "vrrp6.51 eth0", "vrrp2.51 eth1"],
  );
});

test("a prefix, a name that is given, and names that are taken", () => {
  const names = { prefix: "v", addressPrefix: "w" };
  const given = { ...config(instance("A vmac=mine"), instance("B vrid=52 vmac=yes")), deviceNames: names };
  assert.deepEqual(devices(given), ["mine eth0 00:00:5e:00:01:33 ipv4", "v.52 eth0 00:00:5e:00:01:34 ipv4"]);
  const taken = devices(given, (name) => name === "mine" || name === "v.52");
  assert.deepEqual(taken, ["v.51 eth0 00:00:5e:00:01:33 ipv4", "v1.52 eth0 00:00:5e:00:01:34 ipv4"]);
});

function own(octets: readonly number[]): VrrpConfig {
  const virtualMac = { interface: undefined, octets, netlinkNotify: false, group: 7 };
  return config({ ...instance("A vmac=yes"), device: { virtualMac } });
}

function placed(line: string): InstanceConfig | undefined {
  return placeOnDevices(config(instance(line))).config.instances[0];
}

test("a MAC address of its own, whole or without the last octet", () => {
  assert.deepEqual(devices(own([2, 1, 2, 3, 4])), ["vrrp.51 eth0 02:01:02:03:04:33 ipv4"]);
  assert.deepEqual(devices(own([2, 1, 2, 3, 4, 5])), ["vrrp.51 eth0 02:01:02:03:04:05 ipv4"]);
  assert.equal(placeOnDevices(own([2, 1, 2, 3, 4])).devices[0]?.group, 7);
});

/** As if the second address had `dev eth1`. */
function onEth1(plain: InstanceConfig, more: Partial<VirtualAddress> = {}): InstanceConfig {
  const [first, second, ...others] = plain.addresses;
  assert.ok(first !== undefined && second !== undefined);
  return { ...plain, addresses: [first, { ...second, interface: "eth1", ...more }, ...others] };
}

test("addresses of other interfaces stay there, or get an interface of their own", () => {
  const line = "A vmac=yes addresses=192.0.2.100,192.0.2.101 excluded=2001:db8::1";
  assert.deepEqual(places(config(onEth1(instance(line)))), [
    "192.0.2.100 vrrp.51",
    "192.0.2.101 eth1",
    // Another family than the instance's: the reference leaves it with the wrong MAC address.
    "2001:db8::1 vrrp.51",
  ]);
  assert.deepEqual(devices(config(onEth1(instance(line)))), ["vrrp.51 eth0 00:00:5e:00:01:33 ipv4,ipv6"]);

  const names = { prefix: "vrrp", addressPrefix: "va" };
  const all = { ...config(onEth1(instance(`${line} vmac-addresses=yes`))), deviceNames: names };
  assert.deepEqual(places(all), ["192.0.2.100 vrrp.51", "192.0.2.101 va.51", "2001:db8::1 va1.51"]);
  assert.deepEqual(devices(all), [
    "vrrp.51 eth0 00:00:5e:00:01:33 ipv4",
    "va.51 eth1 00:00:5e:00:01:33 ipv4",
    "va1.51 eth0 00:00:5e:00:02:33 ipv6",
  ]);

  const single = config(onEth1(instance("A addresses=192.0.2.100,192.0.2.101"), { useVmac: true }));
  assert.deepEqual(places(single), ["192.0.2.100 eth0", "192.0.2.101 vrrp.51"]);
});

test("two that need the same MAC address on the same interface share one", () => {
  const shared = config(
    instance("A vmac=yes vmac-addresses=yes excluded=2001:db8::1"),
    instance("B vmac=yes addresses=fe80::1"),
  );
  assert.deepEqual(devices(shared), ["vrrp.51 eth0 00:00:5e:00:01:33 ipv4", "vrrp6.51 eth0 00:00:5e:00:02:33 ipv6"]);
  assert.deepEqual(places(shared), ["192.0.2.100 vrrp.51", "2001:db8::1 vrrp6.51", "fe80::1 vrrp6.51"]);
});

test("adverts leave by the VMAC interface, with vmac_xmit_base by the one below", () => {
  const [plain, above, below] = ["A", "A vmac=yes", "A vmac=yes xmit-base=yes"].map(placed);
  assert.deepEqual(
    [plain, above, below].map((each) => each && advertInterface(each)),
    ["eth0", "vrrp.51", "eth0"],
  );
});

test("a name that cannot be had is told", () => {
  const { renamed } = placeOnDevices(config(instance("A vmac=mine")), (name) => name === "mine");
  assert.deepEqual(
    renamed.map(({ device, given }) => `${given} ${device.name}`),
    ["mine vrrp.51"],
  );
});

test("without virtual MAC addresses nothing changes", () => {
  const plain = config(instance("A"), instance("B vrid=52"));
  assert.deepEqual(placeOnDevices(plain), { config: plain, devices: [], renamed: [] });
});
