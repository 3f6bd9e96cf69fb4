import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { zeroDuration } from "../../base/time.ts";
import type { ChangeResult, NetworkChange, SystemError } from "../ports.ts";
import { addressChange, type NetworkSubject, prefixOf, ruleOf, sorted, withMachine } from "./network-machine.ts";

const noInterface = 0x7fff_fffe;

/** What every configurator does. */
export function configuratorContract(name: string, makeSubject: () => NetworkSubject): void {
  describe(`network configurator of ${name}`, () => {
    test("addresses are there when it returns, and gone when it returns", async () => {
      await withMachine(makeSubject(), ({ configurator, hand, index }) => {
        const both = ["192.0.2.50/24", "192.0.2.51/32", "2001:db8::50/64"];
        assert.deepEqual(configurator.apply(both.map((text) => addressChange("add-address", index, text))), nothing(3));
        assert.deepEqual(sorted(hand.held("lan0")), sorted(both));
        const gone = [both[0] ?? "", both[2] ?? ""].map((text) => addressChange("remove-address", index, text));
        assert.deepEqual(configurator.apply(gone), nothing(2));
        assert.deepEqual(hand.held("lan0"), ["192.0.2.51/32"]);
      });
    });

    test("an IPv6 address with no preferred lifetime is deprecated from the start", async () => {
      await withMachine(makeSubject(), ({ configurator, hand, index }) => {
        const { address } = addressChange("add-address", index, "2001:db8::50/64");
        configurator.apply([{ kind: "add-address", address: { ...address, preferredLifetime: zeroDuration } }]);
        configurator.apply([addressChange("add-address", index, "2001:db8::51/128")]);
        assert.deepEqual(sorted(hand.held("lan0")), ["2001:db8::50/64!", "2001:db8::51/128"]);
      });
    });

    test("adding what is there and removing what is not are successes", async () => {
      await withMachine(makeSubject(), ({ configurator, hand, index }) => {
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
      await withMachine(makeSubject(), ({ configurator, hand, index }) => {
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
      await withMachine(makeSubject(), ({ configurator, hand, index }) => {
        const add = addressChange("add-address", index, "192.0.2.50/32");
        const remove = addressChange("remove-address", index, "192.0.2.50/32");
        configurator.apply([add, remove, add, remove]);
        assert.deepEqual(hand.held("lan0"), []);
        configurator.apply([remove, add]);
        assert.deepEqual(hand.held("lan0"), ["192.0.2.50/32"]);
      });
    });

    test("a thousand addresses in one apply", async () => {
      await withMachine(makeSubject(), ({ configurator, hand, index }) => {
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
      await withMachine(makeSubject(), ({ configurator, hand, index }) => {
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
      await withMachine(makeSubject(), ({ configurator, hand }) => {
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
      await withMachine(makeSubject(), ({ subject, hand, index }) => {
        const closed = subject.openNetworkConfigurator();
        closed.close();
        const [error] = closed.apply([addressChange("add-address", index, "192.0.2.50/32")]);
        assert.equal(refusal(error)?.code, "EBADF");
        assert.deepEqual(hand.held("lan0"), []);
      });
    });

    test("warming changes nothing", async () => {
      await withMachine(makeSubject(), ({ configurator, hand, events, monitor }) => {
        configurator.warm();
        monitor.drain();
        assert.deepEqual(hand.held("lan0"), []);
        assert.deepEqual(events, []);
      });
    });
  });
}

function refusal(result: ChangeResult): SystemError | undefined {
  return typeof result === "object" ? result : undefined;
}

function nothing(count: number): readonly undefined[] {
  return Array.from({ length: count }, () => undefined);
}
