import { type Family, IpAddress } from "../../base/ip-address.ts";
import { viewOf } from "../../base/layout.ts";
import { decodeIpv4, ipProtocol } from "../../wire/ip.ts";
import type { SystemError } from "../ports.ts";
import type { IcmpListener, IcmpOptions, IcmpSocket } from "../probe-sockets.ts";
import { errno, systemError } from "./errno.ts";
import { close, sendto, socket } from "./ffi.ts";
import { type Watch, watchReadable } from "./poll.ts";
import { setSource } from "./probe-descriptor.ts";
import { batchLimit, borrowBatch, type ReceiveBatch } from "./receive-batch.ts";
import {
  addressFamily,
  ipSocketAddressLength,
  ipSocketAddressLimit,
  ipv6AddressOffset,
  writeIpSocketAddress,
} from "./socket-address.ts";
import { icmp6Option, icmpOption, messageFlag, optionLevel, setOptions, socketType } from "./socket-options.ts";
import { failureOf, must, prepared } from "./system-call.ts";

/** ICMP types that are of interest: echo reply and destination unreachable (RFC 792, RFC 4443). */
const ipv4Types = (1 << 0) | (1 << 3);
const ipv6Types = [1, 129];
const ipv6Length = 16;

/** A raw socket of one family. Throws SystemException. */
export function openIcmpSocket(
  options: IcmpOptions,
  listener: IcmpListener,
  gone: (socket: IcmpSocket) => void,
): IcmpSocket {
  return new RawIcmpSocket(options, listener, gone);
}

class RawIcmpSocket implements IcmpSocket {
  readonly #family: Family;
  readonly #listener: IcmpListener;
  readonly #gone: (socket: IcmpSocket) => void;
  readonly #descriptor: number;
  readonly #watch: Watch;
  readonly #name = new Uint8Array(ipSocketAddressLimit);
  #closed = false;

  constructor(options: IcmpOptions, listener: IcmpListener, gone: (socket: IcmpSocket) => void) {
    this.#family = options.family;
    this.#listener = listener;
    this.#gone = gone;
    this.#descriptor = openDescriptor(options);
    this.#watch = watchReadable(this.#descriptor, () => borrowBatch((batch) => this.#read(batch)));
  }

  send(destination: IpAddress, message: Uint8Array): SystemError | undefined {
    if (this.#closed) return systemError("sendto", errno.EBADF);
    writeIpSocketAddress(this.#name, destination, 0);
    const name = this.#name.subarray(0, ipSocketAddressLength(destination));
    return failureOf("sendto", sendto(this.#descriptor, message, messageFlag.nonBlocking, name));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#gone(this);
    this.#watch.close();
    close(this.#descriptor);
  }

  /** One batch; what is left comes in the next turn of the event loop. */
  #read(batch: ReceiveBatch): void {
    const count = Math.max(batch.receive(this.#descriptor), 0);
    try {
      for (let index = 0; index < Math.min(count, batchLimit) && !this.#closed; index += 1) this.#deliver(batch, index);
    } finally {
      batch.reset(count);
    }
  }

  #deliver(batch: ReceiveBatch, index: number): void {
    const bytes = batch.payload(index);
    if (bytes === undefined) return;
    if (this.#family === "ipv6") {
      const source = batch.name(index).subarray(ipv6AddressOffset, ipv6AddressOffset + ipv6Length);
      return this.#listener(IpAddress.fromBytes(source), bytes);
    }
    const packet = decodeIpv4(bytes);
    if (packet.ok) this.#listener(packet.value.source, packet.value.payload);
  }
}

function openDescriptor({ family, source }: IcmpOptions): number {
  const protocol = family === "ipv4" ? ipProtocol.icmp : ipProtocol.icmp6;
  return prepared(must("socket", socket(addressFamily[family], socketType.raw, protocol)), (descriptor) => {
    setOptions(descriptor, [family === "ipv4" ? ipv4Filter : ipv6Filter]);
    setSource(descriptor, family, { ...source, port: undefined });
  });
}

/** A set bit for each type that is not wanted (raw(7); RFC 3542 §3.2). */
const ipv4Filter = ["ICMP_FILTER", optionLevel.raw, icmpOption.filter, ~ipv4Types] as const;
const ipv6Filter = ["ICMP6_FILTER", optionLevel.icmp6, icmp6Option.filter, blockedBut(ipv6Types)] as const;

function blockedBut(types: readonly number[]): Uint8Array {
  const bits = new Uint8Array(32).fill(0xff);
  const view = viewOf(bits);
  for (const type of types) {
    const offset = (type >> 5) * 4;
    view.setUint32(offset, (view.getUint32(offset, true) & ~(1 << (type & 31))) >>> 0, true);
  }
  return bits;
}
