import { unreachable } from "../../base/assert.ts";
import type { Forwarding, TunnelChecksum } from "../../base/lvs-table.ts";

/** "TUN, type = GUE, port = 6080, checksum". */
export function printForwarding(forwarding: Forwarding): string {
  if (forwarding.method !== "TUN") return forwarding.method;
  const { tunnel } = forwarding;
  switch (tunnel.type) {
    case "ipip":
      return "TUN, type = IPIP";
    case "gue":
      return `TUN, type = GUE, port = ${tunnel.port}, ${checksums[tunnel.checksum]}`;
    case "gre":
      return `TUN, type = GRE, ${checksums[tunnel.checksum]}`;
    default:
      return unreachable(tunnel);
  }
}

const checksums: Readonly<Record<TunnelChecksum, string>> = {
  nocsum: "no checksum",
  csum: "checksum",
  remcsum: "remote checksum",
};
