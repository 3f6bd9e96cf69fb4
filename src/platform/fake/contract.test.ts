import { IpAddress, printPrefix } from "../../base/ip-address.ts";
import { milliseconds } from "../../base/time.ts";
import { timeContract } from "../contract/alarm.ts";
import { announcerContract } from "../contract/announcer.ts";
import { deviceContract } from "../contract/devices.ts";
import { fileWatcherContract } from "../contract/file-watcher.ts";
import { frameListenerContract } from "../contract/frame-listener.ts";
import { type Hand, networkContract } from "../contract/network.ts";
import { loadBalancerContract } from "../contract/load-balancer.ts";
import { namedPipeContract } from "../contract/named-pipe.ts";
import { packetFilterContract } from "../contract/packet-filter.ts";
import type { Until } from "../contract/patience.ts";
import { processWatcherContract } from "../contract/process-watcher.ts";
import { syslogContract } from "../contract/syslog.ts";
import { type Station, vrrpSocketContract } from "../contract/vrrp-socket.ts";
import type { AddressSpec, MachinePorts, OpenFrameListener, RouteSpec } from "../ports.ts";
import type { ProcessNames } from "../process-pattern.ts";
import { FakeClock } from "./clock.ts";
import { FakeFiles } from "./files.ts";
import { FakeLoadBalancing } from "./load-balancer.ts";
import { FakeMachine } from "./machine.ts";
import { FakeNamedPipes } from "./named-pipes.ts";
import type { FakeNetwork } from "./network.ts";
import { FakeProcesses } from "./processes.ts";
import { FakeSegment } from "./segment.ts";
import { FakeLogDaemon } from "./syslog.ts";

timeContract("the fake", () => {
  const clock = new FakeClock();
  return { clock, openAlarm: clock.openAlarm, until: untilVirtual(clock) };
});

vrrpSocketContract("the fake", () => {
  const { clock, segment } = newSegment();
  return {
    near: newStation(clock, segment, "192.0.2.1", "fe80::1"),
    far: newStation(clock, segment, "192.0.2.2", "fe80::2"),
    until: untilVirtual(clock),
  };
});

announcerContract("the fake", () => {
  const { clock, segment } = newSegment();
  const near = connected(clock, segment);
  connected(clock, segment);
  return {
    openAnnouncer: near.ports.openAnnouncer,
    interface: "lan0",
    setForwarding: (on) => void (on ? near.routers.add("lan0") : near.routers.delete("lan0")),
    interfaceIndex: near.interfaceIndex,
    frames: () => segment.frames.map(({ frame }) => frame),
    until: untilVirtual(clock),
    close: () => {},
  };
});

frameListenerContract("the fake", () => {
  const { clock, segment } = newSegment();
  const near = connected(clock, segment);
  const far = connected(clock, segment);
  return {
    openNear: near.openFrameListener,
    openFar: far.openFrameListener,
    openAnnouncer: near.ports.openAnnouncer,
    nearIndex: near.interfaceIndex,
    farIndex: far.interfaceIndex,
    until: untilVirtual(clock),
    close: () => {},
  };
});

networkContract("the fake", () => {
  const clock = new FakeClock();
  const { network, ports } = new FakeMachine(clock);
  network.addLink("lo", { loopback: true, multicast: false, mac: undefined });
  network.addLink("lan0");
  return {
    openNetworkMonitor: ports.openNetworkMonitor,
    openNetworkConfigurator: ports.openNetworkConfigurator,
    hand: fakeHand(network),
    until: untilVirtual(clock),
    close: () => {},
  };
});

deviceContract("the fake", () => {
  const { network, ports } = new FakeMachine(new FakeClock());
  network.addLink("lan0");
  return ports;
});

packetFilterContract("the fake", () => {
  const clock = new FakeClock();
  const { ports, filters } = new FakeMachine(clock);
  return {
    openPacketFilter: ports.openPacketFilter,
    shut: (table) => [...filters.shut(table)].sort(),
    quiet: (table) => [...filters.quiet(table)].sort((a, b) => a - b),
    tables: () => filters.tables,
    flush: () => filters.flush(),
    until: untilVirtual(clock),
    close: () => {},
  };
});

loadBalancerContract("the fake", () => {
  const machine = new FakeLoadBalancing();
  return { openLoadBalancer: machine.open, close: () => machine.flush() };
});

syslogContract("the fake", () => {
  const clock = new FakeClock();
  const daemon = new FakeLogDaemon(clock);
  return {
    openSyslog: () => daemon.openSyslog(),
    until: untilVirtual(clock),
    take: () => daemon.take(),
    stop: () => daemon.stop(),
    start: () => daemon.start(),
    close: () => {},
  };
});

fileWatcherContract("the fake", () => {
  const clock = new FakeClock();
  const files = new FakeFiles(clock);
  files.makeDirectory("/run");
  return {
    openFileWatcher: files.openFileWatcher,
    hand: {
      write: (path, content) => void files.write(path, content),
      move: (from, to) => files.move(from, to),
      remove: (path) => files.remove(path),
      makeDirectory: (path) => files.makeDirectory(path),
      read: (path) => files.read(path),
    },
    directory: "/run",
    until: untilVirtual(clock),
    close: () => {},
  };
});

function newSegment(): { readonly clock: FakeClock; readonly segment: FakeSegment } {
  const clock = new FakeClock();
  return { clock, segment: new FakeSegment(clock) };
}

