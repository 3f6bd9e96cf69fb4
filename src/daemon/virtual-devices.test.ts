import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import { type Duration, milliseconds, seconds } from "../base/time.ts";
import { FakeClock, FakeMachine, FakeSegment } from "../platform/fake/index.ts";
import { parseInstance, Words } from "../sim/script-language.ts";
import type { VrrpEvent } from "../vrrp/events.ts";
import { type Surroundings, untouched } from "./surroundings.ts";
import { VrrpDriver } from "./vrrp-driver.ts";

// The driver with VMAC interfaces and shut addresses, on a machine that exists only here.

const nothing = (): void => undefined;

class Bench {
  readonly clock: FakeClock = new FakeClock();
  readonly machine: FakeMachine = new FakeMachine(this.clock);
  readonly events: VrrpEvent[] = [];
  readonly troubles: string[] = [];
  readonly driver: VrrpDriver;
  /** What it has told its journal. */
  surroundings: Surroundings = untouched;

  /** `before`: another run on the same machine, which was killed. */
  constructor(before?: Bench) {
    if (before !== undefined) {
      this.clock = before.clock;
      this.machine = before.machine;
      this.driver = this.#open();
      return;
    }
    const interfaceIndex = this.machine.connect(new FakeSegment(this.clock), "eth0");
    const prefix = { address: IpAddress.of("192.0.2.1"), length: 24 };
    const own = { interfaceIndex, prefix, scope: 0, label: undefined, broadcast: undefined };
    this.machine.network.apply({ kind: "add-address", address: own });
    this.driver = this.#open();
  }

  #open(): VrrpDriver {
    const listener = {
      event: (event: VrrpEvent) => void this.events.push(event),
      trouble: (message: string) => void this.troubles.push(message),
    };
    const journal = {
      plan: nothing,
      before: nothing,
      advertised: nothing,
      after: nothing,
      alive: nothing,
      surround: (some: Partial<Surroundings>) => void (this.surroundings = { ...this.surroundings, ...some }),
    };
    return new VrrpDriver(this.machine.ports, listener, { journal });
  }

  configure(...lines: readonly string[]): void {
    this.takeOver(undefined, ...lines);
  }

  takeOver(left: Surroundings | undefined, ...lines: readonly string[]): void {
    const instances = lines.map((line) => parseInstance(new Words(`instance ${line}`)));
    const config = { instances, syncGroups: [], scripts: [], startupDelay: seconds(0) };
    const predecessor = left && { instances: [], verdicts: new Map() };
    this.driver.configure(config, new Map(), left !== undefined, predecessor, left);
  }

  /** What has been heard of the network meanwhile is told at the end of a turn. */
  async advance(duration: Duration): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) {
      this.clock.advance(turn === 1 ? duration : milliseconds(1));
      await Promise.resolve();
    }
  }

  /** Names of the links. */
  get links(): readonly string[] {
    return this.machine.network.links().map(({ name }) => name);
  }

  /** What has been told of VMAC interfaces. */
  get devices(): readonly string[] {
    return this.events.flatMap((event) => (event.kind === "device" ? [`${event.interface} ${event.change}`] : []));
  }

  setting(name: string, setting: string): number | undefined {
    return this.machine.settings.get({ family: "ipv4", interface: name, name: setting });
  }
}

test("VMAC interfaces are there from start to end, with what they need of the kernel", async () => {
  const bench = new Bench();
  bench.configure("A vmac=yes", "B vrid=52 vmac=yes addresses=fe80::100");
  assert.deepEqual(bench.links, ["eth0", "vrrp.51", "vrrp.52"]);
  assert.deepEqual(bench.devices, ["vrrp.51 created", "vrrp.52 created"]);
  assert.deepEqual([bench.setting("eth0", "arp_ignore"), bench.setting("vrrp.51", "accept_local")], [1, 1]);
  assert.deepEqual(bench.machine.filters.quiet("keepalived"), [2, 3]);
  await bench.advance(seconds(4));
  assert.deepEqual(bench.machine.network.held("vrrp.51"), ["192.0.2.100/32"]);
  assert.deepEqual(bench.machine.network.held("eth0"), ["192.0.2.1/24"]);
  bench.driver.stop(() => undefined);
  bench.driver.close();
  assert.deepEqual(bench.links, ["eth0"]);
  assert.equal(bench.setting("eth0", "arp_ignore"), 0);
  assert.deepEqual(bench.machine.filters.tables, []);
  assert.deepEqual(bench.troubles, []);
});

