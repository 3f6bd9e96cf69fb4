import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import type { InstanceConfig } from "../../vrrp/config.ts";
import { loadConfiguration } from "../load.ts";
import { printPeer } from "./peers.ts";
import { printTrackLine } from "./track-line.ts";

function instanceWith(lines: string): InstanceConfig | undefined {
  const definitions = [
    'vrrp_script "a b" {\nscript /bin/true\n}',
    "track_file f {\nfile /run/f\n}",
    "vrrp_track_process p {\nprocess x\n}",
    "bfd_instance b {\nneighbor_ip 192.0.2.9\n}",
  ];
  const instance = `vrrp_instance i {\ninterface eth0\nvirtual_router_id 1\nvirtual_ipaddress { 192.0.2.1 }\n${lines}\n}`;
  const text = [...definitions, instance].join("\n");
  return loadConfiguration({ path: "a.conf", text }, { hostName: "h" }).configuration.vrrp.instances[0];
}

void test("a line of a list of tracked objects is printed as it can be read again", () => {
  for (const value of [0, 1, -253, 253]) {
    for (const reverse of [false, true]) {
      const weight = { value, reverse };
      const tracked = instanceWith(`
        track_script { ${printTrackLine("a b", weight)} }
        track_file { ${printTrackLine("f", weight)} }
        track_process { ${printTrackLine("p", weight)} }
        track_bfd { ${printTrackLine("b", weight)} }
        track_interface { ${printTrackLine("eth1", weight)} }`);
      assert.deepEqual(tracked?.trackScripts, [{ script: "a b", weight }]);
      assert.deepEqual(tracked.trackFiles, [{ file: "f", weight }]);
      assert.deepEqual(tracked.trackProcesses, [{ process: "p", weight }]);
      assert.deepEqual(tracked.trackSessions, [{ session: "b", weight }]);
      assert.deepEqual(tracked.trackInterfaces, [{ interface: "eth1", weight }]);
    }
  }
});

void test("a name without a weight gets that of its definition", () => {
  assert.equal(printTrackLine("f", undefined), "f");
  assert.deepEqual(instanceWith("track_file { f }")?.trackFiles, [
    { file: "f", weight: { value: 1, reverse: false }, inherited: true },
  ]);
});

void test("a peer is printed with its limits as it can be read again", () => {
  for (const [minimum, maximum] of [
    [undefined, undefined],
    [0, undefined],
    [undefined, 255],
    [5, 200],
  ]) {
    const peer = IpAddress.of("192.0.2.7");
    const limits = minimum === undefined && maximum === undefined ? undefined : { minimum, maximum };
    const read = instanceWith(`unicast_peer { ${printPeer(peer, limits)} }`)?.delivery?.peerLimits;
    assert.deepEqual(read, limits && [{ peer, ...limits }]);
  }
});
