import { printTableKey, type TableChange } from "../../base/lvs-table.ts";
import type { FlowSelection } from "../netlink/conntrack.ts";
import { protocolNumbers } from "./expressions.ts";
import type { HeldServices } from "./held-services.ts";
import { serverName } from "./names.ts";

/**
 * Flows of UDP whose server is gone. A connection of TCP ends some day, but a client that always sends from one port,
 * as name servers and telephones do, would be sent to a server that is not there for as long as it sends. Forgotten
 * by connection tracking, its next packet is scheduled like the first.
 *
 * Services by mark are left alone: which of them a flow belongs to is not known.
 */
export function orphanedFlows(
  before: HeldServices,
  after: HeldServices,
  changes: readonly TableChange[],
): readonly FlowSelection[] {
  const touched = new Set(changes.filter(({ kind }) => kind === "remove-server").map(({ key }) => printTableKey(key)));
  return [...touched].flatMap((name) => {
    const [had, has] = [before.get(name), after.get(name)];
    if (had === undefined || has === undefined || had.key.kind !== "address" || had.key.protocol !== "UDP") return [];
    const { address, port } = had.key;
    const staying = new Set(has.servers.map(serverName));
    return had.servers
      .filter((each) => !staying.has(serverName(each)))
      .map((each) => ({
        protocol: protocolNumbers.UDP,
        destination: address,
        destinationPort: port,
        server: each.address,
        serverPort: each.port,
      }));
  });
}
