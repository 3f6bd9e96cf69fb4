import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { IpAddress } from "../../src/base/ip-address.ts";
import { labObstacle } from "../../src/lab/index.ts";
import { timeContract } from "../../src/platform/contract/alarm.ts";
import { announcerContract } from "../../src/platform/contract/announcer.ts";
import { deviceContract } from "../../src/platform/contract/devices.ts";
import { frameListenerContract } from "../../src/platform/contract/frame-listener.ts";
import { networkContract } from "../../src/platform/contract/network.ts";
import { packetFilterContract } from "../../src/platform/contract/packet-filter.ts";
import { untilReal } from "../../src/platform/contract/patience.ts";
import { type Station, vrrpSocketContract } from "../../src/platform/contract/vrrp-socket.ts";
import {
  interfaceSettings,
  monotonicClock,
  openAlarm,
  openAnnouncer,
  openFrameListener,
  openNetworkConfigurator,
  openNetworkMonitor,
  openPacketFilter,
  openVrrpSocket,
} from "../../src/platform/linux/index.ts";
import { openNetworkMonitor as openMonitorWith } from "../../src/platform/linux/network-monitor.ts";
import { SystemException } from "../../src/platform/ports.ts";
import { FrameCapture } from "./frame-capture.ts";
import { linuxHand } from "./linux-hand.ts";
import { nftablesHand } from "./nftables-hand.ts";
import { ip, LinuxWorld } from "./linux-world.ts";

/** Bytes; the least that Linux grants is a little more. */
const smallBuffer = 2048;

timeContract("Linux", () => ({ clock: monotonicClock, openAlarm, until: untilReal }));

const obstacle = labObstacle();
if (obstacle === undefined) {
  describe("in network namespaces", networkContracts);
} else {
  test("the ports of the network on Linux", { skip: obstacle });
}

function networkContracts(): void {
  let world: LinuxWorld;
  before(async () => {
    world = await LinuxWorld.open();
  });
  after(() => world.close());

  vrrpSocketContract("Linux", () => ({
    near: { ...station("192.0.2.1", "fe80::1"), openVrrpSocket },
    far: {
      ...world.inFar(() => station("192.0.2.2", "fe80::2")),
      openVrrpSocket: (options, receive) => world.inFar(() => openVrrpSocket(options, receive)),
    },
    until: untilReal,
  }));

  test("descriptors: what is closed or could not be opened leaves none behind", () => {
    const { interfaceIndex } = station("192.0.2.1", "fe80::1");
    const mode = { kind: "unicast" } as const;
    const atFirst = readdirSync("/proc/self/fd").length;
    for (const name of ["lan0", "missing0"]) {
      for (const family of ["ipv4", "ipv6"] as const) {
        try {
          openVrrpSocket({ interface: name, interfaceIndex, family, mode }, () => {}).close();
        } catch (error) {
          assert.ok(error instanceof SystemException && name === "missing0");
        }
      }
    }
    openAlarm(() => {}).close();
    openAnnouncer().close();
    openNetworkConfigurator().close();
    openNetworkMonitor(() => {}).close();
    assert.equal(readdirSync("/proc/self/fd").length, atFirst);
  });

  announcerContract("Linux", () => {
    const capture = world.inFar(() => new FrameCapture(indexOf("lan0")));
    return {
      openAnnouncer,
      interface: "lan0",
      setForwarding: (on) => writeFileSync("/proc/sys/net/ipv6/conf/lan0/forwarding", on ? "1" : "0"),
      interfaceIndex: indexOf("lan0"),
      frames: () => capture.frames(),
      until: untilReal,
      close: () => capture.close(),
    };
  });

  frameListenerContract("Linux", () => ({
    openNear: openFrameListener,
    openFar: (...parameters) => world.inFar(() => openFrameListener(...parameters)),
    openAnnouncer,
    nearIndex: indexOf("lan0"),
    farIndex: world.inFar(() => indexOf("lan0")),
    until: untilReal,
    close: () => {},
  }));

  networkContract("Linux", () => {
    ip("address flush dev lan0 scope global");
    return {
      openNetworkMonitor: (listener) => openMonitorWith(listener, { receiveBuffer: smallBuffer }),
      openNetworkConfigurator,
      hand: linuxHand(world),
      until: untilReal,
      close: () => ip("address flush dev lan0 scope global"),
    };
  });

  deviceContract("Linux", () => ({ openNetworkMonitor, openNetworkConfigurator, interfaceSettings }));

  packetFilterContract("Linux", () => ({ openPacketFilter, ...nftablesHand, until: untilReal, close: () => {} }));
}

function station(ipv4: string, ipv6: string): Omit<Station, "openVrrpSocket"> {
  return {
    interface: "lan0",
    interfaceIndex: indexOf("lan0"),
    addresses: { ipv4: IpAddress.of(ipv4), ipv6: IpAddress.of(ipv6) },
    foreign: { ipv4: IpAddress.of("192.0.2.200"), ipv6: IpAddress.of("fe80::200") },
  };
}

/** Of the namespace in which this process is. */
function indexOf(name: string): number {
  const monitor = openNetworkMonitor(() => {});
  try {
    return monitor.links().find((link) => link.name === name)?.index ?? 0;
  } finally {
    monitor.close();
  }
}
