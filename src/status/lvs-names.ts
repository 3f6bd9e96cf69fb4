import { unreachable } from "../base/assert.ts";
import type { IpAddress } from "../base/ip-address.ts";
import type { RealServer, SorryServer, VirtualServer } from "../lvs/config.ts";

/** "[192.0.2.1]:tcp:80", "[name]:0" for a group, "FWM 5" for a mark: how logs, FIFOs and mails name a service. */
export function printService({ service }: Pick<VirtualServer, "service">): string {
  switch (service.kind) {
    case "address":
      return printEndpoint(service.address, service.protocol, service.port);
    case "mark":
      return `FWM ${service.mark}`;
    case "group":
      // The port of a group is that of its entries: the reference writes 0.
      return `[${service.group}]:0`;
    default:
      return unreachable(service);
  }
}

/** "[198.51.100.1]:tcp:80"; "none" rather than a protocol where a firewall mark tells what is balanced. */
export function printServer(
  { service }: Pick<VirtualServer, "service">,
  { address, port }: Pick<RealServer | SorryServer, "address" | "port">,
): string {
  return printEndpoint(address, service.kind === "mark" ? undefined : service.protocol, port);
}

function printEndpoint(address: IpAddress, protocol: string | undefined, port: number): string {
  return `${printHost(address)}:${protocol?.toLowerCase() ?? "none"}:${port}`;
}

/** "[192.0.2.1]", also of IPv4. */
export function printHost(address: IpAddress): string {
  return `[${address.toString()}]`;
}
