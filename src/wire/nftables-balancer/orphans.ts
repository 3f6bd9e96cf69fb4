import { printTableKey, type TableChange, type TableServer } from "../../base/lvs-table.ts";
import type { FlowSelection } from "../netlink/conntrack.ts";
import { protocolNumbers } from "./expressions.ts";
import type { HeldServices } from "./held-services.ts";
import { serverName } from "./names.ts";

/**
 * What connection tracking remembers, and would send to a server that is to get nothing new.
 *
 * Flows of UDP when the server is gone: a client that always sends from one port, as name servers and telephones do,
 * would be sent to it for as long as it sends. Of TCP, also when the server is drained, connections that the server has
 * reset, whose port the client may use again, and those that it has not answered: the client tries again, and is served
 * by another one. Connections that are there go on.
 *
 * Services by mark are left alone: which of them a flow belongs to is not known.
 */
export function orphanedFlows(
  before: HeldServices,
  after: HeldServices,
  changes: readonly TableChange[],
): readonly FlowSelection[] {
  const touched = new Set(changes.flatMap(({ kind, key }) => (takesAway(kind) ? printTableKey(key) : [])));
  return [...touched].flatMap((name) => {
    const [had, has] = [before.get(name), after.get(name)];
    if (had === undefined || has === undefined || had.key.kind !== "address") return [];
    const { address, port, protocol } = had.key;
    if (protocol === "SCTP") return [];
    const states: Pick<FlowSelection, "states"> = protocol === "TCP" ? { states: ["SYN-SENT", "CLOSED"] } : {};
    const weights = new Map(has.servers.map((each) => [serverName(each), each.weight]));
    const isOut = (each: TableServer): boolean => {
      const weight = weights.get(serverName(each));
      return weight === undefined || (protocol === "TCP" && weight === 0 && each.weight > 0);
    };
    return had.servers.filter(isOut).map((each) => ({
      protocol: protocolNumbers[protocol],
      destination: address,
      destinationPort: port,
      server: each.address,
      serverPort: each.port,
      ...states,
    }));
  });
}

function takesAway(kind: TableChange["kind"]): boolean {
  return kind === "remove-server" || kind === "edit-server";
}
