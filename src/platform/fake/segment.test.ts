import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { instant, milliseconds } from "../../base/time.ts";
import type { VrrpSocket } from "../ports.ts";
import { FakeClock } from "./clock.ts";
import { FakeMachine } from "./machine.ts";
import { FakeSegment } from "./segment.ts";

const group = IpAddress.of("224.0.0.18");
const source = IpAddress.of("192.0.2.1");

/** Three machines at one segment; what each has received, with the time. */
function newCluster(): {
  readonly clock: FakeClock;
  readonly segment: FakeSegment;
  readonly machines: readonly FakeMachine[];
  readonly sockets: readonly VrrpSocket[];
  readonly received: readonly (readonly string[])[];
} {
  const clock = new FakeClock();
  const segment = new FakeSegment(clock);
  const machines = [0, 1, 2].map(() => new FakeMachine(clock));
  const received: string[][] = machines.map(() => []);
  const sockets = machines.map((machine, index) => {
    const interfaceIndex = machine.connect(segment, "eth0");
    const mode = { kind: "multicast", group } as const;
    return machine.ports.openVrrpSocket({ interface: "eth0", interfaceIndex, family: "ipv4", mode }, ({ payload }) => {
      received[index]?.push(`${clock.now()}us ${payload.join()}`);
    });
  });
  return { clock, segment, machines, sockets, received };
}

test("a packet takes as long as its fate says, and arrives when the clock gets there", () => {
  const { clock, segment, machines, sockets, received } = newCluster();
  segment.fate = (_, to) => milliseconds(to.network === machines[1]?.network ? 3 : 5);
  sockets[0]?.send(source, group, Uint8Array.of(1));
  clock.advanceTo(instant(4000));
  assert.deepEqual(received, [[], ["3000us 1"], []]);
  assert.equal(clock.next, 5000);
  clock.advanceTo(instant(9000));
  assert.deepEqual(received, [[], ["3000us 1"], ["5000us 1"]]);
});

test("what is lost between two machines reaches the third", () => {
  const { clock, segment, machines, sockets, received } = newCluster();
  segment.fate = (_, to) => (to.network === machines[1]?.network ? "lost" : milliseconds(0));
  sockets[0]?.send(source, group, Uint8Array.of(1));
  clock.advance(milliseconds(1));
  assert.deepEqual(received, [[], [], ["0us 1"]]);
});

test("a link without carrier loses packets, one that is down or gone refuses them", () => {
  const { clock, machines, sockets, received } = newCluster();
  machines[0]?.network.changeLink("eth0", { running: false });
  assert.equal(sockets[0]?.send(source, group, Uint8Array.of(1)), undefined);
  machines[0]?.network.changeLink("eth0", { up: false });
  assert.equal(sockets[0]?.send(source, group, Uint8Array.of(2))?.code, "ENETDOWN");
  machines[0]?.network.removeLink("eth0");
  assert.equal(sockets[0]?.send(source, group, Uint8Array.of(3))?.code, "ENODEV");
  clock.advance(milliseconds(1));
  assert.deepEqual(received, [[], [], []]);
});
