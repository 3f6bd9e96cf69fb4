import { IpAddress } from "../../base/ip-address.ts";
import type { Scheduler, TableService } from "../../base/lvs-table.ts";
import { seconds } from "../../base/time.ts";

/**
 * Services with every kind of rule that this balancer makes: a kernel and an nft(8) that take them, in a transaction
 * that is only checked, can do everything. Addresses are those of RFC 5737 and RFC 3849.
 */
export const sampleServices: readonly TableService[] = [
  service("192.0.2.1", "wrr", ["198.51.100.1", "198.51.100.2"], false),
  service("192.0.2.2", "sh", ["198.51.100.1", "198.51.100.2"], true),
  service("192.0.2.3", "rr", [], false),
  service("2001:db8::1", "wrr", ["2001:db8::2", "2001:db8::3"], false),
  service("2001:db8::2", "sh", ["2001:db8::2", "2001:db8::3"], true),
];

function service(
  address: string,
  scheduler: Scheduler,
  servers: readonly string[],
  isPersistent: boolean,
): TableService {
  return {
    key: { kind: "address", address: IpAddress.of(address), port: 80, protocol: "TCP" },
    settings: {
      scheduler,
      schedulerFlags: scheduler === "sh" ? ["sh-port"] : [],
      hashed: false,
      onePacket: false,
      persistence: isPersistent ? { timeout: seconds(1), granularity: undefined, engine: undefined } : undefined,
    },
    servers: servers.map((each) => ({
      address: IpAddress.of(each),
      port: 8080,
      forwarding: { method: "NAT" },
      weight: 1,
      upperThreshold: 0,
      lowerThreshold: 0,
    })),
  };
}
