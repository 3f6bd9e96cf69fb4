import { IpAddress } from "../base/ip-address.ts";
import { MacAddress } from "../base/mac-address.ts";
import { instant, type Instant, later, milliseconds, zeroDuration } from "../base/time.ts";
import type { InterfaceAddress, Link, MachinePorts, ReceivedPacket } from "../platform/ports.ts";
import { logLines } from "../status/log-wording.ts";
import { authenticationType } from "../vrrp/admission.ts";
import type { InstanceConfig } from "../vrrp/config.ts";
import { encodeAuthenticated } from "../wire/authentication-header.ts";
import { decodeIpv4 } from "../wire/ip.ts";
import { encodeAdvert } from "../wire/vrrp.ts";
import { VrrpDriver } from "./vrrp-driver.ts";

const nothing = (): undefined => undefined;

/** Enough for the compiler to have seen the path, few enough to cost about 10 ms for each kind of instance. */
const rounds = 60;

/** Kinds of instances (version, family, mode) that are rehearsed at most. */
const kindsLimit = 3;

const ownAddresses: readonly InterfaceAddress[] = ["192.0.2.1", "fe80::1"].map((text) => ({
  interfaceIndex: 1,
  prefix: { address: IpAddress.of(text), length: 24 },
  scope: 0,
  secondary: false,
  tentative: false,
}));

/**
 * Lives through take-overs, elections and resignations of the configured virtual routers on ports that lead nowhere,
 * so that the first real transition finds its code compiled, for objects of just these shapes.
 */
export function warmUpDriver(instances: readonly InstanceConfig[]): void {
  const kinds = new Map(
    instances.map((instance) => [`${instance.version} ${instance.family} ${instance.transport.kind}`, instance]),
  );
  for (const instance of Array.from(kinds.values()).slice(0, kindsLimit)) rehearse(instance);
}

function rehearse(instance: InstanceConfig): void {
  const stage = new Stage(instance.interface);
  const driver = new VrrpDriver(stage.ports, {
    event: (event) => void logLines(event),
    trouble: nothing,
  });
  driver.configure({ instances: [free(instance)], syncGroups: [], scripts: [], startupDelay: zeroDuration }, new Map());
  for (let round = 0; round < rounds; round += 1) {
    stage.ringAtDeadline();
    const packet = advertOf(instance, round % 3 === 0 ? 0 : 254);
    stage.deliver(instance.authentication.kind === "header" ? authenticated(instance, packet, round) : packet);
  }
  driver.stop(nothing);
  driver.close();
}

/** Without what could keep it in FAULT here. */
function free(instance: InstanceConfig): InstanceConfig {
  const { delivery } = instance;
  const none = { trackInterfaces: [], trackScripts: [], trackFiles: [], trackProcesses: [] };
  // Interfaces come up nowhere here.
  const untracked = { ...instance, ...none, device: undefined };
  return delivery === undefined
    ? untracked
    : { ...untracked, delivery: { ...delivery, trackSourceAddress: undefined } };
}

/** Ports that lead nowhere, and a clock that moves by hand. */
class Stage {
  #now: Instant = instant(0);
  #deadline: Instant | undefined;
  #ring: () => void = nothing;
  #receive: (packet: ReceivedPacket) => void = nothing;

  readonly #link: Link;

  constructor(interfaceName: string) {
    this.#link = {
      index: 1,
      name: interfaceName,
      up: true,
      running: true,
      loopback: false,
      multicast: true,
      noArp: false,
      mac: MacAddress.fromBytes(Uint8Array.of(2, 0, 0, 0, 0, 1)),
      mtu: 1500,
    };
  }

  readonly ports: MachinePorts = {
    clock: { now: () => this.#now },
    openAlarm: (ring) => {
      this.#ring = ring;
      return { set: (at) => (this.#deadline = at), close: nothing };
    },
    openNetworkMonitor: () => ({
      links: () => [this.#link],
      addresses: () => ownAddresses,
      drain: nothing,
      close: nothing,
    }),
    openNetworkConfigurator: () => ({
      apply: (changes) => changes.map(nothing),
      changeDevice: nothing,
      warm: nothing,
      close: nothing,
    }),
    openVrrpSocket: (_, receive) => {
      this.#receive = receive;
      return { send: nothing, drain: () => true, select: nothing, warm: nothing, close: nothing };
    },
    openPacketFilter: () => ({ shut: nothing, open: nothing, quieten: nothing, warm: nothing, close: nothing }),
    interfaceSettings: { get: nothing, set: nothing },
    openAnnouncer: () => ({
      sendFrame: nothing,
      sendFrames: (_, frames) => frames.map(nothing),
      sendIcmp6: nothing,
      forwardsIpv6: () => false,
      warm: nothing,
      close: nothing,
    }),
    openFileWatcher: () => ({ watch: () => new Map(), write: nothing, close: nothing }),
    openProcessWatcher: () => ({ watch: nothing, obstacle: undefined, close: nothing }),
    processes: {
      start: () => ({ pid: undefined, signalGroup: () => false, killGroupAtEnd: nothing, output: () => "" }),
      close: nothing,
    },
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

/** The packet behind an authentication header; the other router counts faster than this one. */
function authenticated({ authentication }: InstanceConfig, packet: ReceivedPacket, round: number): ReceivedPacket {
  if (authentication.kind !== "header") return packet;
  const { payload: message, ttl: timeToLive } = packet;
  const value = { path: packet, identification: 1, timeToLive, sequence: (round + 1) * 1000, message };
  const bytes = encodeAuthenticated(value, authentication.password);
  const opened = decodeIpv4(bytes);
  return opened.ok
    ? { ...opened.value, header: bytes.subarray(0, bytes.length - opened.value.payload.length) }
    : packet;
}

/** An advert of another router with the same configuration. */
function advertOf(instance: InstanceConfig, priority: number): ReceivedPacket {
  const { version, vrid, family, transport, authentication, advertInterval, addresses } = instance;
  const source = IpAddress.of(family === "ipv4" ? "192.0.2.2" : "fe80::2");
  const own = ownAddresses.find(({ prefix }) => prefix.address.family === family)?.prefix.address ?? source;
  const destination = transport.kind === "multicast" ? transport.group : own;
  const password = authentication.kind === "pass" ? authentication.password : new Uint8Array(8);
  const type = authenticationType[authentication.kind];
  const advert = {
    version,
    vrid,
    priority,
    interval: advertInterval,
    addresses: addresses.map((address) => address.prefix.address),
    authentication: version === 2 ? { type, data: password } : undefined,
  };
  const payload = encodeAdvert(advert, { source, destination }, instance.checksumForm);
  return { source, destination, ttl: 255, payload };
}
