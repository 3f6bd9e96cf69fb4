import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeClock } from "../../platform/fake/clock.ts";
import { FakeMachine } from "../../platform/fake/machine.ts";
import { FakeSegment } from "../../platform/fake/segment.ts";
import { type OpenFrameListener, type SystemError, SystemException } from "../../platform/ports.ts";
import { advertFrame } from "../../status/scan/sample-frames.ts";
import { listen, type ScanPorts } from "./listen.ts";

type World = {
  readonly clock: FakeClock;
  readonly here: FakeMachine;
  readonly ports: ScanPorts;
  readonly say: () => void;
};

/** Two machines at one wire; `say` lets the other one send an advert. */
function world(): World {
  const clock = new FakeClock();
  const segment = new FakeSegment(clock);
  const [here, there] = [new FakeMachine(clock), new FakeMachine(clock)];
  here.connect(segment, "eth0");
  const index = there.connect(segment, "eth0");
  const announcer = there.ports.openAnnouncer();
  const { openNetworkMonitor } = here.ports;
  const frame = advertFrame({ source: "192.0.2.1", vrid: 7, addresses: ["192.0.2.100"] });
  return {
    clock,
    here,
    ports: { clock, openNetworkMonitor, openFrameListener: here.openFrameListener },
    say: () => {
      announcer.sendFrame(index, frame);
      clock.advanceTo(clock.now());
    },
  };
}

test("what is heard is in the report, until it is closed", () => {
  const { ports, say } = world();
  const result = listen(ports, "eth0");
  assert.ok(result.kind === "scan");
  say();
  const report = result.scan.report();
  assert.deepEqual([report.interface, report.messages, report.speakers[0]?.source], ["eth0", 1, "192.0.2.1"]);
  result.scan.close();
  say();
  assert.equal(result.scan.report().messages, 1);
});

function refusing(error: SystemError): OpenFrameListener {
  return () => {
    throw new SystemException(error);
  };
}

test("why it cannot listen", () => {
  const { here, ports } = world();
  here.network.addLink("ppp0", { mac: undefined });
  here.network.addLink("eth1", { up: false });
  assert.deepEqual(listen(ports, "eth9"), { kind: "no-interface", names: ["eth0", "ppp0", "eth1"] });
  assert.deepEqual(listen(ports, "ppp0"), { kind: "no-ethernet" });
  assert.deepEqual(listen(ports, "eth1"), { kind: "down" });
  const refused = { call: "socket", errno: 1, code: "EPERM" };
  assert.deepEqual(listen({ ...ports, openFrameListener: refusing(refused) }, "eth0"), { kind: "no-permission" });
  const exhausted = { call: "socket", errno: 24, code: "EMFILE" };
  const expected = { kind: "error", error: exhausted };
  assert.deepEqual(listen({ ...ports, openFrameListener: refusing(exhausted) }, "eth0"), expected);
});

test("troubles of the interface are told once each, and only some", () => {
  let failed: ((error: SystemError) => void) | undefined;
  const openFrameListener: OpenFrameListener = (_index, _hear, fail) => {
    failed = fail;
    return { close: () => undefined };
  };
  const result = listen({ ...world().ports, openFrameListener }, "eth0");
  assert.ok(result.kind === "scan");
  for (let round = 0; round < 2; round += 1) {
    failed?.({ call: "recvmmsg", errno: 100, code: "ENETDOWN" });
    failed?.({ call: "recvmmsg", errno: 105, code: "ENOBUFS" });
  }
  assert.deepEqual(result.scan.report().troubles, [
    "The interface was down or gone meanwhile (ENETDOWN)",
    "Some was missed: recvmmsg: ENOBUFS",
  ]);
  for (let index = 0; index < 20; index += 1) failed?.({ call: "recvmmsg", errno: 200 + index, code: `E${index}` });
  assert.equal(result.scan.report().troubles.length, 8);
});
