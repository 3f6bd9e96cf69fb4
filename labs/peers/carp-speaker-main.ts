/** Speaks CARP out of eth0 for the virtual hosts whose numbers it is given, five times a second, until it is ended. */
import { IpAddress } from "../../src/base/ip-address.ts";
import { openNetworkMonitor, openVrrpSocket } from "../../src/platform/linux/index.ts";
import { encodeCarp } from "../../src/wire/carp.ts";

const [address = "", ...vhids] = process.argv.slice(2);
const source = IpAddress.of(address);
const group = IpAddress.of("224.0.0.18");

const monitor = openNetworkMonitor(() => {});
const link = monitor.links().find(({ name }) => name === "eth0");
monitor.close();
if (link === undefined) throw new RangeError("no eth0");
const mode = { kind: "multicast", group } as const;
const socket = openVrrpSocket({ interface: "eth0", interfaceIndex: link.index, family: "ipv4", mode }, () => {});

let count = 0;
setInterval(() => {
  count += 1;
  for (const vhid of vhids.map(Number)) {
    const counter = Uint8Array.of(0, 0, 0, 0, count >> 24, count >> 16, count >> 8, count);
    const advert = { vhid, advskew: 0, demotion: 0, advbase: 1, counter, digest: new Uint8Array(20) };
    socket.send(source, group, encodeCarp(advert));
  }
}, 200);
process.stdout.write("speaking\n");
