import { assert } from "../base/assert.ts";
import { hostPrefixLength, IpAddress, type Prefix } from "../base/ip-address.ts";
import { type Duration, seconds, zeroDuration } from "../base/time.ts";
import type {
  Authentication,
  DeliveryConfig,
  InstanceConfig,
  SyncGroupConfig,
  TrackedFile,
  TrackedInterface,
  TrackedProcess,
  TrackedScript,
  VirtualAddress,
  Weight,
} from "../vrrp/config.ts";

/** `name key=value key=value flag` of a scenario line, with what was asked for and what nobody asked for. */
export class Words {
  readonly verb: string;
  readonly name: string;
  readonly #values = new Map<string, string>();

  constructor(line: string) {
    const [verb = "", ...rest] = line.trim().split(/\s+/u);
    this.verb = verb;
    const names = rest.filter((word) => !word.includes("="));
    this.name = names.join(" ");
    for (const word of rest) {
      const separator = word.indexOf("=");
      if (separator > 0) this.#values.set(word.slice(0, separator), word.slice(separator + 1));
    }
  }

  text(key: string, fallback: string): string {
    const value = this.#values.get(key) ?? fallback;
    this.#values.delete(key);
    return value;
  }

  optional(key: string): string | undefined {
    const value = this.#values.get(key);
    this.#values.delete(key);
    return value;
  }

  number(key: string, fallback: number): number {
    return Number(this.text(key, String(fallback)));
  }

  duration(key: string, fallback: Duration): Duration {
    const text = this.optional(key);
    return text === undefined ? fallback : parseTime(text);
  }

  list(key: string): readonly string[] {
    return this.text(key, "")
      .split(",")
      .filter((word) => word !== "");
  }

