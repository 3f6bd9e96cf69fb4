import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import { milliseconds, seconds } from "../base/time.ts";
import { FakeClock, FakeMachine, FakeSegment } from "../platform/fake/index.ts";
import type { VrrpConfig } from "../vrrp/config.ts";
import { parseInstance, Words } from "../sim/script-language.ts";
import { VrrpDriver } from "./vrrp-driver.ts";

// The whole vrrp process but for its entry point, on two machines that exist only here: real drivers, engines and
// packets on fake ports, in virtual time.

const virtual = IpAddress.of("192.0.2.100");

class Machine {
  readonly machine: FakeMachine;
  readonly driver: VrrpDriver;
  readonly #index: number;
  readonly #config: VrrpConfig;

  constructor(
    clock: FakeClock,
    segment: FakeSegment,
    address: string,
    instance: string,
    others: Partial<VrrpConfig> = {},
  ) {
    this.machine = new FakeMachine(clock);
    this.#index = this.machine.connect(segment, "eth0");
    const prefix = { address: IpAddress.of(address), length: 24 };
    const own = { interfaceIndex: this.#index, prefix, scope: 0, label: undefined, broadcast: undefined };
    this.machine.network.apply({ kind: "add-address", address: own });
    this.driver = new VrrpDriver(this.machine.ports, {
      event: () => undefined,
      trouble: (message) => assert.fail(message),
    });
    this.#config = {
      instances: [parseInstance(new Words(instance))],
      syncGroups: [],
      scripts: [],
      startupDelay: seconds(0),
      ...others,
    };
    this.machine.files.makeDirectory("/run");
    this.configure();
  }

  configure(others: Partial<VrrpConfig> = {}, keepFiles = false): void {
    this.driver.configure({ ...this.#config, ...others }, new Map(), keepFiles);
  }

  get holds(): boolean {
    return this.machine.network.holds(this.#index, virtual);
  }
}

test("two drivers on one segment: one owner, a hand-over without a gap, a take-over by priority", () => {
  const clock = new FakeClock();
  const segment = new FakeSegment(clock);
  const first = new Machine(clock, segment, "192.0.2.1", "instance VI_1 priority=150");
  const second = new Machine(clock, segment, "192.0.2.2", "instance VI_1 priority=100");
  const owners = (): readonly boolean[] => [first.holds, second.holds];

  clock.advance(seconds(5));
  assert.deepEqual(owners(), [true, false]);

  let isReleased = false;
  first.driver.stop(() => {
    isReleased = true;
  });
  clock.advance(milliseconds(609));
  assert.deepEqual(owners(), [true, false], "the skew of priority 100 is 0.609375 s");
  clock.advance(milliseconds(2));
  assert.deepEqual(owners(), [true, true], "until the successor has announced itself");
  assert.ok(!isReleased);
  clock.advance(milliseconds(60));
  assert.deepEqual(owners(), [false, true]);
  assert.ok(isReleased);
  first.driver.close();

  const third = new Machine(clock, segment, "192.0.2.3", "instance VI_1 priority=200");
  clock.advance(seconds(4));
  assert.deepEqual([second.holds, third.holds], [false, true], "the higher priority takes over");
});

test("the file of a maintenance moves the address away and lets it come back", () => {
  const clock = new FakeClock();
  const segment = new FakeSegment(clock);
  const weight = { value: 0, reverse: false };
  const trackFiles = [{ name: "maintenance", path: "/run/maintenance", initial: undefined, weight }];
  const instance = "instance VI_1 priority=150 files=maintenance:0";
  const first = new Machine(clock, segment, "192.0.2.1", instance, { trackFiles });
  const second = new Machine(clock, segment, "192.0.2.2", "instance VI_1 priority=100");
  const owners = (): readonly boolean[] => [first.holds, second.holds];
  clock.advance(seconds(5));
  assert.deepEqual(owners(), [true, false]);

  first.machine.files.write("/run/maintenance", "1\n");
  clock.advance(milliseconds(609));
  assert.deepEqual(owners(), [true, false], "priority 0 was sent, and the skew of priority 100 is 0.609375 s");
  clock.advance(milliseconds(62));
  assert.deepEqual(owners(), [false, true]);

  first.machine.files.remove("/run/maintenance");
  clock.advance(seconds(4));
  assert.deepEqual(owners(), [true, false]);

  first.machine.files.write("/run/other", "1\n");
  first.configure({ trackFiles: trackFiles.map((file) => ({ ...file, path: "/run/other" })) });
  clock.advance(seconds(1));
  assert.deepEqual(owners(), [false, true], "a reload names another file");
});

test("init_file writes at the start and for what a reload brings, not for a process that replaces another", () => {
  const clock = new FakeClock();
  const weight = { value: 1, reverse: false };
  const file = (name: string, overwrite: boolean) => ({
    name,
    path: `/run/${name}`,
    initial: { value: 7, overwrite },
    weight,
  });
  const instance = "instance VI_1 files=one:1,two:1";
  const trackFiles = [file("one", false), file("two", true)];
  const node = new Machine(clock, new FakeSegment(clock), "192.0.2.1", instance);
  const { machine } = node;
  machine.files.write("/run/one", "1");
  machine.files.write("/run/two", "2");

  node.configure({ trackFiles }, true);
  assert.deepEqual([machine.files.read("/run/one"), machine.files.read("/run/two")], ["1", "2"]);
  node.configure({ trackFiles: [] }, false);
  node.configure({ trackFiles }, false);
  assert.deepEqual([machine.files.read("/run/one"), machine.files.read("/run/two")], ["1", "7\n"]);
  machine.files.write("/run/two", "2");
  node.configure({ trackFiles: [...trackFiles, file("three", false)] }, false);
  assert.deepEqual([machine.files.read("/run/two"), machine.files.read("/run/three")], ["2", "7\n"]);
});
