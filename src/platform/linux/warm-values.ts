import { type Family, hostPrefixLength, IpAddress } from "../../base/ip-address.ts";
import type { Path } from "../../wire/ip.ts";
import type { NetworkChange } from "../ports.ts";

/** The largest interface index, which no interface has: whatever names it is refused. */
export const noInterface = 0x7fff_ffff;

export const warmPaths: Readonly<Record<Family, Path>> = {
  ipv4: { source: IpAddress.of("127.0.0.1"), destination: IpAddress.of("224.0.0.18") },
  ipv6: { source: IpAddress.of("::1"), destination: IpAddress.of("ff02::12") },
};

/** As long as an advert of one address. */
export const warmMessage: Uint8Array = new Uint8Array(16);

/** As long as an ARP packet, from nobody to nobody. */
export const warmFrame: Uint8Array = new Uint8Array(42);

/** Documentation addresses (RFC 5737, RFC 3849), as many as are added at a time when there are many. */
export const warmChanges: readonly NetworkChange[] = [
  ...Array.from({ length: 15 }, (_, index) => `192.0.2.${index + 1}`),
  "2001:db8::1",
].map((text) => {
  const address = IpAddress.of(text);
  return {
    kind: "add-address",
    address: {
      interfaceIndex: noInterface,
      prefix: { address, length: hostPrefixLength(address.family) },
      scope: 0,
      label: undefined,
      broadcast: undefined,
    },
  };
});
