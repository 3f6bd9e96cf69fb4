import { assert, unreachable } from "../../base/assert.ts";
import { type IpAddress, type Prefix, printPrefix } from "../../base/ip-address.ts";
import { MacAddress } from "../../base/mac-address.ts";
import { zeroDuration } from "../../base/time.ts";
import { keepalivedProtocol } from "../../wire/netlink/route.ts";
import { routeIdentity, ruleIdentity } from "../../wire/netlink/policy-identity.ts";
import type {
  AddressSpec,
  DeviceChange,
  ChangeResult,
  InterfaceAddress,
  Link,
  NetworkChange,
  NetworkConfigurator,
  NetworkEvent,
  NetworkMonitor,
  RouteSpec,
  RuleSpec,
  SystemError,
} from "../ports.ts";
import type { FakeClock } from "./clock.ts";
import { fakeError } from "./errors.ts";
import { FakeMonitor } from "./network-monitor.ts";

/** Of what addLink makes: up, with carrier, and with a hardware address made of the index. */
export type LinkTraits = Partial<Omit<Link, "index" | "name">>;

const defaultMtu = 1500;

/**
 * The links, addresses, routes and rules of one machine. What is done to it here is what somebody else does; what the
 * daemon does comes through the ports. Monitors hear of both, at the same moment but not before the clock is next
 * moved, or when they are drained. A secondary address stays secondary when the first of its subnet goes.
 */
export class FakeNetwork {
  readonly #clock: FakeClock;
  readonly #links = new Map<number, Link>();
  #addresses: readonly InterfaceAddress[] = [];
  #routes: readonly RouteSpec[] = [];
  readonly #deprecated = new WeakSet<InterfaceAddress>();
  #rules: readonly RuleSpec[] = [];
  readonly #monitors = new Set<FakeMonitor>();
  #lastIndex = 0;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  links(): readonly Link[] {
    return [...this.#links.values()];
  }

  addresses(): readonly InterfaceAddress[] {
    return this.#addresses;
  }

  routes(): readonly RouteSpec[] {
    return this.#routes;
  }

  rules(): readonly RuleSpec[] {
    return this.#rules;
  }

  link(index: number): Link | undefined {
    return this.#links.get(index);
  }

  linkNamed(name: string): Link | undefined {
    return this.links().find((link) => link.name === name);
  }

  /** "192.0.2.1/24" in the order of their coming. */
  held(name: string): readonly string[] {
    const index = this.linkNamed(name)?.index;
    return this.#addresses.filter((each) => each.interfaceIndex === index).map(({ prefix }) => printPrefix(prefix));
  }

