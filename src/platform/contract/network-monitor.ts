import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { printPrefix } from "../../base/ip-address.ts";
import type { NetworkChange, NetworkEvent, NetworkMonitor } from "../ports.ts";
import {
  addressChange,
  type Hand,
  type NetworkSubject,
  prefixOf,
  ruleOf,
  sorted,
  withMachine,
} from "./network-machine.ts";
import { spinUntil } from "./patience.ts";

/** What every monitor does. */
export function monitorContract(name: string, makeSubject: () => NetworkSubject): void {
  describe(`network monitor of ${name}`, () => {
    test("it knows everything from the moment it is opened", async () => {
      await withMachine(makeSubject(), ({ subject, hand, index }) => {
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
      await withMachine(makeSubject(), ({ monitor, hand, events, index }) => {
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
      await withMachine(makeSubject(), ({ monitor, configurator, hand, events, index }) => {
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
      await withMachine(makeSubject(), ({ monitor, configurator, events, index }) => {
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
      await withMachine(makeSubject(), async ({ subject, hand, events }) => {
        hand.addAddress("lan0", "192.0.2.7/24");
        await subject.until(() => events.length === 1);
      });
    });

    test("carrier and administrative state", async () => {
      await withMachine(makeSubject(), ({ monitor, hand, events }) => {
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
      await withMachine(makeSubject(), ({ monitor, hand, events }) => {
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
      await withMachine(makeSubject(), ({ monitor, hand, events }) => {
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
      await withMachine(makeSubject(), ({ subject, hand }) => {
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
}

const plainRoute = { gateway: undefined, source: undefined, table: 254, metric: undefined, scope: undefined };

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