test("settings that a killed run has made are put back by the next one, when nobody needs them", () => {
  const killed = new Bench();
  killed.configure("A vmac=yes", "B vrid=52 promote=yes");
  const [bench, names] = [new Bench(killed), ["arp_ignore", "arp_filter", "promote_secondaries"]];
  const settings = (): unknown => names.map((name) => bench.setting("eth0", name));
  bench.takeOver(killed.surroundings, "A vmac=yes");
  assert.deepEqual(settings(), [1, 1, 0]);
  bench.driver.stop(() => undefined);
  bench.driver.close();
  assert.deepEqual(settings(), [0, 0, 0]);
});

test("an address that a killed run had found stays when the next one ends", async () => {
  const [killed, prefix] = [new Bench(), { address: IpAddress.of("192.0.2.100"), length: 32 }];
  const found = { interfaceIndex: 1, prefix, scope: 0, label: undefined, broadcast: undefined };
  killed.machine.network.apply({ kind: "add-address", address: found });
  killed.configure("A");
  await killed.advance(seconds(4));
  const bench = new Bench(killed);
  assert.deepEqual(killed.surroundings.found, ["1 192.0.2.100/32"]);
  bench.takeOver(killed.surroundings, "A");
  await bench.advance(seconds(4));
  bench.driver.stop(() => undefined);
  bench.driver.close();
  assert.deepEqual(bench.machine.network.held("eth0"), ["192.0.2.1/24", "192.0.2.100/32"]);
});

test("promote_secondaries: the interfaces of an instance have the sysctl while it is there, also one that comes later", async () => {
  const bench = new Bench();
  bench.configure("A promote=yes", "B vrid=52");
  assert.equal(bench.setting("eth0", "promote_secondaries"), 1);
  bench.configure("A promote=no", "B vrid=52");
  assert.equal(bench.setting("eth0", "promote_secondaries"), 0);
  bench.configure("A promote=yes interface=eth1", "B vrid=52");
  assert.equal(bench.setting("eth1", "promote_secondaries"), undefined);
  bench.machine.connect(new FakeSegment(bench.clock), "eth1");
  await bench.advance(milliseconds(10));
  assert.equal(bench.setting("eth1", "promote_secondaries"), 1);
  bench.driver.close();
  assert.deepEqual(
    [bench.setting("eth0", "promote_secondaries"), bench.setting("eth1", "promote_secondaries")],
    [0, 0],
  );
});

test("what somebody takes away or down is put back, with the addresses of the master", async () => {
  const bench = new Bench();
  bench.configure("A vmac=yes");
  await bench.advance(seconds(4));
  bench.machine.network.removeLink("vrrp.51");
  await bench.advance(milliseconds(10));
  assert.deepEqual(bench.machine.network.held("vrrp.51"), ["192.0.2.100/32"]);
  bench.machine.network.changeLink("vrrp.51", { up: false, running: false });
  await bench.advance(milliseconds(10));
  assert.equal(bench.machine.network.linkNamed("vrrp.51")?.up, true);
  assert.deepEqual(bench.devices, ["vrrp.51 created", "vrrp.51 restored", "vrrp.51 restored"]);
  assert.deepEqual(bench.machine.filters.quiet("keepalived"), [3]);
  const states = bench.events.flatMap((event) => (event.kind === "instance-state" ? [event.to] : []));
  assert.deepEqual(states, ["backup", "master"]);
});