  /** Of those in `held`, the ones that are never chosen as a source. */
  deprecated(name: string): readonly string[] {
    const index = this.linkNamed(name)?.index;
    return this.#addresses
      .filter((each) => each.interfaceIndex === index && this.#deprecated.has(each))
      .map(({ prefix }) => printPrefix(prefix));
  }

  holds(index: number, address: IpAddress): boolean {
    return this.#addresses.some((each) => each.interfaceIndex === index && each.prefix.address.equals(address));
  }

  addLink(name: string, traits: LinkTraits = {}): Link {
    assert(this.linkNamed(name) === undefined, `there is a link ${name} already`);
    this.#lastIndex += 1;
    const link: Link = {
      up: true,
      running: true,
      loopback: false,
      multicast: true,
      noArp: false,
      mac: MacAddress.fromBytes(Uint8Array.of(2, 0, 0, 0, this.#lastIndex >> 8, this.#lastIndex & 0xff)),
      mtu: defaultMtu,
      ...traits,
      index: this.#lastIndex,
      name,
    };
    this.#put(link);
    return link;
  }

  /** Changes a link, which may get another name. */
  changeLink(name: string, changes: Partial<Omit<Link, "index">>): void {
    this.#put({ ...this.#existing(name), ...changes });
  }

  /** Its addresses and routes go with it. */
  removeLink(name: string): void {
    const { index } = this.#existing(name);
    for (const each of this.#addresses.filter(({ interfaceIndex }) => interfaceIndex === index)) this.#drop(each);
    this.#routes = this.#routes.filter(({ interfaceIndex }) => interfaceIndex !== index);
    this.#links.delete(index);
    this.#tell({ kind: "link-removed", index, name });
  }

  /** Carries out one change; an error when the interface does not exist. What is so already stays so. */
  apply(change: NetworkChange): ChangeResult {
    switch (change.kind) {
      case "add-address":
        return this.#addAddress(change.address);
      case "remove-address": {
        const found = this.#find(change.address);
        if (found === undefined) return "absent";
        this.#drop(found);
        return undefined;
      }
      case "add-route":
        return this.#addRoute(change.route);
      case "remove-route":
        return this.#removeRoute(change.route);
      case "add-rule":
        if (this.#rules.some((each) => sameRule(each, change.rule))) return "present";
        this.#rules = [...this.#rules, change.rule];
        return undefined;
      case "remove-rule":
        return this.#removeRule(change.rule);
      default:
        return unreachable(change);
    }
  }

  changeDevice(change: DeviceChange): SystemError | undefined {
    switch (change.kind) {
      case "add-macvlan": {
        const { name, baseIndex, mac } = change.macvlan;
        if (this.linkNamed(name) !== undefined) return fakeError("RTM_NEWLINK", "EEXIST");
        if (!this.#links.has(baseIndex)) return fakeError("RTM_NEWLINK", "ENODEV");
        this.addLink(name, { up: false, running: false, mac, macvlanBase: baseIndex });
        return undefined;
      }
      case "set-up":
        return this.#setUp(change.interfaceIndex);
      case "remove-device": {
        const link = this.#links.get(change.interfaceIndex);
        if (link !== undefined) this.removeLink(link.name);
        return undefined;
      }
      default:
        return unreachable(change);
    }
  }

  /** An OpenNetworkMonitor. */
  readonly openMonitor = (listener: (event: NetworkEvent) => void): NetworkMonitor => {
    const monitor = new FakeMonitor(this.links(), this.addresses(), listener, () => this.#monitors.delete(monitor));
    this.#monitors.add(monitor);
    return monitor;
  };

  /** An OpenNetworkConfigurator. */
  readonly openConfigurator = (): NetworkConfigurator => {
    let closed = false;
    return {
      apply: (changes) => changes.map((change) => (closed ? fakeError("send", "EBADF") : this.apply(change))),
      changeDevice: (change) => (closed ? fakeError("send", "EBADF") : this.changeDevice(change)),
      warm: () => {},
      close: () => {
        closed = true;
      },
    };
  };

  /** With the carrier of its base. */
  #setUp(index: number): SystemError | undefined {
    const link = this.#links.get(index);
    if (link === undefined) return fakeError("RTM_NEWLINK", "ENODEV");
    const base = link.macvlanBase === undefined ? link : this.#links.get(link.macvlanBase);
    const twin = this.links().find(
      ({ index: other, macvlanBase, mac, up }) =>
        up && other !== index && macvlanBase === link.macvlanBase && mac?.toString() === link.mac?.toString(),
    );
    if (link.macvlanBase !== undefined && twin !== undefined) return fakeError("RTM_NEWLINK", "EADDRINUSE");
    this.#put({ ...link, up: true, running: base?.running === true });
    return undefined;
  }

  #addAddress(spec: AddressSpec): ChangeResult {
    if (!this.#links.has(spec.interfaceIndex)) return fakeError("RTM_NEWADDR", "ENODEV");
    if (this.#find(spec) !== undefined) return "present";
    const { interfaceIndex, scope } = spec;
    const prefix = kernelPrefix(spec);
    const secondary = prefix.address.family === "ipv4" && this.#hasSubnetOf(spec);
    const address: InterfaceAddress = { interfaceIndex, prefix, scope, secondary, tentative: false };
    this.#addresses = [...this.#addresses, address];
    if (spec.preferredLifetime === zeroDuration) this.#deprecated.add(address);
    this.#tell({ kind: "address-added", address });
    return undefined;
  }

  #addRoute(route: RouteSpec): ChangeResult {
    const { interfaceIndex } = route;
    if (interfaceIndex !== undefined && !this.#links.has(interfaceIndex)) return fakeError("RTM_NEWROUTE", "ENODEV");
    if (this.#routes.some((each) => sameRoute(each, route))) return "present";
    this.#routes = [...this.#routes, route];
    return undefined;
  }

  #removeRoute(route: RouteSpec): ChangeResult {
    const found = this.#routes.find((each) => sameRoute(each, route));
    if (found === undefined) return "absent";
    this.#routes = this.#routes.filter((each) => each !== found);
    const { protocol = keepalivedProtocol } = found;
    if (protocol === keepalivedProtocol) this.#tell({ kind: "policy-removed", identity: routeIdentity(found) });
    return undefined;
  }

  #removeRule(rule: RuleSpec): ChangeResult {
    const found = this.#rules.find((each) => sameRule(each, rule));
    if (found === undefined) return "absent";
    this.#rules = this.#rules.filter((each) => each !== found);
    const { protocol = keepalivedProtocol } = found;
    if (protocol === keepalivedProtocol) this.#tell({ kind: "policy-removed", identity: ruleIdentity(found) });
    return undefined;
  }

  #find(spec: AddressSpec): InterfaceAddress | undefined {
    const { interfaceIndex } = spec;
    const text = printPrefix(kernelPrefix(spec));
    return this.#addresses.find((each) => each.interfaceIndex === interfaceIndex && printPrefix(each.prefix) === text);
  }

  #hasSubnetOf({ interfaceIndex, prefix }: AddressSpec): boolean {
    return this.#addresses.some(
      (each) =>
        each.interfaceIndex === interfaceIndex &&
        each.prefix.length === prefix.length &&
        each.prefix.address.family === prefix.address.family &&
        sameBits(each.prefix.address.bytes, prefix.address.bytes, prefix.length),
    );
  }

  #put(link: Link): void {
    this.#links.set(link.index, link);
    this.#tell({ kind: "link", link });
  }

  #drop(address: InterfaceAddress): void {
    this.#addresses = this.#addresses.filter((each) => each !== address);
    this.#tell({ kind: "address-removed", address });
  }

  #existing(name: string): Link {
    const link = this.linkNamed(name);
    assert(link !== undefined, `there is no link ${name}`);
    return link;
  }

