import assert from "node:assert/strict";
import { test } from "node:test";

import { loadConfiguration, locationKey } from "./load.ts";
import type { LoadEnvironment, LoadResult } from "./load.ts";
import { positionAt } from "./source.ts";

const text = `vrrp_script chk {
  script "/bin/check a"
  user nobody
}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 1
  virtual_ipaddress {
    192.0.2.1 dev eth1
  }
  track_interface {
    eth2
  }
  track_script {
    chk
  }
  notify_master "/bin/notify" nobody
}`;

function load(environment: Partial<LoadEnvironment> = {}): LoadResult {
  return loadConfiguration({ path: "a.conf", text }, { hostName: "h", ...environment });
}

void test("the places of interfaces and scripts can be asked for", () => {
  const { locations } = load();
  const lineOf = (kind: "instance" | "script", name: string, keyword: string): number | undefined => {
    const span = locations.get(locationKey(kind, name, keyword));
    return span && positionAt(span.source, span.start).line;
  };
  assert.deepEqual(
    [
      lineOf("script", "chk", "script"),
      lineOf("instance", "VI_1", "interface"),
      lineOf("instance", "VI_1", "dev eth1"),
      lineOf("instance", "VI_1", "track_interface eth2"),
      lineOf("instance", "VI_1", "track_script chk"),
      lineOf("instance", "VI_1", "notify_master"),
      lineOf("instance", "VI_1", "notify_backup"),
    ],
    [2, 6, 9, 12, 15, 17, undefined],
  );
});

void test("interfaces that the machine does not have are fatal, when it is known which ones it has", () => {
  assert.equal(load().fatal, false);
  assert.equal(load({ interfaces: new Set(["eth0", "eth1", "eth2"]) }).fatal, false);
  const { fatal, diagnostics } = load({ interfaces: new Set(["lo"]) });
  assert.equal(fatal, true);
  assert.deepEqual(
    diagnostics.flatMap(({ code, message }) => (code === "not-found" ? [message] : [])),
    [
      "(VI_1) WARNING - interface eth0 for vrrp_instance VI_1 doesn't exist",
      "(VI_1) WARNING - interface eth1 for ip address 192.0.2.1 doesn't exist",
      "(VI_1) WARNING - interface eth2 for track_interface of VI_1 doesn't exist",
    ],
  );
});

void test("a notify script whose user does not exist is ignored", () => {
  assert.deepEqual(
    [
      ...load({
        accounts: { hasUser: (name: string) => name === "nobody", hasGroup: () => true },
      }).configuration.notify.instances.keys(),
    ],
    ["VI_1"],
  );
  const { configuration, diagnostics } = load({
    accounts: { hasUser: (name: string) => name === "root", hasGroup: () => true },
  });
  assert.equal(configuration.notify.instances.size, 0);
  assert(diagnostics.some(({ message }) => message === "(VI_1) Script user 'nobody' does not exist"));
});

/** An instance with that many virtual addresses. */
function fileWithAddresses(count: number): string {
  const addresses = Array.from({ length: count }, (_value, n) => `fe80::${n + 1}`).join("\n");
  return `vrrp_instance VI_1 {\ninterface eth0\nvirtual_router_id 1\nvirtual_ipaddress {\n${addresses}\n}\n}`;
}

void test("more addresses than fit into an advert are held without being advertised", () => {
  const counts = [90, 91].map((count) => {
    const source = { path: "a.conf", text: fileWithAddresses(count) };
    const [instance] = loadConfiguration(source, { hostName: "h" }).configuration.vrrp.instances;
    return [instance?.addresses.length, instance?.excludedAddresses.length];
  });
  assert.deepEqual(counts, [
    [90, 0],
    [90, 1],
  ]);
});