test("one that a killed run has left is taken over; another interface of the name is left alone", async () => {
  const bench = new Bench();
  bench.configure("A vmac=yes");
  const next = new VrrpDriver(bench.machine.ports, {
    event: (event) => void bench.events.push(event),
    trouble: (message) => void bench.troubles.push(message),
  });
  const instances = [parseInstance(new Words("instance A vmac=yes"))];
  next.configure({ instances, syncGroups: [], scripts: [], startupDelay: seconds(0) }, new Map());
  assert.deepEqual(bench.devices, ["vrrp.51 created", "vrrp.51 adopted"]);

  const other = new Bench();
  other.machine.network.addLink("vrrp.51");
  other.configure("A vmac=yes", "B vrid=52 vmac=eth0");
  assert.deepEqual(other.links, ["eth0", "vrrp.51", "vrrp1.51", "vrrp.52"]);
});

test("an instance whose VMAC interface cannot be made is in FAULT until it can", async () => {
  const bench = new Bench();
  bench.configure("A vmac=yes");
  await bench.advance(seconds(4));
  bench.machine.network.removeLink("vrrp.51");
  bench.machine.network.addLink("vrrp.51", { up: false });
  await bench.advance(seconds(5));
  assert.deepEqual(bench.machine.network.held("vrrp.51"), []);
  const [trouble] = bench.troubles;
  const why = "another interface of that name: EEXIST";
  assert.equal(trouble, `(A): Cannot create VMAC interface vrrp.51 on eth0 (${why})`);
  bench.machine.network.removeLink("vrrp.51");
  await bench.advance(seconds(5));
  assert.deepEqual(bench.devices, ["vrrp.51 created", "vrrp.51 restored"]);
  assert.deepEqual(bench.machine.network.held("vrrp.51"), ["192.0.2.100/32"]);
});

test("a reload replaces a VMAC interface by one of another name, and removes it", async () => {
  const bench = new Bench();
  bench.configure("A vmac=one");
  await bench.advance(seconds(4));
  bench.configure("A vmac=two");
  assert.deepEqual(bench.links, ["eth0", "two"]);
  await bench.advance(seconds(5));
  assert.deepEqual(bench.machine.network.held("two"), ["192.0.2.100/32"]);
  bench.configure("A");
  await bench.advance(seconds(5));
  assert.deepEqual(bench.links, ["eth0"]);
  assert.deepEqual(bench.machine.network.held("eth0"), ["192.0.2.1/24", "192.0.2.100/32"]);
  assert.equal(bench.setting("eth0", "arp_ignore"), 0);
});

test("one that a reload makes superfluous stays as long as addresses wait there for their successor", async () => {
  const bench = new Bench();
  bench.configure("A vmac=yes");
  await bench.advance(seconds(4));
  bench.configure("B vrid=52 addresses=192.0.2.102");
  await bench.advance(seconds(1));
  assert.deepEqual(bench.machine.network.held("vrrp.51"), ["192.0.2.100/32"]);
  await bench.advance(seconds(1));
  assert.deepEqual(bench.links, ["eth0"]);
  assert.equal(bench.setting("eth0", "arp_ignore"), 0);
});

test("and it goes although nothing else happens", async () => {
  const bench = new Bench();
  bench.configure("A vmac=yes");
  await bench.advance(seconds(4));
  bench.configure();
  await bench.advance(seconds(1));
  assert.deepEqual(bench.links, ["eth0", "vrrp.51"]);
  await bench.advance(seconds(1));
  assert.deepEqual(bench.links, ["eth0"]);
});

test("addresses are shut while they are held", async () => {
  const bench = new Bench();
  bench.configure("A accept=no");
  assert.deepEqual(bench.machine.filters.shut("keepalived"), []);
  await bench.advance(seconds(4));
  assert.deepEqual(bench.machine.filters.shut("keepalived"), ["192.0.2.100"]);
  bench.machine.filters.flush();
  assert.deepEqual(bench.troubles, ["nftables table keepalived was removed by somebody else - restored"]);
  bench.driver.stop(() => undefined);
  // Until a successor is there, or nobody comes.
  assert.deepEqual(bench.machine.filters.shut("keepalived"), ["192.0.2.100"]);
  await bench.advance(seconds(5));
  assert.deepEqual(bench.machine.filters.shut("keepalived"), []);
});
