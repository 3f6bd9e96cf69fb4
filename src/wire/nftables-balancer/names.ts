import { IpAddress } from "../../base/ip-address.ts";
import { protocols, type TableKey, type TableServer } from "../../base/lvs-table.ts";

/**
 * Names of chains and sets. They say what they are for, so that `nft list table inet keepalived_lvs` can be read, and
 * nft(8) reads them back: an address of IPv6 has "-" for ":".
 */

const servicePrefix = "service/";

/** "service/tcp/192.0.2.1/80" or "service/mark/7/ipv4". */
export function serviceChain(key: TableKey): string {
  return `${servicePrefix}${keyName(key)}`;
}

/** The service that a chain is for; undefined: it is for none. */
export function parseServiceChain(name: string): TableKey | undefined {
  if (!name.startsWith(servicePrefix)) return undefined;
  const [first = "", second = "", third = "", ...rest] = name.slice(servicePrefix.length).split("/");
  if (rest.length > 0) return undefined;
  if (first === "mark") {
    const mark = parseNumber(second, 0xffff_ffff);
    return mark !== undefined && (third === "ipv4" || third === "ipv6")
      ? { kind: "mark", mark, family: third }
      : undefined;
  }
  const protocol = protocols.find((each) => each.toLowerCase() === first);
  const address = IpAddress.parse(second.replaceAll("-", ":"));
  const port = parseNumber(third, 0xffff);
  if (protocol === undefined || address === undefined || port === undefined) return undefined;
  return { kind: "address", address, port, protocol };
}

/** Where a server's own rules are, when there are some. */
export function serverChain(key: TableKey, server: Pick<TableServer, "address" | "port">): string {
  return `server/${keyName(key)}/${serverName(server)}`;
}

/** The clients that stay with a server. */
export function clientSet(key: TableKey, server: Pick<TableServer, "address" | "port">): string {
  return `clients/${keyName(key)}/${serverName(server)}`;
}

/** Equal for the same server of a service only. */
export function serverName({ address, port }: Pick<TableServer, "address" | "port">): string {
  return `${addressName(address)}/${port}`;
}

function keyName(key: TableKey): string {
  return key.kind === "mark"
    ? `mark/${key.mark}/${key.family}`
    : `${key.protocol.toLowerCase()}/${addressName(key.address)}/${key.port}`;
}

function addressName(address: IpAddress): string {
  return address.toString().replaceAll(":", "-");
}

/** A decimal number without anything around it. */
export function parseNumber(text: string, limit: number): number | undefined {
  const value = /^\d{1,10}$/u.test(text) ? Number(text) : limit + 1;
  return value <= limit ? value : undefined;
}
