import { IpAddress } from "../../base/ip-address.ts";
import type { Prefix } from "../../base/ip-address.ts";

/** The address of an IPv4 network with all host bits one ("+") or zero ("-"), as in ip-address(8). */
export function broadcastAddress(prefix: Prefix, form: "+" | "-"): IpAddress {
  const bytes = prefix.address.bytes.map((byte, index) => {
    const hostBits = Math.min(8, Math.max(0, 8 * (index + 1) - prefix.length));
    const mask = (1 << hostBits) - 1;
    return form === "+" ? byte | mask : byte & ~mask;
  });
  return IpAddress.fromBytes(bytes);
}