  /** Throws when a key was given that nothing reads: a misspelt scenario must not pass. */
  finish(): void {
    assert(this.#values.size === 0, `unknown keys in scenario: ${Array.from(this.#values.keys()).join(" ")}`);
  }
}

/** "3.6s" or "20ms". */
export function parseTime(text: string): Duration {
  const match = /^(?<number>[\d.]+)(?<unit>s|ms)$/u.exec(text);
  assert(match?.groups !== undefined, `not a time: ${text}`);
  return seconds(Number(match.groups["number"]) / (match.groups["unit"] === "ms" ? 1000 : 1));
}

export function parsePrefix(text: string): Prefix {
  const [address = "", length] = text.split("/");
  const parsed = IpAddress.of(address);
  return { address: parsed, length: length === undefined ? hostPrefixLength(parsed.family) : Number(length) };
}

type Placed = { readonly prefix: Prefix; readonly device: string | undefined };

/** "192.0.2.100/24", with "@eth1" behind it where it is not on the instance's own interface. */
function parsePlaced(text: string): Placed {
  const [prefix = "", device] = text.split("@");
  return { prefix: parsePrefix(prefix), device };
}

/** Eight bytes, zero-filled, of an ASCII password. */
export function passwordBytes(password: string): Uint8Array {
  const bytes = new Uint8Array(8);
  for (let index = 0; index < Math.min(password.length, 8); index += 1) bytes[index] = password.charCodeAt(index);
  return bytes;
}

export function parseInstance(words: Words): InstanceConfig {
  // "none": an instance without addresses of its own.
  const listed = words.text("addresses", "192.0.2.100");
  const addresses = listed === "none" ? [] : listed.split(",").map(parsePlaced);
  const family = addresses[0]?.prefix.address.family ?? "ipv4";
  const interfaceName = words.text("interface", "eth0");
  const peers = words.list("peers").map((peer) => IpAddress.of(peer));
  const group = IpAddress.of(family === "ipv4" ? "224.0.0.18" : "ff02::12");
  const source = words.optional("source");
  const delay = words.duration("garp-delay", seconds(5));
  const repeat = words.number("garp-repeat", 5);
  const untracked = words.list("untracked");
  const lacksPeers = words.text("no-peers", "no") === "yes";
  const tracksSource = words.text("track-source", "no") === "yes";
  const held = ({ prefix, device = interfaceName }: Placed): VirtualAddress => ({
    prefix,
    interface: device,
    scope: 0,
    label: undefined,
    broadcast: undefined,
    ...(untracked.includes(prefix.address.toString()) && { untracked: true as const }),
  });
  return {
    name: words.name,
    version: words.number("version", 3) === 2 ? 2 : 3,
    family,
    vrid: words.number("vrid", 51),
    interface: interfaceName,
    initialState: words.text("state", "backup") === "master" ? "master" : "backup",
    priority: words.number("priority", 100),
    advertInterval: words.duration("advert", seconds(1)),
    downTimerAdverts: words.number("down-adverts", 3),
    preempt: words.text("preempt", "yes") === "yes",
    preemptDelay: words.duration("preempt-delay", zeroDuration),
    advertToLowerPriority: words.text("answer-lower", "yes") === "yes",
    transport: peers.length > 0 || lacksPeers ? { kind: "unicast", peers } : { kind: "multicast", group },
    sourceAddress: source === undefined ? undefined : IpAddress.of(source),
    authentication: parseAuthentication(words.optional("pass"), words.optional("header")),
    checksumForm: words.text("checksum", "pseudo-header") === "message" ? "message" : "pseudo-header",
    addresses: addresses.map(held),
    excludedAddresses: words.list("excluded").map((text) => held(parsePlaced(text))),
    routes: [],
    announcements: {
      delay,
      repeat,
      refresh: words.duration("garp-refresh", zeroDuration),
      refreshRepeat: words.number("garp-refresh-repeat", 1),
      lowerPriorityDelay: delay,
      lowerPriorityRepeat: repeat,
    },
    ...parseTracking(words),
    ...parseDevice(words),
    ...parseDelivery(words, tracksSource),
    ...parseConduct(words),
    ...parseExtraAnnouncements(words),
  };
}

/** `vmac=yes` or a name, `vmac-addresses=yes`, `xmit-base=yes`, `ignore-interface=yes`, `promote=yes`. */
function parseDevice(words: Words): Pick<InstanceConfig, "device"> {
  const vmac = words.text("vmac", "no");
  const name = vmac === "yes" ? undefined : vmac;
  const virtualMac = { interface: name, octets: undefined, netlinkNotify: false, group: undefined };
  const device = {
    ...(vmac !== "no" && { virtualMac }),
    ...(words.text("vmac-addresses", "no") === "yes" && { virtualMacForAddresses: true as const }),
    ...(words.text("xmit-base", "no") === "yes" && { transmitFromBase: true as const }),
    ...(words.text("ignore-interface", "no") === "yes" && { ignoreInterfaceFaults: true as const }),
    ...(words.text("promote", "no") === "yes" && { promoteSecondaries: true as const }),
  };
  return Object.keys(device).length === 0 ? {} : { device };
}

/** `check-source=yes min-ttl=5 max-ttl=9 ttl=17 old-checksum=always`: limits are those of every peer. */
function parseDelivery(words: Words, tracksSource: boolean): Pick<InstanceConfig, "delivery"> {
  const [checksSource, timeToLive] = [words.text("check-source", "no") === "yes", words.optional("ttl")];
  const [minimum, maximum] = [words.optional("min-ttl"), words.optional("max-ttl")];
  const old = words.optional("old-checksum");
  const limited = words.list("limited").map((peer) => ({
    peer: IpAddress.of(peer),
    minimum: minimum === undefined ? undefined : Number(minimum),
    maximum: maximum === undefined ? undefined : Number(maximum),
  }));
  const delivery: DeliveryConfig = {
    ...(tracksSource && { trackSourceAddress: true as const }),
    ...(checksSource && { checkSource: true as const }),
    ...(timeToLive !== undefined && { timeToLive: Number(timeToLive) }),
    ...(limited.length > 0 && { peerLimits: limited }),
    ...((old === "always" || old === "never") && { oldChecksum: old }),
  };
  return Object.keys(delivery).length > 0 ? { delivery } : {};
}

/** `accept=no strict=yes send-to-higher=yes owner-ignores=yes skip-check=yes` */
function parseConduct(words: Words): Pick<InstanceConfig, "conduct"> {
  const isOn = (key: string): boolean => words.text(key, "no") === "yes";
  const accept = words.optional("accept");
  const conduct = {
    ...(accept !== undefined && { accept: accept === "yes" }),
    ...(isOn("strict") && { strict: true }),
    ...(isOn("send-to-higher") && { higherPrioritySendAdvert: true }),
    ...(isOn("owner-ignores") && { ownerIgnoresAdverts: true as const }),
    ...(isOn("skip-check") && { skipCheckAdvertAddresses: true }),
  };
  return Object.keys(conduct).length > 0 ? { conduct } : {};
}

/** `garp-extra=60s`, with `garp-extra-all=yes` also where there is no virtual MAC address. */
function parseExtraAnnouncements(words: Words): Pick<InstanceConfig, "extraAnnouncements"> {
  const interval = words.optional("garp-extra");
  const all = words.text("garp-extra-all", "no") === "yes";
  return interval === undefined ? {} : { extraAnnouncements: { interval: parseTime(interval), all } };
}

function parseAuthentication(password: string | undefined, key: string | undefined): Authentication {
  if (key !== undefined) return { kind: "header", password: passwordBytes(key) };
  return password === undefined ? { kind: "none" } : { kind: "pass", password: passwordBytes(password) };
}

export function parseGroup(words: Words): SyncGroupConfig {
  return { name: words.name, members: words.list("members"), ...parseTracking(words) };
}

/**
 * `scripts=chk:-20,other:0r interfaces=eth1 files=flag:1 processes=web:5`: weight after the colon, r for reverse, 0
 * when left out.
 */
function parseTracking(words: Words): {
  trackInterfaces: readonly TrackedInterface[];
  trackScripts: readonly TrackedScript[];
  trackFiles: readonly TrackedFile[];
  trackProcesses: readonly TrackedProcess[];
} {
  return {
    trackInterfaces: words
      .list("interfaces")
      .map(parseTracked)
      .map(({ name, weight }) => ({ interface: name, weight })),
    trackScripts: words
      .list("scripts")
      .map(parseTracked)
      .map(({ name, weight }) => ({ script: name, weight })),
    trackFiles: words
      .list("files")
      .map(parseTracked)
      .map(({ name, weight }) => ({ file: name, weight })),
    trackProcesses: words
      .list("processes")
      .map(parseTracked)
      .map(({ name, weight }) => ({ process: name, weight })),
  };
}

function parseTracked(text: string): { readonly name: string; readonly weight: Weight } {
  const [name = "", weight = "0"] = text.split(":");
  return { name, weight: { value: Number.parseInt(weight, 10), reverse: weight.endsWith("r") } };
}