function newStation(clock: FakeClock, segment: FakeSegment, ipv4: string, ipv6: string): Station {
  const { network, ports, interfaceIndex } = connected(clock, segment);
  const hand = fakeHand(network);
  hand.addAddress("lan0", `${ipv4}/24`);
  hand.addAddress("lan0", `${ipv6}/64`);
  return {
    interface: "lan0",
    interfaceIndex,
    addresses: { ipv4: IpAddress.of(ipv4), ipv6: IpAddress.of(ipv6) },
    foreign: { ipv4: IpAddress.of("192.0.2.200"), ipv6: IpAddress.of("fe80::200") },
    openVrrpSocket: ports.openVrrpSocket,
  };
}

type Connected = {
  readonly network: FakeNetwork;
  readonly ports: MachinePorts;
  readonly openFrameListener: OpenFrameListener;
  readonly routers: Set<string>;
  readonly interfaceIndex: number;
};

function connected(clock: FakeClock, segment: FakeSegment): Connected {
  const machine = new FakeMachine(clock);
  const { network, ports, routers, openFrameListener } = machine;
  return { network, ports, routers, openFrameListener, interfaceIndex: machine.connect(segment, "lan0") };
}

/** Moves the clock by steps; what does not come about within a virtual minute does not come about. */
function untilVirtual(clock: FakeClock): Until {
  const step = milliseconds(1);
  return (condition) => {
    for (let count = 0; count < 60_000 && !condition(); count += 1) clock.advance(step);
    return condition() ? Promise.resolve() : Promise.reject(new Error("it did not come about within a minute"));
  };
}

function fakeHand(network: FakeNetwork): Hand {
  const spec = (name: string, text: string): AddressSpec => ({
    interfaceIndex: network.linkNamed(name)?.index ?? 0,
    prefix: prefixOf(text),
    scope: 0,
    label: undefined,
    broadcast: undefined,
  });
  return {
    held: (name) => {
      const deprecated = new Set(network.deprecated(name));
      return network.held(name).map((text) => (deprecated.has(text) ? `${text}!` : text));
    },
    rules: (priority) =>
      network
        .rules()
        .filter((rule) => rule.priority === priority)
        .map(
          ({ from, protocol }) => `from ${from === undefined ? "all" : printPrefix(from)} protocol ${protocol ?? 18}`,
        ),
    removeRoute: (destination, protocol) => {
      for (const route of network.routes()) {
        const fits = printPrefix(route.destination) === destination && (route.protocol ?? 18) === protocol;
        if (fits) network.apply({ kind: "remove-route", route });
      }
    },
    removeRule: (priority, protocol) => {
      for (const rule of network.rules()) {
        const fits = rule.priority === priority && (rule.protocol ?? 18) === protocol;
        if (fits) network.apply({ kind: "remove-rule", rule });
      }
    },
    routes: (destination) =>
      network
        .routes()
        .filter((route) => printPrefix(route.destination) === destination)
        .map(printRoute),
    addAddress: (name, text) => void network.apply({ kind: "add-address", address: spec(name, text) }),
    removeAddress: (name, text) => void network.apply({ kind: "remove-address", address: spec(name, text) }),
    setUp: (name, up) => network.changeLink(name, { up, running: up }),
    setCarrier: (name, running) => network.changeLink(name, { running }),
    rename: (name, to) => network.changeLink(name, { name: to }),
    addLink: (name) => void network.addLink(name, { up: false, running: false }),
    removeLink: (name) => network.removeLink(name),
    // The fake drops nothing: it is enough that there are many.
    flood: (name) => {
      const texts = Array.from({ length: 100 }, (_, index) => `203.0.113.${index}/32`);
      for (const text of texts) network.apply({ kind: "add-address", address: spec(name, text) });
      for (const text of texts.slice(50)) network.apply({ kind: "remove-address", address: spec(name, text) });
    },
  };
}

function prefixOf(text: string): AddressSpec["prefix"] {
  const [address = "", length = ""] = text.split("/");
  return { address: IpAddress.of(address), length: Number(length) };
}

function printRoute({ destination, gateway, table, metric }: RouteSpec): string {
  const via = gateway === undefined ? "" : ` via ${gateway.toString()}`;
  return `${printPrefix(destination)}${via} table ${table}${metric === undefined ? "" : ` metric ${metric}`}`;
}

namedPipeContract("the fake", () => {
  const pipes = new FakeNamedPipes(["/run/file"]);
  return {
    open: pipes.open,
    path: "/run/fifo",
    other: "/run/file",
    make: (path) => pipes.make(path),
    remove: (path) => pipes.remove(path),
    mode: (path) => pipes.mode(path),
    read: (path) => pipes.read(path),
    close: () => {},
  };
});

processWatcherContract("the fake", () => {
  const clock = new FakeClock();
  const processes = new FakeProcesses(clock);
  return {
    openProcessWatcher: processes.openProcessWatcher,
    hand: {
      start: async (program, parameters) => {
        const named = (name: string): ProcessNames => ({ name, words: [name, ...parameters] });
        const pid = processes.start(named(program));
        return await Promise.resolve({
          become: (other) => processes.rename(pid, named(other)),
          end: async () => {
            processes.end(pid);
            await Promise.resolve();
          },
        });
      },
    },
    names: { sleeper: "sleeper", waiter: "waiter" },
    until: untilVirtual(clock),
    close: () => {},
  };
});