  #tell(event: NetworkEvent): void {
    for (const monitor of this.#monitors) {
      monitor.hear(event);
      this.#clock.schedule(this.#clock.now(), () => monitor.drain());
    }
  }
}

function sameBits(a: Uint8Array, b: Uint8Array, length: number): boolean {
  return Array.from({ length }, (_, bit) => bit).every((bit) => {
    const mask = 0x80 >> (bit & 7);
    return ((a[bit >> 3] ?? 0) & mask) === ((b[bit >> 3] ?? 0) & mask);
  });
}

function sameRoute(a: RouteSpec, b: RouteSpec): boolean {
  return (
    printPrefix(a.destination) === printPrefix(b.destination) &&
    a.gateway?.toString() === b.gateway?.toString() &&
    a.interfaceIndex === b.interfaceIndex &&
    a.table === b.table &&
    a.metric === b.metric &&
    a.tos === b.tos &&
    a.type === b.type &&
    a.protocol === b.protocol
  );
}

function sameRule(a: RuleSpec, b: RuleSpec): boolean {
  return ruleIdentity(a) === ruleIdentity(b) && a.action.kind === b.action.kind && a.protocol === b.protocol;
}

/** With a peer the kernel knows the address by the peer's prefix length. */
function kernelPrefix({ prefix, peer }: AddressSpec): Prefix {
  return peer === undefined ? prefix : { address: prefix.address, length: peer.length };
}
