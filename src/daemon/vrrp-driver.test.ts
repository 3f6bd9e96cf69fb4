import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress, printPrefix } from "../base/ip-address.ts";
import { MacAddress } from "../base/mac-address.ts";
import { instant, type Instant, milliseconds, later, seconds } from "../base/time.ts";
import type {
  InterfaceAddress,
  Link,
  MachinePorts,
  NetworkChange,
  NetworkEvent,
  ProcessExit,
  ReceivedPacket,
  SystemError,
} from "../platform/ports.ts";
import { SystemException } from "../platform/ports.ts";
import { parseInstance, Words } from "../sim/script-language.ts";
import type { VrrpConfig } from "../vrrp/config.ts";
import type { VrrpEvent } from "../vrrp/events.ts";
import { encodeAdvert } from "../wire/vrrp.ts";
import { VrrpMeasures } from "../vrrp/measures.ts";
import { VrrpDriver } from "./vrrp-driver.ts";

const eth0: Link = {
  index: 2,
  name: "eth0",
  up: true,
  running: true,
  loopback: false,
  multicast: true,
  noArp: false,
  mac: MacAddress.fromBytes(Uint8Array.of(2, 0, 0, 0, 0, 1)),
  mtu: 1500,
};
const own: InterfaceAddress = {
  interfaceIndex: 2,
  prefix: { address: IpAddress.of("192.0.2.1"), length: 24 },
  scope: 0,
  secondary: false,
  tentative: false,
};

/** A machine that writes down every call in order. */
class Bench {
  readonly calls: string[] = [];
  readonly events: VrrpEvent[] = [];
  readonly troubles: string[] = [];
  readonly processes: { readonly words: readonly string[]; readonly done: (exit: ProcessExit) => void }[] = [];
  now: Instant = instant(0);
  alarmAt: Instant | undefined;
  sendError: SystemError | undefined;
  openError: SystemError | undefined;
  forwards = true;
  ring: () => void = () => undefined;
  /** The socket is readable. */
  receive: () => void = () => undefined;
  network: (event: NetworkEvent) => void = () => undefined;
  /** Delivered by the next drain of the socket. */
  arriving: ReceivedPacket[] = [];
  /** As many of them, and so long it takes. */
  readonly drain = { limit: 1000, time: seconds(0) };
  readonly measures = new VrrpMeasures();
  readonly driver: VrrpDriver;

