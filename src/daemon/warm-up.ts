import { IpAddress } from "../base/ip-address.ts";
import { MacAddress } from "../base/mac-address.ts";
import { instant, type Instant, later, milliseconds, seconds, zeroDuration } from "../base/time.ts";
import type { Link, MachinePorts, ReceivedPacket } from "../platform/ports.ts";
import { logLines } from "../status/log-wording.ts";
import type { InstanceConfig, VirtualAddress, VrrpConfig } from "../vrrp/config.ts";
import { encodeAdvert } from "../wire/vrrp.ts";
import { VrrpDriver } from "./vrrp-driver.ts";

const nothing = (): undefined => undefined;

/** Enough for the optimising compiler to have seen the path, few enough to cost about 20 ms. */
const rounds = 60;

const link: Link = {
  index: 1,
  name: "warm",
  up: true,
  running: true,
  loopback: false,
  multicast: true,
  noArp: false,
  mac: MacAddress.fromBytes(Uint8Array.of(2, 0, 0, 0, 0, 1)),
  mtu: 1500,
};
const interfaceAddress = {
  interfaceIndex: 1,
  prefix: { address: IpAddress.of("192.0.2.1"), length: 24 },
  scope: 0,
  secondary: false,
  tentative: false,
};

/**
 * Lives through take-overs, elections and resignations of a virtual router that exists only here, on ports that lead
 * nowhere, so that the first real transition finds its code compiled.
 */
export function warmUpDriver(): void {
  for (const version of [2, 3] as const) rehearse(version);
}

function rehearse(version: 2 | 3): void {
  const stage = new Stage();
  const config = rehearsal(version);
  const driver = new VrrpDriver(stage.ports, {
    event: (event) => void logLines(event),
    trouble: nothing,
  });
  driver.configure(config, new Map());
  const [instance] = config.instances;
  for (let round = 0; round < rounds; round += 1) {
    stage.ringAtDeadline();
    if (instance !== undefined) stage.deliver(advertOf(instance, round % 3 === 0 ? 0 : 200));
  }
  driver.stop();
  driver.close();
}

/** Ports that lead nowhere, and a clock that moves by hand. */
class Stage {
  #now: Instant = instant(0);
  #deadline: Instant | undefined;
  #ring: () => void = nothing;
  #receive: (packet: ReceivedPacket) => void = nothing;

  readonly ports: MachinePorts = {
    clock: { now: () => this.#now },
    openAlarm: (ring) => {
      this.#ring = ring;
      return { set: (at) => (this.#deadline = at), close: nothing };
    },
    openNetworkMonitor: () => ({
      links: () => [link],
      addresses: () => [interfaceAddress],
      drain: nothing,
      close: nothing,
    }),
    openNetworkConfigurator: () => ({
      apply: (changes) => changes.map(nothing),
      warm: nothing,
      close: nothing,
    }),
    openVrrpSocket: (_, receive) => {
      this.#receive = receive;
      return { send: nothing, drain: nothing, warm: nothing, close: nothing };
    },
    openAnnouncer: () => ({ sendFrame: nothing, sendIcmp6: nothing, warm: nothing, close: nothing }),
    processes: { start: () => ({ pid: undefined, signalGroup: () => false }), close: nothing },
  };

  ringAtDeadline(): void {
    this.#now = this.#deadline ?? later(this.#now, milliseconds(1));
    this.#ring();
  }

  deliver(packet: ReceivedPacket): void {
    this.#now = later(this.#now, milliseconds(1));
    this.#receive(packet);
  }
}

function advertOf(instance: InstanceConfig, priority: number): ReceivedPacket {
  const source = IpAddress.of("192.0.2.2");
  const destination = IpAddress.of("224.0.0.18");
  const advert = {
    version: instance.version,
    vrid: instance.vrid,
    priority,
    interval: instance.advertInterval,
    addresses: instance.addresses.map((address) => address.prefix.address),
    authentication: instance.version === 2 ? { type: 0, data: new Uint8Array(8) } : undefined,
  };
  const payload = encodeAdvert(advert, { source, destination }, "pseudo-header");
  return { source, destination, ttl: 255, payload };
}

function rehearsal(version: 2 | 3): VrrpConfig {
  const address: VirtualAddress = {
    prefix: { address: IpAddress.of("192.0.2.100"), length: 32 },
    interface: "warm",
    scope: 0,
    label: undefined,
    broadcast: undefined,
  };
  const instance: InstanceConfig = {
    name: "warm",
    version,
    family: "ipv4",
    vrid: 1,
    interface: "warm",
    initialState: "backup",
    priority: 100,
    advertInterval: seconds(1),
    downTimerAdverts: 1,
    preempt: true,
    preemptDelay: zeroDuration,
    advertToLowerPriority: true,
    transport: { kind: "multicast", group: IpAddress.of("224.0.0.18") },
    sourceAddress: undefined,
    authentication: { kind: "none" },
    checksumForm: "pseudo-header",
    addresses: [address],
    excludedAddresses: [],
    routes: [],
    announcements: {
      delay: zeroDuration,
      repeat: 1,
      refresh: zeroDuration,
      refreshRepeat: 1,
      lowerPriorityDelay: zeroDuration,
      lowerPriorityRepeat: 1,
    },
    trackInterfaces: [],
    trackScripts: [],
  };
  return { instances: [instance], syncGroups: [], scripts: [], startupDelay: zeroDuration };
}
