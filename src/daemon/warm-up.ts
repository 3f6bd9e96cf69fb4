import { IpAddress } from "../base/ip-address.ts";
import { instant, type Instant, later, milliseconds, seconds, zeroDuration } from "../base/time.ts";
import { logLines } from "../status/log-wording.ts";
import type { InstanceConfig, VirtualAddress, VrrpConfig } from "../vrrp/config.ts";
import { VrrpEngine } from "../vrrp/engine.ts";
import { encodeAdvert } from "../wire/vrrp.ts";

/** Enough for the optimising compiler to have seen the path, few enough to cost under 20 ms. */
const rounds = 60;

/**
 * Lives through take-overs, elections and resignations of a virtual router that exists only here, so that the first
 * real transition finds its code compiled. Nothing leaves the function.
 */
export function warmUpEngine(): void {
  for (const version of [2, 3] as const) {
    const engine = new VrrpEngine();
    const config = rehearsal(version);
    let now: Instant = instant(0);
    const prefix = { address: IpAddress.of("192.0.2.1"), length: 24 };
    engine.handle(now, {
      kind: "network",
      changes: [
        { kind: "link", link: { name: "warm", usable: true, loopback: false, multicast: true } },
        { kind: "address-added", interface: "warm", prefix, usable: true },
      ],
    });
    engine.handle(now, { kind: "configure", config });
    for (let round = 0; round < rounds; round += 1) {
      now = engine.deadline ?? later(now, milliseconds(1));
      readLog(engine.handle(now, { kind: "tick" }));
      now = later(now, milliseconds(1));
      readLog(engine.handle(now, advertOf(config.instances[0], round % 3 === 0 ? 0 : 200)));
    }
    engine.handle(now, { kind: "stop" });
  }
}

function readLog(effects: ReturnType<VrrpEngine["handle"]>): void {
  for (const effect of effects) {
    if (effect.kind === "event") logLines(effect.event);
  }
}

function advertOf(instance: InstanceConfig | undefined, priority: number): Parameters<VrrpEngine["handle"]>[1] {
  if (instance === undefined) return { kind: "tick" };
  const source = IpAddress.of("192.0.2.2");
  const destination = IpAddress.of("224.0.0.18");
  const authentication = instance.version === 2 ? { type: 0, data: new Uint8Array(8) } : undefined;
  const payload = encodeAdvert(
    {
      version: instance.version,
      vrid: instance.vrid,
      priority,
      interval: instance.advertInterval,
      addresses: instance.addresses.map((address) => address.prefix.address),
      authentication,
    },
    { source, destination },
    "pseudo-header",
  );
  return {
    kind: "packet",
    interface: instance.interface,
    family: "ipv4",
    mode: "multicast",
    packet: { source, destination, ttl: 255, payload },
  };
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