  constructor(links: readonly Link[] = [eth0]) {
    const listener = {
      event: (event: VrrpEvent) => this.events.push(event),
      trouble: (message: string) => this.troubles.push(message),
    };
    this.driver = new VrrpDriver(this.#ports(links), listener, { measures: this.measures });
  }

  configure(lines: readonly string[], config: Partial<VrrpConfig> = {}): void {
    const instances = lines.map((line) => parseInstance(new Words(line)));
    const commands = new Map(
      (config.scripts ?? []).map(({ name }) => [name, { words: ["/bin/check", name] } as const]),
    );
    this.driver.configure({ instances, syncGroups: [], scripts: [], startupDelay: seconds(0), ...config }, commands);
  }

  states(): readonly string[] {
    return this.events.flatMap((event) => (event.kind === "instance-state" ? [`${event.instance} ${event.to}`] : []));
  }

  ringAtDeadline(): void {
    assert.ok(this.alarmAt !== undefined);
    this.now = this.alarmAt;
    this.ring();
  }

  #ports(links: readonly Link[]): MachinePorts {
    return {
      clock: { now: () => this.now },
      openAlarm: (ring) => {
        this.ring = ring;
        return { set: (at) => (this.alarmAt = at), close: () => this.calls.push("alarm closed") };
      },
      openNetworkMonitor: (listener) => {
        this.network = listener;
        return {
          links: () => links,
          addresses: () => [own],
          drain: () => this.calls.push("monitor drained"),
          close: () => this.calls.push("monitor closed"),
        };
      },
      openNetworkConfigurator: () => ({
        apply: (changes) => {
          this.calls.push(...changes.map(printChange));
          return changes.map(() => undefined);
        },
        changeDevice: () => undefined,
        warm: () => undefined,
        close: () => undefined,
      }),
      openVrrpSocket: ({ interfaceIndex, mode, authenticated }, receive) => {
        if (this.openError !== undefined) throw new SystemException(this.openError);
        this.calls.push(`socket ${interfaceIndex} ${mode.kind}${authenticated === true ? " authenticated" : ""}`);
        const drain = (): boolean => {
          this.calls.push("socket drained");
          for (const packet of this.arriving.splice(0, this.drain.limit)) receive(packet);
          this.now = later(this.now, this.drain.time);
          return this.arriving.length === 0;
        };
        this.receive = drain;
        return {
          send: (_, __, payload) => {
            this.calls.push(`send ${payload[2] ?? ""}`);
            return this.sendError;
          },
          select: () => undefined,
          drain,
          warm: () => undefined,
          close: () => this.calls.push(`socket ${interfaceIndex} closed`),
        };
      },
      openAnnouncer: () => ({
        sendFrame: (index, frame) => {
          this.calls.push(`frame ${index} ${frame.length}`);
          return undefined;
        },
        sendFrames: (index, frames) =>
          frames.map((frame) => {
            this.calls.push(`frame ${index} ${frame.length}`);
            return undefined;
          }),
        sendIcmp6: (index, source, _, message) => {
          const isRouter = ((message[4] ?? 0) & 0x80) !== 0;
          this.calls.push(`icmp6 ${index} ${source.toString()}${isRouter ? " router" : ""}`);
          return undefined;
        },
        forwardsIpv6: () => this.forwards,
        warm: () => undefined,
        close: () => undefined,
      }),
      openProcessWatcher: () => ({ watch: () => undefined, obstacle: undefined, close: () => undefined }),
      openPacketFilter: () => ({
        shut: (addresses) =>
          void this.calls.push(`shut ${addresses.map(({ address }) => address.toString()).join(" ")}`),
        open: (addresses) =>
          void this.calls.push(`open ${addresses.map(({ address }) => address.toString()).join(" ")}`),
        quieten: () => undefined,
        warm: () => void this.calls.push("filter warmed"),
        close: () => undefined,
      }),
      interfaceSettings: { get: () => undefined, set: () => undefined },
      openFileWatcher: () => ({ watch: () => new Map(), write: () => undefined, close: () => undefined }),
      processes: {
        start: ({ words }, _, done) => {
          this.calls.push(`start ${words.join(" ")}`);
          this.processes.push({ words, done });
          const signalGroup = (signal: number): boolean => this.calls.push(`signal ${signal}`) > 0;
          return { pid: 7, signalGroup, killGroupAtEnd: () => undefined, output: () => "" };
        },
        close: () => undefined,
      },
    };
  }
}

function printChange(change: NetworkChange): string {
  if ("address" in change) {
    return `${change.kind} ${printPrefix(change.address.prefix)} ${change.address.interfaceIndex}`;
  }
  return "route" in change
    ? `${change.kind} ${printPrefix(change.route.destination)}`
    : `${change.kind} ${change.rule.priority}`;
}

function advert(priority: number, vrid = 51): ReceivedPacket {
  const source = IpAddress.of("192.0.2.2");
  const destination = IpAddress.of("224.0.0.18");
  const addresses = [IpAddress.of("192.0.2.100")];
  const value = { version: 3, vrid, priority, interval: seconds(1), addresses, authentication: undefined } as const;
  return { source, destination, ttl: 255, payload: encodeAdvert(value, { source, destination }, "message") };
}

test("becoming master: sockets are heard first, then advert, addresses, announcements, and only then the news", () => {
  const bench = new Bench();
  bench.configure(["instance VI_1 garp-repeat=2 garp-delay=0s addresses=192.0.2.100,192.0.2.101"]);
  assert.deepEqual(bench.calls, ["socket 2 multicast"]);
  bench.calls.length = 0;
  bench.ringAtDeadline();
  assert.deepEqual(bench.calls, [
    "monitor drained",
    "socket drained",
    "send 100",
    "add-address 192.0.2.100/32 2",
    "add-address 192.0.2.101/32 2",
    "frame 2 42",
    "frame 2 42",
    "frame 2 42",
    "frame 2 42",
  ]);
  assert.equal(bench.alarmAt, instant(4_609_375));
});

