import { IpAddress } from "../base/ip-address.ts";
import { MacAddress } from "../base/mac-address.ts";
import type { Announcer, Link, SystemError } from "../platform/ports.ts";
import type { VirtualAddress } from "../vrrp/config.ts";
import { encodeGratuitousArp } from "../wire/arp.ts";
import { encodeNeighborAdvertisement } from "../wire/neighbor-advertisement.ts";

const allNodes = IpAddress.of("ff02::1");

/**
 * Sends `repeat` rounds of gratuitous ARP or unsolicited neighbour advertisements (checklist N01 to N08) for the
 * addresses and returns what went wrong, one entry per address at most. Interfaces without ARP get none (N12).
 */
export function announce(
  announcer: Announcer,
  addresses: readonly VirtualAddress[],
  repeat: number,
  linkOf: (name: string) => Link | undefined,
  isRouter: (name: string) => boolean,
): readonly { readonly address: VirtualAddress; readonly error: SystemError }[] {
  const failures = new Map<VirtualAddress, SystemError>();
  const frames = new Map<number, { readonly address: VirtualAddress; readonly frame: Uint8Array }[]>();
  const senders = addresses.flatMap((address) => {
    const link = linkOf(address.interface);
    if (link?.mac === undefined || link.noArp) return [];
    if (address.prefix.address.family === "ipv6") {
      return [{ address, send: icmp6Sender(announcer, address, link.index, link.mac, isRouter) }];
    }
    const frame = encodeGratuitousArp({
      sender: link.mac,
      address: address.prefix.address,
      target: MacAddress.broadcast,
    });
    const ofLink = frames.get(link.index);
    if (ofLink === undefined) frames.set(link.index, [{ address, frame }]);
    else ofLink.push({ address, frame });
    return [];
  });
  for (let round = 0; round < repeat; round += 1) {
    for (const [index, some] of frames) {
      const errors = announcer.sendFrames(
        index,
        some.map(({ frame }) => frame),
      );
      for (const [position, { address }] of some.entries()) {
        const error = errors[position];
        if (error !== undefined) failures.set(address, error);
      }
    }
    for (const { address, send } of senders) {
      const error = send();
      if (error !== undefined) failures.set(address, error);
    }
  }
  return Array.from(failures, ([address, error]) => ({ address, error }));
}

function icmp6Sender(
  announcer: Announcer,
  { prefix: { address }, interface: name }: VirtualAddress,
  interfaceIndex: number,
  mac: MacAddress,
  isRouter: (name: string) => boolean,
): () => SystemError | undefined {
  const message = encodeNeighborAdvertisement({
    source: address,
    destination: allNodes,
    target: address,
    mac,
    // Who does not forward must not become a default router (RFC 4861 §7.2.5); as the reference does (N09).
    router: isRouter(name),
    solicited: false,
    override: true,
  });
  return () => announcer.sendIcmp6(interfaceIndex, address, allNodes, message);
}
