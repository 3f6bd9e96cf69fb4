import { unreachable } from "../../base/assert.ts";
import { addressType, encodeNewAddress, encodeRemoveAddress } from "../../wire/netlink/address.ts";
import { netlinkFlag } from "../../wire/netlink/message.ts";
import { encodeNewRoute, encodeRemoveRoute, routeType } from "../../wire/netlink/route.ts";
import { encodeRule, ruleType } from "../../wire/netlink/rule.ts";
import type { ChangeResult, NetworkChange, NetworkConfigurator, RouteSpec, SystemError } from "../ports.ts";
import { errno } from "./errno.ts";
import { type NetlinkRequest, NetlinkSocket } from "./netlink.ts";
import { warmChanges } from "./warm-values.ts";

/** Bytes of acknowledgements; a batch has 64 of them. */
const receiveBuffer = 256 * 1024;
const netlinkRoute = 0;

/** Throws SystemException. */
export function openNetworkConfigurator(): NetworkConfigurator {
  return new NetlinkNetworkConfigurator();
}

class NetlinkNetworkConfigurator implements NetworkConfigurator {
  readonly #socket = new NetlinkSocket({ protocol: netlinkRoute, groups: 0, receiveBuffer });

  apply(changes: readonly NetworkChange[]): readonly ChangeResult[] {
    const results = this.#socket.execute(changes.map((change) => requestOf(change)));
    return changes.map((change, index) => resultOf(change, results[index]));
  }

  /** Changes of an interface that does not exist. */
  warm(): void {
    this.apply(warmChanges);
  }

  close(): void {
    this.#socket.close();
  }
}

function requestOf(change: NetworkChange): NetlinkRequest {
  switch (change.kind) {
    case "add-address": {
      const flags = netlinkFlag.create | netlinkFlag.exclusive;
      return { call: "RTM_NEWADDR", type: addressType.created, flags, payload: encodeNewAddress(change.address) };
    }
    case "remove-address":
      return { call: "RTM_DELADDR", type: addressType.removed, flags: 0, payload: encodeRemoveAddress(change.address) };
    case "add-route": {
      const flags = netlinkFlag.create | insertionFlags(change.route);
      return { call: "RTM_NEWROUTE", type: routeType.created, flags, payload: encodeNewRoute(change.route) };
    }
    case "remove-route":
      return { call: "RTM_DELROUTE", type: routeType.removed, flags: 0, payload: encodeRemoveRoute(change.route) };
    case "add-rule": {
      // Without "exclusive" the kernel would make a second one.
      const flags = netlinkFlag.create | netlinkFlag.exclusive;
      return { call: "RTM_NEWRULE", type: ruleType.created, flags, payload: encodeRule(change.rule) };
    }
    case "remove-rule":
      return { call: "RTM_DELRULE", type: ruleType.removed, flags: 0, payload: encodeRule(change.rule) };
    default:
      return unreachable(change);
  }
}

/** Usually neither: a route of somebody else to the same place steps behind ours, and comes forth again later. */
function insertionFlags({ insertion }: RouteSpec): number {
  if (insertion === "append") return netlinkFlag.append;
  return insertion === "add" ? netlinkFlag.exclusive : 0;
}

const absent: ReadonlySet<number> = new Set([errno.EADDRNOTAVAIL, errno.ESRCH, errno.ENODEV, errno.ENOENT]);

/** What was to be added is there, or what was to be removed is not. */
function resultOf(change: NetworkChange, error: SystemError | undefined): ChangeResult {
  if (error === undefined) return undefined;
  const adding = change.kind === "add-address" || change.kind === "add-route" || change.kind === "add-rule";
  if (adding) return error.errno === errno.EEXIST ? "present" : error;
  return absent.has(error.errno) ? "absent" : error;
}
