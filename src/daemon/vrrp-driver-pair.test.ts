import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import { milliseconds, seconds } from "../base/time.ts";
import { FakeClock, FakeMachine, FakeSegment } from "../platform/fake/index.ts";
import { parseInstance, Words } from "../sim/script-language.ts";
import { VrrpDriver } from "./vrrp-driver.ts";

// The whole vrrp process but for its entry point, on two machines that exist only here: real drivers, engines and
// packets on fake ports, in virtual time.

const virtual = IpAddress.of("192.0.2.100");

class Machine {
  readonly machine: FakeMachine;
  readonly driver: VrrpDriver;
  readonly #index: number;

  constructor(clock: FakeClock, segment: FakeSegment, address: string, instance: string) {
    this.machine = new FakeMachine(clock);
    this.#index = this.machine.connect(segment, "eth0");
    const prefix = { address: IpAddress.of(address), length: 24 };
    const own = { interfaceIndex: this.#index, prefix, scope: 0, label: undefined, broadcast: undefined };
    this.machine.network.apply({ kind: "add-address", address: own });
    this.driver = new VrrpDriver(this.machine.ports, {
      event: () => undefined,
      trouble: (message) => assert.fail(message),
    });
    const instances = [parseInstance(new Words(instance))];
    this.driver.configure({ instances, syncGroups: [], scripts: [], startupDelay: seconds(0) }, new Map());
  }

  get holds(): boolean {
    return this.machine.network.holds(this.#index, virtual);
  }
}

test("two drivers on one segment: one owner, a hand-over within the skew, a take-over after the down interval", () => {
  const clock = new FakeClock();
  const segment = new FakeSegment(clock);
  const first = new Machine(clock, segment, "192.0.2.1", "instance VI_1 priority=150");
  const second = new Machine(clock, segment, "192.0.2.2", "instance VI_1 priority=100");
  const owners = (): readonly boolean[] => [first.holds, second.holds];

  clock.advance(seconds(5));
  assert.deepEqual(owners(), [true, false]);

  first.driver.stop();
  first.driver.close();
  assert.deepEqual(owners(), [false, false]);
  clock.advance(milliseconds(609));
  assert.deepEqual(owners(), [false, false], "the skew of priority 100 is 0.609375 s");
  clock.advance(milliseconds(2));
  assert.deepEqual(owners(), [false, true]);

  const third = new Machine(clock, segment, "192.0.2.3", "instance VI_1 priority=200");
  clock.advance(seconds(4));
  assert.deepEqual([second.holds, third.holds], [false, true], "the higher priority takes over");
});
