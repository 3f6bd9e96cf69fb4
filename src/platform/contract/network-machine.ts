import { IpAddress } from "../../base/ip-address.ts";
import type {
  NetworkChange,
  NetworkConfigurator,
  NetworkEvent,
  NetworkMonitor,
  OpenNetworkConfigurator,
  OpenNetworkMonitor,
  RuleSpec,
} from "../ports.ts";
import type { Until } from "./patience.ts";

/** A machine with an interface "lan0", up and with carrier, and what somebody else does there. */
export type NetworkSubject = {
  readonly openNetworkMonitor: OpenNetworkMonitor;
  readonly openNetworkConfigurator: OpenNetworkConfigurator;
  readonly hand: Hand;
  readonly until: Until;
  readonly close: () => void;
};

/** Somebody else's hand at the network. */
export interface Hand {
  /** What the interface really has: "192.0.2.1/24", without link-local addresses; deprecated ones have a "!" behind. */
  held(name: string): readonly string[];
  /** Routes to the destination: "192.0.2.0/24 via 198.51.100.1 table 254 metric 5"; what does not apply is left out. */
  routes(destination: string): readonly string[];
  /** Rules with the priority: "from 192.0.2.0/24 protocol 18". */
  rules(priority: number): readonly string[];
  /** Removes the route, or the rule, that this maker has made. */
  removeRoute(destination: string, protocol: number): void;
  removeRule(priority: number, protocol: number): void;
  addAddress(name: string, prefix: string): void;
  removeAddress(name: string, prefix: string): void;
  setUp(name: string, up: boolean): void;
  setCarrier(name: string, carrier: boolean): void;
  rename(name: string, to: string): void;
  /** A link that is down. */
  addLink(name: string): void;
  removeLink(name: string): void;
  /** Makes the kernel drop events to monitors that do not read meanwhile. */
  flood(name: string): void;
}

/** A machine whose network is watched and changed. */
export type Machine = {
  readonly subject: NetworkSubject;
  readonly hand: Hand;
  readonly configurator: NetworkConfigurator;
  readonly monitor: NetworkMonitor;
  /** What the monitor has told. */
  readonly events: readonly NetworkEvent[];
  /** Of "lan0". */
  readonly index: number;
};

/** Closes everything afterwards. */
export async function withMachine(
  subject: NetworkSubject,
  use: (machine: Machine) => Promise<void> | void,
): Promise<void> {
  const events: NetworkEvent[] = [];
  const configurator = subject.openNetworkConfigurator();
  const monitor = subject.openNetworkMonitor((event) => void events.push(event));
  try {
    const index = monitor.links().find((link) => link.name === "lan0")?.index ?? 0;
    await use({ subject, hand: subject.hand, configurator, monitor, events, index });
  } finally {
    monitor.close();
    configurator.close();
    configurator.close();
    subject.close();
  }
}

export function ruleOf(priority: number, protocol: number | undefined): RuleSpec {
  return {
    family: "ipv4",
    inverted: false,
    from: prefixOf("192.0.2.0/24"),
    to: undefined,
    priority,
    action: { kind: "table", table: 100 },
    tos: undefined,
    mark: undefined,
    realms: undefined,
    suppressPrefixLength: undefined,
    suppressGroup: undefined,
    incoming: undefined,
    outgoing: undefined,
    tunnelId: undefined,
    users: undefined,
    protocol,
    ipProtocol: undefined,
    sourcePorts: undefined,
    destinationPorts: undefined,
  };
}

export function prefixOf(text: string): { readonly address: IpAddress; readonly length: number } {
  const [address = "", length = ""] = text.split("/");
  return { address: IpAddress.of(address), length: Number(length) };
}

export function addressChange(
  kind: "add-address" | "remove-address",
  interfaceIndex: number,
  text: string,
): NetworkChange & { readonly kind: "add-address" | "remove-address" } {
  return {
    kind,
    address: { interfaceIndex, prefix: prefixOf(text), scope: 0, label: undefined, broadcast: undefined },
  };
}

export function sorted(texts: readonly string[]): readonly string[] {
  return [...texts].sort();
}