test("the packet filter is tried a few times before it is needed: the kernel lets each try wait, and nothing is heard", () => {
  const bench = new Bench();
  bench.configure(["instance VI_1 strict=yes addresses=192.0.2.100"]);
  bench.calls.length = 0;
  bench.driver.warm();
  assert.deepEqual(bench.calls, ["filter warmed", "filter warmed"]);
});

test("an advert that has arrived is heard before the timeout is believed", () => {
  const bench = new Bench();
  bench.configure(["instance VI_1"]);
  bench.arriving.push(advert(200));
  bench.calls.length = 0;
  bench.ringAtDeadline();
  assert.deepEqual(bench.calls, ["monitor drained", "socket drained"]);
  assert.equal(bench.alarmAt, instant(3_609_375 * 2));
});

test("an advert that repeats the one before leaves the alarm where it is, which then rings too early and for nothing", () => {
  const bench = new Bench();
  bench.configure(["instance VI_1"]);
  const hear = (): void => {
    bench.now = later(bench.now, seconds(1));
    bench.arriving.push(advert(200));
    bench.receive();
  };
  hear();
  hear();
  const before = bench.alarmAt;
  hear();
  assert.equal(bench.alarmAt, before);
  bench.calls.length = 0;
  bench.ringAtDeadline();
  assert.deepEqual(bench.calls, []);
  assert.equal(bench.alarmAt, later(instant(3_000_000), seconds(3.609375)));
  bench.ringAtDeadline();
  assert.deepEqual(bench.states(), ["VI_1 backup", "VI_1 master"]);
});

test("how late deadlines are served is measured, of those that were due", () => {
  const bench = new Bench();
  bench.configure(["instance VI_1 priority=255"]);
  const late = [milliseconds(0), milliseconds(3), milliseconds(40)];
  for (const by of late) {
    assert.ok(bench.alarmAt !== undefined);
    bench.now = later(bench.alarmAt, by);
    bench.ring();
    // Too early: nothing was due.
    bench.ring();
  }
  const { counts, sum } = bench.measures.timerLateness.copy();
  assert.equal(sum, milliseconds(43));
  assert.equal(
    counts.reduce((total, count) => total + count),
    late.length,
  );
});

test("in a flood an advert that falls due is sent before all is heard, and silence is not believed until then", () => {
  const bench = new Bench();
  bench.configure(["instance VI_1 garp-delay=0s", "instance VI_2 vrid=52"]);
  bench.arriving = [advert(200, 52)];
  bench.ringAtDeadline();
  const masterAt = bench.now;
  assert.deepEqual(bench.states(), ["VI_1 backup", "VI_2 backup", "VI_1 master"]);

  // Nobody wants any of it but the last one, which comes when the silence of VI_2's master seems too long.
  for (let interval = 1; interval <= 3; interval += 1) bench.ringAtDeadline();
  Object.assign(bench.drain, { limit: 1, time: seconds(1.1) });
  bench.arriving = [advert(1, 99), advert(1, 99), advert(1, 99), advert(200, 52)];
  bench.calls.length = 0;
  bench.ringAtDeadline();
  assert.equal(bench.now, later(masterAt, seconds(3.609375 + 4 * 1.1)));
  const sent = bench.calls.filter((call) => call === "socket drained" || call.startsWith("send"));
  assert.equal(sent.slice(0, 5).join(), "socket drained,send 100,socket drained,send 100,socket drained");
  assert.deepEqual(bench.states(), ["VI_1 backup", "VI_2 backup", "VI_1 master"]);
});

