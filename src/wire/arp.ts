import { assert } from "../base/assert.ts";
import { ByteReader } from "../base/byte-reader.ts";
import { type Decoded, decoded, failed } from "../base/decoded.ts";
import { IpAddress } from "../base/ip-address.ts";
import { MacAddress } from "../base/mac-address.ts";
import { decodeEthernet, encodeEthernet, etherType } from "./ethernet.ts";

/**
 * An ARP packet for IPv4 over Ethernet together with the addresses of its frame (RFC 826). Offsets are those
 * behind the Ethernet header.
 *
 *      0  hardware 0x0001   | protocol 0x0800
 *      4  lengths 6 and 4   | operation
 *      8  sender MAC (6 bytes)
 *     14  sender address (4 bytes)
 *     18  target MAC (6 bytes)
 *     24  target address (4 bytes)
 */
export type ArpFrame = {
  /** Of the Ethernet header. */
  readonly destination: MacAddress;
  /** Of the Ethernet header. */
  readonly source: MacAddress;
  readonly operation: ArpOperation;
  readonly senderMac: MacAddress;
  /** IPv4. */
  readonly senderAddress: IpAddress;
  readonly targetMac: MacAddress;
  /** IPv4. */
  readonly targetAddress: IpAddress;
};

export type ArpOperation = "request" | "reply";

/**
 * Why bytes are not such a frame, in the order of the checks:
 * - `truncated`: less than an Ethernet header, or ARP with less than 28 bytes;
 * - `ether-type`: a frame of another protocol, or one with a VLAN tag;
 * - `hardware`: not Ethernet with 6-byte addresses;
 * - `protocol`: not IPv4 with 4-byte addresses;
 * - `operation`: neither request nor reply.
 */
export type ArpError = "truncated" | "ether-type" | "hardware" | "protocol" | "operation";

const packetLength = 28;
const hardwareEthernet = 1;
const operationNumber = { request: 1, reply: 2 } as const;

/** 42 bytes. */
export function encodeArpFrame(frame: ArpFrame): Uint8Array {
  assert(frame.senderAddress.family === "ipv4" && frame.targetAddress.family === "ipv4", "ARP carries IPv4 addresses");
  const payload = new Uint8Array(packetLength);
  payload.set([0, hardwareEthernet, etherType.ipv4 >> 8, etherType.ipv4 & 0xff, 6, 4, 0]);
  payload[7] = operationNumber[frame.operation];
  payload.set(frame.senderMac.bytes, 8);
  payload.set(frame.senderAddress.bytes, 14);
  payload.set(frame.targetMac.bytes, 18);
  payload.set(frame.targetAddress.bytes, 24);
  return encodeEthernet({ destination: frame.destination, source: frame.source, type: etherType.arp, payload });
}

export function decodeArpFrame(bytes: Uint8Array): Decoded<ArpFrame, ArpError> {
  const ethernet = decodeEthernet(bytes);
  if (!ethernet.ok) return ethernet;
  const { destination, source, type, payload } = ethernet.value;
  if (type !== etherType.arp) return failed("ether-type");
  if (payload.length < packetLength) return failed("truncated");
  const reader = new ByteReader(payload);
  const hardware = reader.u16();
  const protocol = reader.u16();
  const hardwareLength = reader.u8();
  const protocolLength = reader.u8();
  if (hardware !== hardwareEthernet || hardwareLength !== 6) return failed("hardware");
  if (protocol !== etherType.ipv4 || protocolLength !== 4) return failed("protocol");
  const operation = operationOf(reader.u16());
  if (operation === undefined) return failed("operation");
  return decoded({
    destination,
    source,
    operation,
    senderMac: MacAddress.fromBytes(reader.bytes(6)),
    senderAddress: IpAddress.fromBytes(reader.bytes(4)),
    targetMac: MacAddress.fromBytes(reader.bytes(6)),
    targetAddress: IpAddress.fromBytes(reader.bytes(4)),
  });
}

function operationOf(value: number): ArpOperation | undefined {
  if (value === operationNumber.request) return "request";
  return value === operationNumber.reply ? "reply" : undefined;
}

/** What a new master tells its IPv4 neighbours. */
export type GratuitousArp = {
  /** Of the new master: the virtual MAC, or that of the interface. Also the source of the frame. */
  readonly sender: MacAddress;
  /** The virtual address, IPv4. */
  readonly address: IpAddress;
  /** Receivers ignore it: the virtual MAC (RFC 9568 errata 7947, 7949), broadcast (Keepalived) or zero (RFC 5227). */
  readonly target: MacAddress;
};

/** A broadcast request that asks for the address it announces (RFC 9568 §6.4.2, RFC 5227 §3). */
export function encodeGratuitousArp({ sender, address, target }: GratuitousArp): Uint8Array {
  return encodeArpFrame({
    destination: MacAddress.broadcast,
    source: sender,
    operation: "request",
    senderMac: sender,
    senderAddress: address,
    targetMac: target,
    targetAddress: address,
  });
}
