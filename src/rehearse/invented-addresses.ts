import { type Family, IpAddress } from "../base/ip-address.ts";
import type { VrrpConfig } from "../vrrp/config.ts";

type Node = { readonly name: string; readonly configs: readonly VrrpConfig[] };

/**
 * An address for a machine whose file names none: in the network of the first virtual address at the interface, at the
 * place of the node among the others, past what is in use. Equal
 * priorities are decided by it: the later a node is named, the higher its address.
 */
export function invent(node: Node, nodes: readonly Node[], name: string, family: Family): IpAddress {
  const index = nodes.indexOf(node);
  const used = new Set(nodes.flatMap(({ configs }) => configs.flatMap(addressesIn)));
  if (family === "ipv6") return pastUsed(index, used, (host) => `fe80::${host.toString(16)}`);
  const [a = 0, b = 0, c = 0] = baseOf(nodes, name).bytes;
  return pastUsed(index, used, (host) => `${a}.${b}.${c}.${host}`);
}

/** The `index`-th free one, so that two nodes never get the same. */
function pastUsed(index: number, used: ReadonlySet<string>, text: (host: number) => string): IpAddress {
  let left = index;
  for (let host = 1; ; host += 1) {
    if (used.has(text(host))) continue;
    if (left === 0) return IpAddress.of(text(host));
    left -= 1;
  }
}

/** A virtual address at the interface; documentation addresses where there is none (RFC 5737). */
function baseOf(nodes: readonly Node[], name: string): IpAddress {
  const all = nodes.flatMap(({ configs }) => configs.flatMap(({ instances }) => instances));
  const near = all.filter((instance) => instance.interface === name).flatMap(({ addresses }) => addresses);
  const onIt = all
    .flatMap(({ addresses, excludedAddresses }) => [...addresses, ...excludedAddresses])
    .filter((address) => address.interface === name);
  const found = [...near, ...onIt].find(({ prefix }) => prefix.address.family === "ipv4");
  return found?.prefix.address ?? IpAddress.of("198.51.100.0");
}

/** Everything that the file puts somewhere, as text. */
function addressesIn({ instances }: VrrpConfig): readonly string[] {
  return instances.flatMap(({ addresses, excludedAddresses, sourceAddress, transport, routes }) => [
    ...[...addresses, ...excludedAddresses].map(({ prefix }) => prefix.address.toString()),
    ...(sourceAddress === undefined ? [] : [sourceAddress.toString()]),
    // What routes lead to is another machine.
    ...routes.flatMap(({ gateway }) => (gateway === undefined ? [] : [gateway.toString()])),
    ...(transport.kind === "unicast" ? transport.peers.map((peer) => peer.toString()) : []),
  ]);
}