test("an advert that is due waits for no socket, unless the master has slept", () => {
  const bench = new Bench();
  bench.configure(["instance VI_1 garp-delay=0s"]);
  bench.ringAtDeadline();
  bench.calls.length = 0;
  bench.ringAtDeadline();
  assert.deepEqual(bench.calls, ["monitor drained", "send 100"]);
  bench.calls.length = 0;
  bench.now = later(bench.alarmAt ?? bench.now, seconds(2));
  bench.arriving = [advert(200)];
  bench.ring();
  assert.deepEqual(bench.calls, ["monitor drained", "socket drained", "remove-address 192.0.2.100/32 2"]);
});

test("a flood without an end keeps nobody from believing a silence", () => {
  const bench = new Bench();
  bench.configure(["instance VI_1", "instance VI_2 vrid=52"]);
  bench.drain.limit = 1;
  bench.arriving = Array.from({ length: 100 }, () => advert(1));
  bench.ringAtDeadline();
  assert.ok(bench.arriving.length > 0);
  assert.deepEqual(bench.states().slice(2), ["VI_1 master"], "one at a time");
  bench.ringAtDeadline();
  assert.deepEqual(bench.states().slice(2), ["VI_1 master", "VI_2 master"]);
});

test("a link that went down is known before the timeout is believed, and one batch of news is one input", () => {
  const bench = new Bench();
  bench.configure(["instance VI_1"]);
  bench.network({ kind: "link", link: { ...eth0, running: false } });
  bench.ringAtDeadline();
  assert.equal(bench.alarmAt, undefined);
  const states = bench.events.flatMap((event) => (event.kind === "instance-state" ? [event.to] : []));
  assert.deepEqual(states, ["backup", "fault"]);
});

test("stopping: priority 0, checks ended, addresses away when the successor is there", () => {
  const bench = new Bench();
  const script = { name: "chk", interval: seconds(1), timeout: seconds(1), rise: 1, fall: 1, initFail: false };
  bench.configure(["instance VI_1 scripts=chk:5"], { scripts: [script] });
  bench.ringAtDeadline();
  bench.processes[0]?.done({ how: { kind: "exited", status: 0 }, duration: milliseconds(1), output: "" });
  bench.now = later(bench.now, seconds(4));
  bench.ring();
  bench.calls.length = 0;
  bench.driver.stop(() => bench.calls.push("released"));
  assert.deepEqual(bench.calls, ["send 0", "signal 9"]);
  bench.calls.length = 0;
  bench.arriving.push(advert(90));
  bench.receive();
  bench.ringAtDeadline();
  assert.deepEqual(bench.calls, [
    "socket drained",
    "monitor drained",
    "socket drained",
    "remove-address 192.0.2.100/32 2",
    "released",
  ]);
  bench.calls.length = 0;
  bench.driver.close();
  assert.deepEqual(bench.calls, ["alarm closed", "monitor closed", "socket 2 closed"]);
});

test("a send that fails is told once until it works again", () => {
  const bench = new Bench();
  bench.configure(["instance VI_1 garp-delay=0s"]);
  bench.sendError = { call: "sendmsg", errno: 100, code: "ENETDOWN" };
  bench.ringAtDeadline();
  bench.ringAtDeadline();
  bench.sendError = undefined;
  bench.ringAtDeadline();
  bench.sendError = { call: "sendmsg", errno: 1, code: "EPERM" };
  bench.ringAtDeadline();
  assert.deepEqual(bench.troubles, [
    "(VI_1) Cant send advert to 224.0.0.18 (sendmsg: ENETDOWN)",
    "(VI_1) Cant send advert to 224.0.0.18 (sendmsg: EPERM)",
  ]);
});

test("an interface that appears later gets its socket then, and a new one after it was replaced", async () => {
  const bench = new Bench([]);
  bench.configure(["instance VI_1"]);
  assert.deepEqual(bench.calls, []);
  bench.network({ kind: "link", link: eth0 });
  await Promise.resolve();
  bench.network({ kind: "link-removed", index: 2, name: "eth0" });
  bench.network({ kind: "link", link: { ...eth0, index: 9 } });
  await Promise.resolve();
  assert.deepEqual(bench.calls, ["socket 2 multicast", "socket 2 closed", "socket 9 multicast"]);
});

