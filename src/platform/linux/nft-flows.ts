import { deleteFlow, dumpFlows, type FlowSelection } from "../../wire/netlink/conntrack.ts";
import { type SystemError, SystemException } from "../ports.ts";
import { errno } from "./errno.ts";
import { NetlinkSocket } from "./netlink.ts";
import { nextTurn } from "./next-turn.ts";

const netlinkNetfilter = 12;
/** Bytes of acknowledgements. */
const receiveBuffer = 256 * 1024;

/**
 * Has connection tracking forget the flows, with room for other work between two selections: each takes the kernel
 * 50 ms where there are 200,000 flows. What failed first is the result.
 */
export async function forgetFlows(selections: readonly FlowSelection[]): Promise<SystemError | undefined> {
  if (selections.length === 0) return undefined;
  try {
    const socket = new NetlinkSocket({ protocol: netlinkNetfilter, groups: 0, receiveBuffer });
    try {
      let failure: SystemError | undefined;
      for (const each of selections) {
        const error = forget(socket, each);
        failure ??= error;
        await nextTurn();
      }
      return failure;
    } finally {
      socket.close();
    }
  } catch (error) {
    if (error instanceof SystemException) return error.error;
    throw error;
  }
}

/** Throws SystemException. */
function forget(socket: NetlinkSocket, selection: FlowSelection): SystemError | undefined {
  const flows = socket.dump(dumpFlows(selection));
  const results = socket.execute(flows.flatMap(({ payload }) => deleteFlow(payload, selection) ?? []));
  // One that has ended by itself meanwhile is as well.
  return results.find((error) => error !== undefined && error.errno !== errno.ENOENT);
}
