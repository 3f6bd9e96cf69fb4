import type { Instant } from "../base/time.ts";
import type { VrrpConfig } from "../vrrp/config.ts";
import { VrrpEngine } from "../vrrp/engine.ts";
import type { Held } from "../vrrp/held.ts";
import type { NetworkChange } from "../vrrp/inputs.ts";
import type { MaintenanceOrder } from "../vrrp/maintenance.ts";
import { VrrpMeasures } from "../vrrp/measures.ts";
import type { LateAlarm } from "./faults/late-alarm.ts";
import type { PausedInbox } from "./faults/paused-inbox.ts";
import type { NodeNetwork } from "./network.ts";
import { exitStatus, fileContent, type Trackable, trackableKey, trackablesOf } from "./trackables.ts";

/** How a tracked thing behaves: `hangs` and `alternates` (good, bad, good ...) are for scripts. */
export type Behaviour = "good" | "bad" | "hangs" | "alternates";

/** What engines measure: nobody asks for it here, and making it anew for each costs a good part of a start. */
const unread = new VrrpMeasures();

/** One machine of a rehearsal: its engine while the daemon runs, its links, and what it tracks. */
export class Machine {
  readonly name: string;
  readonly network: NodeNetwork;
  config: VrrpConfig;
  engine: VrrpEngine | undefined;
  /** Its power: its own addresses are there without a daemon, too. */
  isOn = false;
  /** The engine goes once nothing lingers. */
  isStopping = false;
  readonly #down = new Set<string>();
  readonly #bases: ReadonlyMap<string, string>;
  readonly #behaviours = new Map<string, Behaviour>();
  readonly #runs = new Map<string, number>();
  orders: readonly MaintenanceOrder[] = [];
  /** The interfaces that a virtual address is on, by the printed address. */
  readonly held = new Map<string, Set<string>>();
  /** While the daemon is paused. */
  inbox: PausedInbox | undefined;
  /** While its timers are late. */
  alarm: LateAlarm | undefined;
  /** Scripts that hang, by the number of their run. */
  readonly hanging = new Set<string>();

  constructor(name: string, config: VrrpConfig, network: NodeNetwork) {
    this.name = name;
    this.config = config;
    this.network = network;
    this.#bases = new Map(network.devices.map((device) => [device.name, device.base]));
  }

  begin(): VrrpEngine {
    this.isOn = true;
    this.engine = new VrrpEngine({ measures: unread });
    this.isStopping = false;
    this.inbox = undefined;
    this.hanging.clear();
    return this.engine;
  }

  /** When its timer rings; undefined: not before something else happens. */
  get wakesAt(): Instant | undefined {
    if (this.inbox !== undefined) return undefined;
    const deadline = this.engine?.deadline;
    return deadline === undefined || this.alarm === undefined ? deadline : this.alarm.rings(deadline);
  }

  /** With cable, or on top of an interface with one. */
  isUp(name: string): boolean {
    return !this.#down.has(this.#bases.get(name) ?? name);
  }

  /** Puts virtual addresses into its kernel, or takes them out. Returns those whose places are others now. */
  hold({ addresses }: Held, isHeld: boolean): ReadonlySet<string> {
    const changed = new Set<string>();
    for (const { prefix, interface: name } of addresses) {
      const address = prefix.address.toString();
      const places = this.held.get(address) ?? new Set<string>();
      if (isHeld) places.add(name);
      else places.delete(name);
      if (places.size > 0) this.held.set(address, places);
      else this.held.delete(address);
      changed.add(address);
    }
    return changed;
  }

  /** Has the address where it can be reached: held for a virtual router, or its own. */
  has(address: string): boolean {
    if (Array.from(this.held.get(address) ?? []).some((name) => this.isUp(name))) return true;
    const own = this.network.addresses.find(({ prefix }) => prefix.address.toString() === address);
    return own !== undefined && this.isOn && this.isUp(own.interface);
  }

  /** All addresses that it holds or has of its own. */
  addresses(): readonly string[] {
    return [...this.held.keys(), ...this.network.addresses.map(({ prefix }) => prefix.address.toString())];
  }

  /** Returns what the daemon hears of it. */
  setLink(name: string, up: boolean): readonly NetworkChange[] {
    if (up) this.#down.delete(name);
    else this.#down.add(name);
    const above = this.network.devices.filter(({ base }) => base === name).map((device) => device.name);
    return [name, ...above].map((each) => this.#link(each));
  }

  /** What a daemon finds when it starts. */
  findings(): readonly NetworkChange[] {
    const { interfaces, devices, addresses } = this.network;
    return [
      ...[...interfaces, ...devices.map((device) => device.name)].map((name) => this.#link(name)),
      ...addresses.map(({ interface: name, prefix }) => {
        return { kind: "address-added", interface: name, prefix, usable: true } as const;
      }),
    ];
  }

  #link(name: string): NetworkChange {
    const loopback = name === "lo";
    return { kind: "link", link: { name, usable: this.isUp(name), loopback, multicast: !loopback } };
  }

  behave(trackable: Pick<Trackable, "kind" | "name">, behaviour: Behaviour): void {
    this.#behaviours.set(trackableKey(trackable), behaviour);
  }

  /** The next result of a script; undefined: none will come. */
  runScript(name: string): number | undefined {
    const trackable = this.#trackable("script", name);
    const behaviour = this.#behaviours.get(`script ${name}`) ?? "good";
    const run = (this.#runs.get(name) ?? 0) + 1;
    this.#runs.set(name, run);
    if (behaviour === "hangs") return undefined;
    return exitStatus(trackable.weight, behaviour === "alternates" ? run % 2 === 0 : behaviour === "good");
  }

  /** Of all tracked files, by the names of their blocks. */
  files(): ReadonlyMap<string, string> {
    return new Map((this.config.trackFiles ?? []).map(({ name }) => [name, this.file(name)]));
  }

  file(name: string): string {
    return fileContent(this.#trackable("file", name).weight, this.#isGood("file", name));
  }

  /** How many of all tracked processes there are. */
  processes(): ReadonlyMap<string, number> {
    const { trackProcesses = [] } = this.config;
    return new Map(
      trackProcesses.map(({ name, quorum }) => {
        const { reverse } = this.#trackable("process", name).weight;
        return [name, this.#isGood("process", name) === reverse ? 0 : quorum];
      }),
    );
  }

  #isGood(kind: Trackable["kind"], name: string): boolean {
    return (this.#behaviours.get(trackableKey({ kind, name })) ?? "good") === "good";
  }

  #trackable(kind: Trackable["kind"], name: string): Trackable {
    const known = trackablesOf(this.config).find((each) => each.kind === kind && each.name === name);
    return known ?? { kind, name, weight: { value: 0, reverse: false } };
  }
}
