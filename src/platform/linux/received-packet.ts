import { IpAddress } from "../../base/ip-address.ts";
import { viewOf } from "../../base/layout.ts";
import { decodeIpv4 } from "../../wire/ip.ts";
import type { ReceivedPacket, VrrpSocketOptions } from "../ports.ts";
import { knownAddressAt } from "./known-addresses.ts";
import { ipv6PacketInformation } from "./message-header.ts";
import type { ReceiveBatch } from "./receive-batch.ts";
import { ipv6AddressOffset } from "./socket-address.ts";
import { ipv6Option, optionLevel } from "./socket-options.ts";

const ipv6Length = 16;

/** What a raw socket received as one message; undefined when it is longer than any VRRP packet or not IP at all. */
export function readPacket(
  batch: ReceiveBatch,
  index: number,
  { family, authenticated }: VrrpSocketOptions,
): ReceivedPacket | undefined {
  return family === "ipv4" ? readIpv4(batch, index, authenticated === true) : readIpv6(batch, index);
}

/** An IPv4 raw socket delivers the header (raw(7)). */
function readIpv4(batch: ReceiveBatch, index: number, withHeader: boolean): ReceivedPacket | undefined {
  const bytes = batch.payload(index);
  const packet = bytes === undefined ? undefined : decodeIpv4(bytes, knownAddressAt);
  if (bytes === undefined || packet?.ok !== true) return undefined;
  const { value } = packet;
  return withHeader ? { ...value, header: bytes.subarray(0, value.totalLength - value.payload.length) } : value;
}

/** An IPv6 raw socket delivers what follows the header, and the header as ancillary data (RFC 3542 §6). */
function readIpv6(batch: ReceiveBatch, index: number): ReceivedPacket | undefined {
  const payload = batch.payload(index);
  const information = batch.control(index, optionLevel.ipv6, ipv6Option.packetInformation);
  const hopLimit = batch.control(index, optionLevel.ipv6, ipv6Option.hopLimit);
  if (payload === undefined || information === undefined || hopLimit === undefined) return undefined;
  const { addressOffset } = ipv6PacketInformation;
  return {
    source: IpAddress.fromBytes(batch.name(index).subarray(ipv6AddressOffset, ipv6AddressOffset + ipv6Length)),
    destination: IpAddress.fromBytes(information.subarray(addressOffset, addressOffset + ipv6Length)),
    ttl: viewOf(hopLimit).getInt32(0, true),
    payload,
  };
}
