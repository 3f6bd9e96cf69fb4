import type { RealServer, SorryServer, VirtualServerGroup } from "../../../lvs/config.ts";
import type { Forwarding, Protocol } from "../../../base/lvs-table.ts";
import type { Word } from "../../lexer.ts";
import type { Reporter } from "../../reporter.ts";
import { labelEndpoint } from "./service.ts";
import type { ServiceName } from "./service.ts";

/*
 * Only NAT changes the port of a packet. Behind DR and TUN the port of the service counts, whatever a server says.
 */

/** The service whose port its servers have to have. */
export type PortOwner = {
  readonly name: ServiceName;
  readonly label: string;
  readonly protocol: Protocol | undefined;
  readonly group: VirtualServerGroup | undefined;
};

const cure = "only NAT changes ports: leave the port out, or write the port of the virtual server";

/** The port that a real server gets. One without a port has that of the service, unless this is a group or a mark. */
export function fitPort(server: RealServer, place: Word, owner: PortOwner, report: Reporter): number {
  const { name, group } = owner;
  if (server.port === 0 && name.kind === "address") return name.endpoint.port;
  if (keepsPort(server)) return server.port;
  if (name.kind === "address" && server.port === name.endpoint.port) return server.port;
  const label = labelEndpoint(server, owner.protocol);
  const says = `real server ${label} has port specified`;
  if (name.kind === "mark") {
    report.warning("adjusted", place, `WARNING - fwmark virtual server ${owner.label}, ${says} - clearing`, { cure });
    return 0;
  }
  if (name.kind === "address") {
    const { port } = name.endpoint;
    const message = `WARNING - virtual server ${owner.label} and real server ${label} ports don't match - resetting`;
    report.warning("adjusted", place, message, { cure });
    return port;
  }
  const other = otherPort(group, server.port);
  if (other !== undefined) {
    const message = `virtual server ${owner.label}:[${other}] and real server ${label} ports don't match`;
    report.warning("conflict", place, message, { cure });
  }
  if (group?.entries.some((entry) => entry.kind === "mark") === true) {
    const message = `WARNING - fwmark virtual server ${owner.label}, ${says} - port will be ignored`;
    report.warning("conflict", place, message, { cure });
  }
  return server.port;
}

/** The port that a sorry server gets. */
export function fitSorryPort(server: SorryServer, place: Word, { name, label }: PortOwner, report: Reporter): number {
  if (keepsPort(server)) return server.port;
  if (name.kind === "address") {
    const { port } = name.endpoint;
    if (server.port === port) return port;
    const message = `WARNING - virtual server ${label} and sorry server ports don't match - resetting`;
    report.warning("adjusted", place, message, { cure });
    return port;
  }
  const outcome = name.kind === "mark" ? "clearing" : "port will be ignored";
  const message = `WARNING - virtual server ${label}, sorry server has port specified - ${outcome}`;
  report.warning("adjusted", place, message, { cure });
  return name.kind === "mark" ? 0 : server.port;
}

/** Whether the port of a server is right in any case: there is none, or packets are given it. */
function keepsPort({ forwarding, port }: { readonly forwarding: Forwarding; readonly port: number }): boolean {
  return port === 0 || forwarding.method === "NAT";
}

/** An entry of the group that has another port: "192.0.2.1,80". */
function otherPort(group: VirtualServerGroup | undefined, port: number): string | undefined {
  for (const entry of group?.entries ?? []) {
    if (entry.kind === "addresses" && entry.port !== port) return `${entry.range.first.toString()},${entry.port}`;
  }
  return undefined;
}
