import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";

import { IpAddress } from "../base/ip-address.ts";
import { seconds } from "../base/time.ts";
import { FakeClock, FakeNetwork } from "../platform/fake/index.ts";
import { LocalAddresses } from "./local-addresses.ts";

test("addresses are told at once, then after each change, those of one moment together, until nobody wants to know", async () => {
  const clock = new FakeClock();
  const network = new FakeNetwork(clock);
  const { index } = network.addLink("eth0");
  const change = (kind: "add-address" | "remove-address", text: string): void => {
    const prefix = { address: IpAddress.of(text), length: 32 };
    network.apply({
      kind,
      address: { interfaceIndex: index, prefix, scope: 0, label: undefined, broadcast: undefined },
    });
    clock.advance(seconds(0));
  };
  change("add-address", "192.0.2.1");
  const told: string[] = [];
  const addresses = new LocalAddresses(
    network.openMonitor,
    (all) => told.push(all.map(String).join(" ")),
    (message) => assert.fail(message),
  );
  addresses.want(true);
  change("add-address", "192.0.2.2");
  change("add-address", "192.0.2.3");
  await nextTurn();
  change("remove-address", "192.0.2.1");
  await nextTurn();
  addresses.want(false);
  change("add-address", "192.0.2.4");
  await nextTurn();
  assert.deepEqual(told, ["192.0.2.1", "192.0.2.1 192.0.2.2 192.0.2.3", "192.0.2.2 192.0.2.3"]);
});
