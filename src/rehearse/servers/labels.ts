import { unreachable } from "../../base/assert.ts";
import type { VirtualServer } from "../../lvs/config.ts";
import type { Endpoint } from "../../lvs/server-key.ts";
import { serviceName } from "../../lvs/service-name.ts";

/** "192.0.2.10:80", "[2001:db8::1]:80"; the address alone where the port is that of the packet. One word of a story. */
export function printEndpoint({ address, port }: Endpoint): string {
  const host = address.family === "ipv6" && port !== 0 ? `[${address.toString()}]` : address.toString();
  return port === 0 ? host : `${host}:${port}`;
}

/**
 * What each virtual server is called, by its `serviceName`: "192.0.2.10:80", "192.0.2.10:any", "mark/5", "group/web",
 * one word each, with "udp/" and the like before it where several would be called the same.
 */
export function labelServices(virtualServers: readonly VirtualServer[]): ReadonlyMap<string, string> {
  const byName = new Map(virtualServers.map((each) => [serviceName(each), each] as const));
  const plain = Array.from(byName.values(), plainLabel);
  return new Map(
    Array.from(byName, ([name, virtualServer]) => {
      const label = plainLabel(virtualServer);
      const isAlone = plain.filter((each) => each === label).length === 1;
      return [name, isAlone ? label : `${kindOf(virtualServer)}/${label}`];
    }),
  );
}

function plainLabel({ service }: VirtualServer): string {
  switch (service.kind) {
    case "address":
      // An address alone is that of an instance.
      return service.port === 0 ? `${printEndpoint(service)}:any` : printEndpoint(service);
    case "mark":
      return `mark/${service.mark}`;
    case "group":
      return `group/${service.group}`;
    default:
      return unreachable(service);
  }
}

function kindOf({ service, family }: VirtualServer): string {
  return (service.kind === "mark" ? family : service.protocol?.toLowerCase()) ?? "any";
}

/** A server that connections go to: "10.0.0.1:80 weight 3". */
export function printShare(server: Endpoint, weight: number): string {
  return `${printEndpoint(server)}${weightWord}${weight}`;
}

const weightWord = " weight ";

/** The server of a share, without its weight. */
export function serverOfShare(share: string): string {
  return share.split(weightWord)[0] ?? share;
}

export function printSorry(server: Endpoint): string {
  return `${sorryWords}${printEndpoint(server)}`;
}

const sorryWords = "the sorry server ";

export function isSorryShare(share: string): boolean {
  return share.startsWith(sorryWords);
}
