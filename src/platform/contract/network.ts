import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { IpAddress, printPrefix } from "../../base/ip-address.ts";
import { zeroDuration } from "../../base/time.ts";
import type {
  ChangeResult,
  NetworkChange,
  NetworkConfigurator,
  NetworkEvent,
  NetworkMonitor,
  OpenNetworkConfigurator,
  OpenNetworkMonitor,
  RuleSpec,
  SystemError,
} from "../ports.ts";
import { spinUntil, type Until } from "./patience.ts";

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

const noInterface = 0x7fff_fffe;

/** What every monitor and configurator does. */
export function networkContract(name: string, makeSubject: () => NetworkSubject): void {
  describe(`network configurator of ${name}`, () => {
    test("addresses are there when it returns, and gone when it returns", async () => {
      await withMachine(({ configurator, hand, index }) => {
        const both = ["192.0.2.50/24", "192.0.2.51/32", "2001:db8::50/64"];
        assert.deepEqual(configurator.apply(both.map((text) => addressChange("add-address", index, text))), nothing(3));
        assert.deepEqual(sorted(hand.held("lan0")), sorted(both));
        const gone = [both[0] ?? "", both[2] ?? ""].map((text) => addressChange("remove-address", index, text));
        assert.deepEqual(configurator.apply(gone), nothing(2));
        assert.deepEqual(hand.held("lan0"), ["192.0.2.51/32"]);
      });
    });

    test("an IPv6 address with no preferred lifetime is deprecated from the start", async () => {
      await withMachine(({ configurator, hand, index }) => {
        const { address } = addressChange("add-address", index, "2001:db8::50/64");
        configurator.apply([{ kind: "add-address", address: { ...address, preferredLifetime: zeroDuration } }]);
        configurator.apply([addressChange("add-address", index, "2001:db8::51/128")]);
        assert.deepEqual(sorted(hand.held("lan0")), ["2001:db8::50/64!", "2001:db8::51/128"]);
      });
    });

    test("adding what is there and removing what is not are successes", async () => {
      await withMachine(({ configurator, hand, index }) => {
        const add = ["192.0.2.50/24", "2001:db8::50/64"].map((text) => addressChange("add-address", index, text));
        const remove = ["192.0.2.50/24", "2001:db8::50/64"].map((text) => addressChange("remove-address", index, text));
        assert.deepEqual(configurator.apply([...add, ...add]), [...nothing(2), "present", "present"]);
        assert.equal(hand.held("lan0").length, 2);
        assert.deepEqual(configurator.apply([...remove, ...remove]), [...nothing(2), "absent", "absent"]);
        assert.deepEqual(hand.held("lan0"), []);
        assert.deepEqual(configurator.apply([addressChange("remove-address", noInterface, "192.0.2.50/24")]), [
          "absent",
        ]);
      });
    });

    test("one bad change among good ones has its own error, and the others are made", async () => {
      await withMachine(({ configurator, hand, index }) => {
        const results = configurator.apply([
          addressChange("add-address", index, "192.0.2.50/32"),
          addressChange("add-address", noInterface, "192.0.2.51/32"),
          addressChange("add-address", index, "192.0.2.52/32"),
        ]);
        assert.deepEqual(
          results.map((result) => (typeof result === "object" ? result.code : result)),
          [undefined, "ENODEV", undefined],
        );
        assert.deepEqual(results[1], { ...refusal(results[1]), call: "RTM_NEWADDR" });
        assert.deepEqual(sorted(hand.held("lan0")), ["192.0.2.50/32", "192.0.2.52/32"]);
      });
    });

    test("changes are made in their order", async () => {
      await withMachine(({ configurator, hand, index }) => {
        const add = addressChange("add-address", index, "192.0.2.50/32");
        const remove = addressChange("remove-address", index, "192.0.2.50/32");
        configurator.apply([add, remove, add, remove]);
        assert.deepEqual(hand.held("lan0"), []);
        configurator.apply([remove, add]);
        assert.deepEqual(hand.held("lan0"), ["192.0.2.50/32"]);
      });
    });

    test("a thousand addresses in one apply", async () => {
      await withMachine(({ configurator, hand, index }) => {
        const texts = Array.from({ length: 1000 }, (_, number) => `198.51.${100 + (number >> 8)}.${number & 255}/32`);
        const added = configurator.apply(texts.map((text) => addressChange("add-address", index, text)));
        assert.deepEqual(added, nothing(1000));
        assert.equal(new Set(hand.held("lan0")).size, 1000);
        const removed = configurator.apply(texts.map((text) => addressChange("remove-address", index, text)));
        assert.deepEqual(removed, nothing(1000));
        assert.deepEqual(hand.held("lan0"), []);
        assert.deepEqual(configurator.apply([]), []);
      });
    });

    test("routes come and go, twice without an error, and only those that were meant", async () => {
      await withMachine(({ configurator, hand, index }) => {
        configurator.apply([addressChange("add-address", index, "192.0.2.50/24")]);
        const route = { destination: prefixOf("203.0.113.0/24"), interfaceIndex: index, source: undefined, table: 254 };
        const direct = { ...route, gateway: undefined, metric: undefined, scope: undefined };
        const routed = { ...route, gateway: IpAddress.of("192.0.2.9"), metric: 7, table: 300, scope: undefined };
        const add = [direct, routed].map((each): NetworkChange => ({ kind: "add-route", route: each }));
        assert.deepEqual(configurator.apply([...add, ...add]), [...nothing(2), "present", "present"]);
        const shown = "203.0.113.0/24 via 192.0.2.9 table 300 metric 7";
        assert.deepEqual(sorted(hand.routes("203.0.113.0/24")), ["203.0.113.0/24 table 254", shown]);
        const remove: NetworkChange = { kind: "remove-route", route: direct };
        assert.deepEqual(configurator.apply([remove, remove]), [undefined, "absent"]);
        assert.deepEqual(hand.routes("203.0.113.0/24"), [shown]);
      });
    });

    test("rules come and go, each one's own, and twice without an error", async () => {
      await withMachine(({ configurator, hand }) => {
        const add = [ruleOf(700, undefined), ruleOf(700, 77)].map((rule): NetworkChange => ({
          kind: "add-rule",
          rule,
        }));
        assert.deepEqual(configurator.apply([...add, ...add]), [...nothing(2), "present", "present"]);
        assert.deepEqual(sorted(hand.rules(700)), ["from 192.0.2.0/24 protocol 18", "from 192.0.2.0/24 protocol 77"]);
        const remove: NetworkChange = { kind: "remove-rule", rule: ruleOf(700, undefined) };
        assert.deepEqual(configurator.apply([remove, remove]), [undefined, "absent"]);
        assert.deepEqual(hand.rules(700), ["from 192.0.2.0/24 protocol 77"]);
        assert.deepEqual(configurator.apply([{ kind: "remove-rule", rule: ruleOf(700, 77) }]), [undefined]);
        assert.deepEqual(hand.rules(700), []);
      });
    });

    test("a configurator that is closed changes nothing and says so", async () => {
      await withMachine(({ subject, hand, index }) => {
        const closed = subject.openNetworkConfigurator();
        closed.close();
        const [error] = closed.apply([addressChange("add-address", index, "192.0.2.50/32")]);
        assert.equal(refusal(error)?.code, "EBADF");
        assert.deepEqual(hand.held("lan0"), []);
      });
    });

    test("warming changes nothing", async () => {
      await withMachine(({ configurator, hand, events, monitor }) => {
        configurator.warm();
        monitor.drain();
        assert.deepEqual(hand.held("lan0"), []);
        assert.deepEqual(events, []);
      });
    });
  });

  describe(`network monitor of ${name}`, () => {
    test("it knows everything from the moment it is opened", async () => {
      await withMachine(({ subject, hand, index }) => {
        hand.addAddress("lan0", "192.0.2.7/24");
        const monitor = subject.openNetworkMonitor(() => {});
        const link = monitor.links().find((each) => each.name === "lan0");
        assert.deepEqual(
          { ...link, mac: link?.mac?.bytes.length, mtu: undefined },
          {
            index,
            name: "lan0",
            up: true,
            running: true,
            loopback: false,
            multicast: true,
            noArp: false,
            mac: 6,
            mtu: undefined,
          },
        );
        assert.ok(monitor.links().some(({ loopback, mac }) => loopback && mac === undefined));
        assert.deepEqual(known(monitor), ["lan0 192.0.2.7/24"]);
        monitor.close();
      });
    });

    test("addresses of others come and go, told by a drain", async () => {
      await withMachine(({ monitor, hand, events, index }) => {
        hand.addAddress("lan0", "192.0.2.7/24");
        hand.addAddress("lan0", "192.0.2.8/24");
        spinUntil(
          () => events.length >= 2,
          () => monitor.drain(),
        );
        hand.removeAddress("lan0", "192.0.2.8/24");
        spinUntil(
          () => events.length >= 3,
          () => monitor.drain(),
        );
        const address = { interfaceIndex: index, scope: 0, tentative: false };
        const first = { ...address, prefix: prefixOf("192.0.2.7/24"), secondary: false };
        const second = { ...address, prefix: prefixOf("192.0.2.8/24"), secondary: true };
        assert.deepEqual(events, [
          { kind: "address-added", address: first },
          { kind: "address-added", address: second },
          { kind: "address-removed", address: second },
        ]);
        assert.deepEqual(known(monitor), ["lan0 192.0.2.7/24"]);
      });
    });

    test("the removal of a route or rule of ours is told, of others' it is not", async () => {
      await withMachine(({ monitor, configurator, hand, events, index }) => {
        const routeOf = (text: string, protocol: number | undefined): NetworkChange => ({
          kind: "add-route",
          route: { ...plainRoute, destination: prefixOf(text), interfaceIndex: index, protocol },
        });
        configurator.apply([
          addressChange("add-address", index, "192.0.2.50/24"),
          routeOf("203.0.113.0/24", undefined),
          routeOf("203.0.114.0/24", 4),
          { kind: "add-rule", rule: ruleOf(700, undefined) },
          { kind: "add-rule", rule: ruleOf(701, 77) },
        ]);
        hand.removeRoute("203.0.114.0/24", 4);
        hand.removeRule(701, 77);
        hand.removeRoute("203.0.113.0/24", 18);
        hand.removeRule(700, 18);
        const told = (): readonly string[] =>
          events.flatMap((event) => (event.kind === "policy-removed" ? [event.identity] : []));
        spinUntil(
          () => told().length >= 2,
          () => monitor.drain(),
        );
        assert.deepEqual(told(), ["203.0.113.0/24 table 254 metric 0 tos 0", "rule ipv4 700 from 192.0.2.0/24 to all"]);
      });
    });

    test("its own configurator's changes are told as well, and nothing that is no change", async () => {
      await withMachine(({ monitor, configurator, events, index }) => {
        const add = addressChange("add-address", index, "192.0.2.50/32");
        configurator.apply([add, add]);
        configurator.apply([addressChange("remove-address", index, "192.0.2.50/32")]);
        spinUntil(
          () => events.length >= 2,
          () => monitor.drain(),
        );
        assert.deepEqual(
          events.map(({ kind }) => kind),
          ["address-added", "address-removed"],
        );
      });
    });

    test("events come on the event loop without a drain", async () => {
      await withMachine(async ({ subject, hand, events }) => {
        hand.addAddress("lan0", "192.0.2.7/24");
        await subject.until(() => events.length === 1);
      });
    });

    test("carrier and administrative state", async () => {
      await withMachine(({ monitor, hand, events }) => {
        const state = (): string => {
          monitor.drain();
          const link = monitor.links().find((each) => each.name === "lan0");
          return `${link?.up === true ? "up" : "down"} ${link?.running === true ? "running" : "dead"}`;
        };
        const becomes = (expected: string): void =>
          spinUntil(
            () => state() === expected,
            () => {},
          );
        becomes("up running");
        hand.setCarrier("lan0", false);
        becomes("up dead");
        hand.setCarrier("lan0", true);
        becomes("up running");
        hand.setUp("lan0", false);
        becomes("down dead");
        hand.setUp("lan0", true);
        becomes("up running");
        const links = events.filter((event) => event.kind === "link");
        assert.ok(links.length >= 4, `${links.length} link events`);
      });
    });

    test("links come, are renamed and go", async () => {
      await withMachine(({ monitor, hand, events }) => {
        const isThere = (link: string): boolean => monitor.links().some((each) => each.name === link);
        hand.addLink("new0");
        spinUntil(
          () => isThere("new0"),
          () => monitor.drain(),
        );
        hand.rename("new0", "old0");
        spinUntil(
          () => isThere("old0"),
          () => monitor.drain(),
        );
        hand.removeLink("old0");
        spinUntil(
          () => !isThere("old0"),
          () => monitor.drain(),
        );
        const told = events.flatMap((event) => {
          if (event.kind === "link") return [event.link.name];
          return event.kind === "link-removed" ? [`no ${event.name}`] : [];
        });
        assert.deepEqual([...new Set(told)], ["new0", "old0", "no old0"]);
      });
    });

    test("after an overrun it finds out what was dropped", async () => {
      await withMachine(({ monitor, hand, events }) => {
        hand.addAddress("lan0", "192.0.2.7/24");
        monitor.drain();
        hand.flood("lan0");
        hand.removeAddress("lan0", "192.0.2.7/24");
        const right = (): boolean => sorted(known(monitor)).join() === sorted(heldWithName(hand)).join();
        spinUntil(right, () => monitor.drain());
        // Whoever believed the events alone knows the same.
        const believed = new Set<string>();
        for (const event of events) {
          if (event.kind === "address-added") believed.add(printPrefix(event.address.prefix));
          if (event.kind === "address-removed") believed.delete(printPrefix(event.address.prefix));
        }
        assert.deepEqual(sorted([...believed].map((each) => `lan0 ${each}`)), sorted(known(monitor)));
      });
    });

    test("a monitor that is closed by its listener tells nothing more", async () => {
      await withMachine(({ subject, hand }) => {
        const events: NetworkEvent[] = [];
        const monitor = subject.openNetworkMonitor((event) => {
          events.push(event);
          monitor.close();
        });
        hand.addAddress("lan0", "192.0.2.7/24");
        hand.addAddress("lan0", "192.0.2.8/24");
        spinUntil(
          () => events.length > 0,
          () => monitor.drain(),
        );
        monitor.drain();
        monitor.close();
        assert.equal(events.length, 1);
      });
    });
  });

  type Machine = {
    readonly subject: NetworkSubject;
    readonly hand: Hand;
    readonly configurator: NetworkConfigurator;
    readonly monitor: NetworkMonitor;
    /** What the monitor has told. */
    readonly events: readonly NetworkEvent[];
    /** Of "lan0". */
    readonly index: number;
  };

  async function withMachine(use: (machine: Machine) => Promise<void> | void): Promise<void> {
    const subject = makeSubject();
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
}

const plainRoute = { gateway: undefined, source: undefined, table: 254, metric: undefined, scope: undefined };

function ruleOf(priority: number, protocol: number | undefined): RuleSpec {
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

function prefixOf(text: string): { readonly address: IpAddress; readonly length: number } {
  const [address = "", length = ""] = text.split("/");
  return { address: IpAddress.of(address), length: Number(length) };
}

function addressChange(
  kind: "add-address" | "remove-address",
  interfaceIndex: number,
  text: string,
): NetworkChange & { readonly kind: "add-address" | "remove-address" } {
  return {
    kind,
    address: { interfaceIndex, prefix: prefixOf(text), scope: 0, label: undefined, broadcast: undefined },
  };
}

/** "lan0 192.0.2.7/24", without link-local and loopback addresses. */
function known(monitor: NetworkMonitor): readonly string[] {
  const names = new Map(monitor.links().map(({ index, name }) => [index, name]));
  return monitor
    .addresses()
    .filter(({ prefix, scope }) => !prefix.address.isLinkLocal && scope === 0)
    .map(({ interfaceIndex, prefix }) => `${names.get(interfaceIndex) ?? ""} ${printPrefix(prefix)}`);
}

function heldWithName(hand: Hand): readonly string[] {
  return hand.held("lan0").map((each) => `lan0 ${each}`);
}

function refusal(result: ChangeResult): SystemError | undefined {
  return typeof result === "object" ? result : undefined;
}

function nothing(count: number): readonly undefined[] {
  return Array.from({ length: count }, () => undefined);
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...texts].sort();
}