test("an interface that is renamed away and back keeps its addresses", async () => {
  const bench = new Bench();
  bench.configure(["instance VI_1"]);
  bench.network({ kind: "link", link: { ...eth0, name: "tmp0" } });
  await Promise.resolve();
  bench.network({ kind: "link", link: eth0 });
  await Promise.resolve();
  const states = bench.events.flatMap((event) => (event.kind === "instance-state" ? [event.to] : []));
  assert.deepEqual(states, ["backup", "fault", "backup"]);
});

test("without a socket an instance is in FAULT, told once, and tries again", () => {
  const bench = new Bench();
  bench.openError = { call: "socket", errno: 105, code: "ENOBUFS" };
  bench.configure(["instance VI_1"]);
  bench.ringAtDeadline();
  assert.deepEqual(bench.troubles, ["(VI_1) cannot open socket on eth0 (socket: ENOBUFS)"]);
  bench.openError = undefined;
  bench.ringAtDeadline();
  const states = bench.events.flatMap((event) => (event.kind === "instance-state" ? [event.to] : []));
  assert.deepEqual(states, ["fault", "backup"]);
});

test("a check that a reload has ended says nothing about the one that follows", () => {
  const bench = new Bench();
  const script = { name: "chk", interval: seconds(1), timeout: seconds(1), rise: 1, fall: 1, initFail: false };
  bench.configure(["instance VI_1 scripts=chk"], { scripts: [script] });
  bench.ringAtDeadline();
  bench.configure(["instance VI_1 scripts=chk"], { scripts: [{ ...script, timeout: seconds(0.5) }] });
  bench.ring();
  const [first, second] = bench.processes;
  first?.done({ how: { kind: "signalled", signal: 9, name: "SIGKILL" }, duration: milliseconds(1), output: "" });
  const verdicts = (): readonly string[] =>
    bench.events.flatMap((event) => (event.kind === "script-verdict" ? [event.verdict] : []));
  assert.deepEqual(verdicts(), []);
  second?.done({ how: { kind: "exited", status: 0 }, duration: milliseconds(1), output: "" });
  assert.deepEqual(verdicts(), ["up"]);
});

test("IPv6 addresses are announced by neighbour advertisements from the address itself", () => {
  const bench = new Bench();
  bench.configure(["instance VI_1 addresses=192.0.2.100 excluded=2001:db8::1/64 garp-repeat=1 garp-delay=0s"]);
  bench.calls.length = 0;
  bench.ringAtDeadline();
  assert.deepEqual(bench.calls.slice(-2), ["frame 2 42", "icmp6 2 2001:db8::1 router"]);
});

test("N09: the Router flag is set where IPv6 is forwarded, and a change is seen by the second burst", () => {
  const bench = new Bench();
  bench.configure(["instance VI_1 excluded=2001:db8::1 garp-repeat=1 advert=40s"]);
  bench.forwards = false;
  bench.calls.length = 0;
  bench.ringAtDeadline();
  bench.ringAtDeadline();
  const announced = bench.calls.filter((call) => call.startsWith("icmp6"));
  assert.deepEqual(announced, ["icmp6 2 2001:db8::1 router", "icmp6 2 2001:db8::1"]);
});

test("N12: interfaces without ARP get no announcement", () => {
  const bench = new Bench([{ ...eth0, noArp: true }]);
  bench.configure(["instance VI_1"]);
  bench.ringAtDeadline();
  assert.ok(bench.calls.every((call) => !call.startsWith("frame")));
});

test("a reload opens what is new before and closes what is gone after", async () => {
  const bench = new Bench();
  bench.configure(["instance VI_1"]);
  bench.ringAtDeadline();
  bench.calls.length = 0;
  bench.configure(["instance VI_1 peers=192.0.2.2"]);
  assert.deepEqual(bench.calls, ["socket 2 unicast", "send 0"]);
  bench.calls.length = 0;
  bench.ringAtDeadline();
  await Promise.resolve();
  const drained = ["monitor drained", "socket drained", "socket drained"];
  assert.deepEqual(bench.calls, [...drained, "remove-address 192.0.2.100/32 2", "socket 2 closed"]);
});
