import { assert } from "../base/assert.ts";
import type { Family } from "../base/ip-address.ts";
import { MacAddress } from "../base/mac-address.ts";

/**
 * The Ethernet address of a virtual router: 00-00-5E-00-01-VRID for IPv4 and 00-00-5E-00-02-VRID for IPv6, where
 * the VRID is 1 to 255 (RFC 9568 §7.3).
 */
export function virtualMac(family: Family, vrid: number): MacAddress {
  assert(Number.isInteger(vrid) && vrid >= 1 && vrid <= 255, "a VRID is 1 to 255");
  return MacAddress.fromBytes(Uint8Array.of(0x00, 0x00, 0x5e, 0x00, family === "ipv4" ? 0x01 : 0x02, vrid));
}
