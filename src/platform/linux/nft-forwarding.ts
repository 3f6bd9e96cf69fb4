import { readdirSync, readFileSync } from "node:fs";

import type { Family } from "../../base/ip-address.ts";

const roots: Readonly<Record<Family, string>> = {
  ipv4: "/proc/sys/net/ipv4/conf",
  ipv6: "/proc/sys/net/ipv6/conf",
};
const cures: Readonly<Record<Family, string>> = {
  ipv4: "sysctl -w net.ipv4.ip_forward=1",
  ipv6: "sysctl -w net.ipv6.conf.all.forwarding=1",
};
const titles: Readonly<Record<Family, string>> = { ipv4: "IPv4", ipv6: "IPv6" };

/**
 * Why nobody but this machine itself can be balanced, and the cure; undefined: no reason. NAT is between the
 * interfaces of a router, and a machine that is none drops what is not for itself.
 */
export function forwardingObstacle(family: Family): string | undefined {
  if (forwards(family)) return undefined;
  return `${titles[family]} is not forwarded: clients get no answer from the servers that nftables sends them to; ${cures[family]}`;
}

/** Some interface forwards: it may be that only those that matter do. */
function forwards(family: Family): boolean {
  try {
    return readdirSync(roots[family]).some((name) => {
      return readFileSync(`${roots[family]}/${name}/forwarding`, "utf8").trim() === "1";
    });
  } catch {
    // No such family here, or /proc is not there: nothing can be said.
    return true;
  }
}
