import { MacAddress } from "../base/mac-address.ts";
import { assemble, type Instruction, place } from "./bpf.ts";
import { hsrpPort } from "./hsrp.ts";
import { ipProtocol } from "./ip.ts";

/**
 * Where routers that stand in for one another are heard: the Ethernet addresses of the groups of VRRP and CARP
 * (224.0.0.18, ff02::12) and of HSRP (224.0.0.2, 224.0.0.102, ff02::66; RFC 1112 §6.4, RFC 2464 §7).
 */
export const redundancyGroups: readonly MacAddress[] = [
  MacAddress.fromBytes(Uint8Array.of(0x01, 0x00, 0x5e, 0, 0, 18)),
  MacAddress.fromBytes(Uint8Array.of(0x33, 0x33, 0, 0, 0, 0x12)),
  MacAddress.fromBytes(Uint8Array.of(0x01, 0x00, 0x5e, 0, 0, 2)),
  MacAddress.fromBytes(Uint8Array.of(0x01, 0x00, 0x5e, 0, 0, 102)),
  MacAddress.fromBytes(Uint8Array.of(0x33, 0x33, 0, 0, 0, 0x66)),
];

const udp = 17;
const header = place.networkHeader;

/**
 * A program for the packet filter of a packet socket: takes what VRRP, CARP and HSRP send, also behind an
 * authentication header, and drops the rest, so that a busy wire costs the listener nothing. It looks at the IP header
 * wherever it begins, which is behind a VLAN tag where there is one.
 */
export function redundancyProgram(): Uint8Array {
  return assemble([
    { do: "loadByte", k: header },
    { do: "shiftRight", k: 4 },
    { do: "jumpEqual", k: 4, whenTrue: "ipv4" },
    { do: "jumpEqual", k: 6, whenTrue: "ipv6", whenFalse: "drop" },
    { label: "ipv4", do: "loadByte", k: header + 9 },
    { do: "jumpEqual", k: ipProtocol.vrrp, whenTrue: "take" },
    { do: "jumpEqual", k: ipProtocol.authenticationHeader, whenTrue: "take" },
    { do: "jumpEqual", k: udp, whenFalse: "drop" },
    // HSRP sends no IP options: the UDP header is at byte 20, its destination port two bytes later.
    ...portIs(header + 22, hsrpPort.ipv4),
    { label: "ipv6", do: "loadByte", k: header + 6 },
    { do: "jumpEqual", k: ipProtocol.vrrp, whenTrue: "take" },
    { do: "jumpEqual", k: udp, whenFalse: "drop" },
    ...portIs(header + 42, hsrpPort.ipv6),
    { label: "take", do: "return", k: 0xffff_ffff },
    { label: "drop", do: "return", k: 0 },
  ]);
}

/** Takes the packet when the two bytes there are the port, and drops it otherwise. */
function portIs(at: number, port: number): readonly Instruction[] {
  return [
    { do: "loadByte", k: at },
    { do: "jumpEqual", k: port >> 8, whenFalse: "drop" },
    { do: "loadByte", k: at + 1 },
    { do: "jumpEqual", k: port & 0xff, whenTrue: "take", whenFalse: "drop" },
  ];
}
