import { addressType, encodeAddressDump } from "../../wire/netlink/address.ts";
import { encodeLinkDump, linkType } from "../../wire/netlink/link.ts";
import type { InterfaceAddress, Link, NetworkEvent, NetworkMonitor } from "../ports.ts";
import { NetlinkSocket } from "./netlink.ts";
import { eventOf } from "./network-messages.ts";
import { NetworkTable } from "./network-table.ts";
import { filterPolicyRemovals } from "./policy-filter.ts";
import { type Watch, watchReadable } from "./poll.ts";

export type NetworkMonitorOptions = {
  /** Bytes of events that the kernel keeps for us while the event loop is busy. */
  readonly receiveBuffer: number;
};

/** RTMGRP_LINK, RTMGRP_IPV4_IFADDR and RTMGRP_IPV6_IFADDR (rtnetlink(7)). */
const groups = 0x1 | 0x10 | 0x100;

/** RTMGRP_IPV4_ROUTE, RTMGRP_IPV4_RULE, RTMGRP_IPV6_ROUTE and group 19, RTNLGRP_IPV6_RULE. */
const policyGroups = 0x40 | 0x80 | 0x400 | 0x4_0000;

/**
 * Events for one turn of the event loop. Few: while a thousand addresses are taken over, a thousand events of our own
 * doing come in, which nobody waits for.
 */
const datagramsPerTurn = 8;

const netlinkRoute = 0;
const defaultOptions: NetworkMonitorOptions = { receiveBuffer: 1024 * 1024 };

/** Reads what is there before it returns. Throws SystemException. */
export function openNetworkMonitor(
  listener: (event: NetworkEvent) => void,
  options: NetworkMonitorOptions = defaultOptions,
): NetworkMonitor {
  return new NetlinkNetworkMonitor(listener, options);
}

class NetlinkNetworkMonitor implements NetworkMonitor {
  readonly #listener: (event: NetworkEvent) => void;
  readonly #table = new NetworkTable();
  /** Tells of changes. */
  readonly #events: NetlinkSocket;
  /** Is asked for everything, so that an answer never competes with events for room. */
  readonly #reader: NetlinkSocket;
  /** Tells of routes and rules: a flood of them is not to cost an event of a link or an address. */
  readonly #policies: NetlinkSocket;
  readonly #watches: readonly Watch[];
  #draining = false;
  #closed = false;

  constructor(listener: (event: NetworkEvent) => void, { receiveBuffer }: NetworkMonitorOptions) {
    this.#listener = listener;
    // The events are subscribed to before the first reading: what changes between the two is told twice, never lost.
    this.#events = new NetlinkSocket({ protocol: netlinkRoute, groups, receiveBuffer });
    this.#reader = new NetlinkSocket({ protocol: netlinkRoute, groups: 0, receiveBuffer });
    for (const event of this.#read()) this.#table.apply(event);
    this.#policies = new NetlinkSocket({ protocol: netlinkRoute, groups: policyGroups, receiveBuffer });
    filterPolicyRemovals(this.#policies.descriptor);
    this.#watches = [this.#events, this.#policies].map(({ descriptor }) =>
      watchReadable(descriptor, () => this.#receive(datagramsPerTurn)),
    );
  }

  links(): readonly Link[] {
    return this.#table.links();
  }

  addresses(): readonly InterfaceAddress[] {
    return this.#table.addresses();
  }

  drain(): void {
    this.#receive();
  }

  #receive(limit?: number): void {
    // A listener that drains gets the rest when it returns, in order.
    if (this.#draining || this.#closed) return;
    this.#draining = true;
    try {
      const reading = this.#events.receive((message) => this.#apply(eventOf(message)), limit);
      // The queue has room again; what it could not take is found by comparing.
      if (reading === "overrun" && !this.#closed) for (const event of this.#read()) this.#apply(event);
      const policies = this.#policies.receive((message) => this.#apply(eventOf(message)), limit);
      if (policies === "overrun") this.#apply({ kind: "policies-unknown" });
    } finally {
      this.#draining = false;
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const watch of this.#watches) watch.close();
    this.#events.close();
    this.#policies.close();
    this.#reader.close();
  }

  #apply(event: NetworkEvent | undefined): void {
    const change = event === undefined || this.#closed ? undefined : this.#table.apply(event);
    if (change !== undefined) this.#listener(change);
  }

  /** The events that lead from what is known to what is there. */
  #read(): readonly NetworkEvent[] {
    const links = this.#reader.dump({ call: "RTM_GETLINK", type: linkType.get, flags: 0, payload: encodeLinkDump() });
    const addresses = this.#reader.dump({
      call: "RTM_GETADDR",
      type: addressType.get,
      flags: 0,
      payload: encodeAddressDump(),
    });
    const found = [...links, ...addresses].map(eventOf).filter((event) => event !== undefined);
    return this.#table.differences(
      found.flatMap((event) => (event.kind === "link" ? [event.link] : [])),
      found.flatMap((event) => (event.kind === "address-added" ? [event.address] : [])),
    );
  }
}
