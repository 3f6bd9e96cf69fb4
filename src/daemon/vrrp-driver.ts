import { unreachable } from "../base/assert.ts";
import type { Command } from "../base/command.ts";
import type { IpAddress } from "../base/ip-address.ts";
import { type Duration, elapsed, type Instant, milliseconds } from "../base/time.ts";
import {
  type Alarm,
  type Announcer,
  type Link,
  type MachinePorts,
  type NetworkConfigurator,
  type NetworkMonitor,
  type SystemError,
} from "../platform/ports.ts";
import type { VrrpConfig } from "../vrrp/config.ts";
import { advertInterface, placeOnDevices } from "../vrrp/devices.ts";
import { promotingInterfaces } from "../vrrp/device-settings.ts";
import type { Effect } from "../vrrp/effects.ts";
import { VrrpEngine } from "../vrrp/engine.ts";
import type { VrrpEvent } from "../vrrp/events.ts";
import { held, nothingHeld } from "../vrrp/held.ts";
import type { Input, NetworkChange } from "../vrrp/inputs.ts";
import type { MaintenanceOrder } from "../vrrp/maintenance.ts";
import { VrrpMeasures } from "../vrrp/measures.ts";
import type { Predecessor } from "../vrrp/predecessor.ts";
import type { KnownPeers, Recollection } from "../vrrp/recollection.ts";
import { type Standings, standingsOf } from "../vrrp/recording/index.ts";
import type { InterfaceFacts } from "../status/dump/facts.ts";
import type { ScriptStatus, VrrpStatus } from "../vrrp/status.ts";
import { AddressShutter } from "./address-shutter.ts";
import { announce } from "./announcements.ts";
import type { VrrpJournal } from "./journal/vrrp-journal.ts";
import { InterfaceNames } from "./interface-names.ts";
import { KernelChanges } from "./kernel-changes.ts";
import { KernelHand } from "./kernel-hand.ts";
import { KernelWork, type TaskDone } from "./kernel-work.ts";
import { ipv6Interfaces, RouterFlags } from "./router-flags.ts";
import { ScriptRuns } from "./script-runs.ts";
import { StandingTroubles } from "./standing-troubles.ts";
import { untouched } from "./surroundings.ts";
import { TrackedFileWatch } from "./tracked-files.ts";
import { TrackedProcessWatch } from "./tracked-processes.ts";
import { VirtualDevices } from "./virtual-devices.ts";
import { noDevice, VrrpSockets } from "./vrrp-sockets.ts";

/** Who is told what happens; called after the effects of an input are done, so that a listener delays nothing. */
export type VrrpListener = {
  readonly event: (event: VrrpEvent) => void;
  /** A system call failed: one line for the log, told once until it works again. */
  readonly trouble: (message: string) => void;
};

/** What a replacement of this process has to know. */
export type DriverJournal = Pick<VrrpJournal, "plan" | "before" | "advertised" | "after" | "alive" | "surround">;

/** Who is told every input, in the order in which the engine has it, and what came of it, before that is done. */
export type DriverRecorder = {
  readonly handled: (now: Instant, input: Input, effects: readonly Effect[]) => void;
  /** It is done. */
  readonly performed: (effects: readonly Effect[]) => void;
};

export type DriverOptions = {
  /** Nothing is kept for a successor (`--release-at-once`). */
  readonly releasesAtOnce?: boolean;
  /** Undefined: what is held is told to nobody. */
  readonly journal?: DriverJournal | undefined;
  /** Where what is measured is put. */
  readonly measures?: VrrpMeasures;
  /** `--record`; undefined: nobody. */
  readonly recorder?: DriverRecorder | undefined;
};

type PacketInput = Input & { readonly kind: "packet" };

const noEffects: readonly Effect[] = [];

/** Often enough for the calls to be compiled. */
const warmRounds = 100;
/**
 * nftables lets whoever is refused wait until every processor has been elsewhere: some 20 ms, in which nothing is
 * heard.
 */
const filterRounds = 2;

/** Rings of the alarm with nothing due: the way from the kernel's timer to the engine is part of a take-over. */
const warmRings = 30;

/** So late, a wake-up is no matter of a busy machine any more. */
const sleepLimit = milliseconds(100);

/** Runs the engine on a machine: feeds it what happens, performs what it says, sets one alarm. */
export class VrrpDriver {
  readonly #ports: MachinePorts;
  readonly #listener: VrrpListener;
  readonly #journal: DriverJournal | undefined;
  readonly #engine: VrrpEngine;
  readonly #measures: VrrpMeasures;
  readonly #recorder: DriverRecorder | undefined;
  readonly #names = new InterfaceNames();
  readonly #alarm: Alarm;
  readonly #monitor: NetworkMonitor;
  readonly #configurator: NetworkConfigurator;
  readonly #hand: KernelHand;
  readonly #work: KernelWork;
  readonly #announcer: Announcer;
  readonly #routerFlags: RouterFlags;
  readonly #sockets: VrrpSockets;
  readonly #devices: VirtualDevices;
  readonly #shutter: AddressShutter;
  readonly #files: TrackedFileWatch;
  readonly #processes: TrackedProcessWatch;
  readonly #scripts: ScriptRuns;
  #config: VrrpConfig | undefined;
  #networkChanges: NetworkChange[] = [];
  #isDeaf = false;
  /** Sockets and devices are there for instances that are not configured any more. */
  #hasDeparted = false;
  /** Called once nothing is held any more, after `stop`. */
  #whenReleased: (() => void) | undefined;
  /** Of the alarm, for warming up. */
  #ringsToCome = 0;
  #closed = false;
  readonly #troubles: StandingTroubles;

  /** Throws SystemException when a resource cannot be had. */
  constructor(
    ports: MachinePorts,
    listener: VrrpListener,
    { releasesAtOnce = false, journal, measures = new VrrpMeasures(), recorder }: DriverOptions = {},
  ) {
    this.#ports = ports;
    this.#listener = listener;
    this.#troubles = new StandingTroubles(listener.trouble);
    this.#journal = journal;
    this.#measures = measures;
    this.#recorder = recorder;
    this.#engine = new VrrpEngine({ releasesAtOnce, measures });
    this.#alarm = ports.openAlarm(() => {
      this.#ring();
    });
    this.#configurator = ports.openNetworkConfigurator();
    this.#announcer = ports.openAnnouncer();
    this.#routerFlags = new RouterFlags(this.#announcer);
    this.#sockets = new VrrpSockets(ports.openVrrpSocket, (input) => {
      this.#hear(input);
    });
    const tell = (what: string, error: SystemError | undefined): void => this.#troubles.note(what, error);
    const links = {
      byName: this.#linkOf,
      all: () => this.#monitor.links(),
      refresh: () => this.#monitor.drain(),
    };
    this.#devices = new VirtualDevices(this.#configurator, ports.interfaceSettings, links, {
      changed: ({ instance, name }, change) => listener.event({ kind: "device", instance, interface: name, change }),
      settings: (settings) => journal?.surround({ settings }),
      trouble: tell,
    });
    this.#shutter = new AddressShutter(ports.openPacketFilter, this.#linkOf, tell, listener.trouble);
    this.#scripts = new ScriptRuns(ports.processes, (script, outcome, output) =>
      this.#handle({ kind: "script-ended", script, outcome, output }),
    );
    this.#files = new TrackedFileWatch(ports.openFileWatcher, {
      changed: (file, content) => this.#handle({ kind: "file-changed", file, content }),
      trouble: listener.trouble,
    });
    this.#processes = new TrackedProcessWatch(ports.openProcessWatcher, {
      counted: (counts) => this.#handle({ kind: "processes-counted", counts }),
      trouble: listener.trouble,
    });
    this.#monitor = ports.openNetworkMonitor((event) => {
      if (this.#networkChanges.length === 0) queueMicrotask(() => this.#flushNetwork());
      this.#networkChanges.push(...this.#names.translate(event));
    });
    for (const link of this.#monitor.links()) {
      this.#networkChanges.push(...this.#names.translate({ kind: "link", link }));
    }
    const addresses = this.#monitor.addresses();
    for (const address of addresses) {
      this.#networkChanges.push(...this.#names.translate({ kind: "address-added", address }));
    }
    this.#hand = new KernelHand(this.#configurator, addresses, {
      tell: (what, error) => {
        if (error !== undefined || !this.#troubles.isEmpty) this.#troubles.note(what(), error);
      },
      notice: listener.trouble,
      found: (found) => journal?.surround({ found }),
    });
    this.#work = new KernelWork(ports.clock, {
      apply: (changes) => this.#hand.apply(changes),
      announce: (some) => {
        for (const { address, error } of announce(this.#announcer, some, 1, this.#linkOf, this.#routerFlags.of)) {
          this.#troubles.note(`Cannot announce ${address.prefix.address.toString()} on ${address.interface}`, error);
        }
      },
    });
  }

  /**
   * Starts, or reloads. `commands` is what each script of the configuration runs. `keepFiles`: tracked files keep what
   * is in them whatever their `init_file` says. `predecessor` is who did this work before, at the start, and
   * `surroundings` what it had found.
   */
  configure(
    given: VrrpConfig,
    commands: ReadonlyMap<string, Command>,
    keepFiles = false,
    predecessor?: Predecessor,
    surroundings = untouched,
  ): void {
    this.#hand.inherit(surroundings.found);
    const { config, devices, renamed } = placeOnDevices(given, this.#devices.isTaken);
    for (const { device, given: name } of renamed) {
      const what = `interface ${name} already exists and is not a private macvlan for it`;
      this.#listener.trouble(`(${device.instance}) ${what}; using ${device.name}`);
    }
    const changedScripts = this.#scripts.configure(
      config.scripts.map(({ name }) => name),
      commands,
    );
    // What is static and there at the start of the machine's first daemon is not what a killed one has left.
    if (this.#config === undefined && !keepFiles) {
      this.#hand.disown(
        new KernelChanges("add", { ...nothingHeld, ...config.statics, routes: [], rules: [] }, this.#linkOf),
      );
    }
    this.#config = config;
    if (!this.#shutter.configure(config, devices.length > 0)) {
      this.#listener.trouble("Cannot change nftables at a reload - please restart");
    }
    this.#devices.want(devices, promotingInterfaces(config.instances));
    this.#devices.inherit(surroundings.settings);
    this.#flushNetwork();
    // What is static may be what instances need: a source address, the way to a peer.
    this.#handle({ kind: "statics", statics: config.statics, trackGroups: config.trackGroups });
    if ((config.statics?.addresses.length ?? 0) > 0) this.#monitor.drain();
    this.#flushNetwork();
    this.#openSockets();
    const files = this.#files.configure(config.trackFiles ?? [], keepFiles);
    this.#routerFlags.learn(ipv6Interfaces(config));
    this.#handle({ kind: "configure", config, changedScripts, files, predecessor });
    this.#processes.configure(config.trackProcesses ?? []);
    this.#removeSuperfluous();
  }

  /**
   * Goes through the system calls of a take-over without effect, and through some turns of the event loop with nothing
   * due, so that the first real one finds the way warm.
   */
  warm(): void {
    for (let round = 0; round < warmRounds; round += 1) {
      this.#sockets.warm();
      this.#configurator.warm();
      this.#announcer.warm();
    }
    for (let round = 0; round < filterRounds; round += 1) this.#shutter.warm();
    this.#ringsToCome = warmRings;
    this.#alarm.set(this.#ports.clock.now());
  }

  /** Everything as it is now, one instance in each step; with `clear` their counters begin anew. */
  statusInSteps(clear: boolean): Generator<undefined, VrrpStatus> {
    // What the kernel has told by now is part of it.
    this.#monitor.drain();
    this.#flushNetwork();
    return this.#engine.statusInSteps(this.#ports.clock.now(), clear);
  }

  /** What the process before this one knew of other routers; after `configure`. */
  recall(recollection: Recollection): void {
    this.#handle({ kind: "recall", ...recollection });
  }

  /** Whom each instance has heard, one in each step, for whoever comes after this process. */
  leftPeersInSteps(): Generator<KnownPeers, undefined> {
    return this.#engine.leftPeersInSteps();
  }

  /** The interfaces of the machine, with their addresses. */
  interfaces(): readonly InterfaceFacts[] {
    const addresses = new Map<number, IpAddress[]>();
    for (const { interfaceIndex, prefix } of this.#monitor.addresses()) {
      const known = addresses.get(interfaceIndex);
      if (known === undefined) addresses.set(interfaceIndex, [prefix.address]);
      else known.push(prefix.address);
    }
    return this.#monitor.links().map((link) => ({ ...link, addresses: addresses.get(link.index) ?? [] }));
  }

  /** Who is withheld, all of it. True: what comes of an order is not known yet; an event will tell. */
  maintain(orders: readonly MaintenanceOrder[]): boolean {
    this.#handle({ kind: "maintenance", orders });
    return this.#engine.isHandingOver;
  }

  /** How it is with a script; undefined: there is none of that name. */
  script(name: string): ScriptStatus | undefined {
    return this.#engine.script(name);
  }

  /** How it stands with the engine, for a recording that begins now. */
  standings(): Standings {
    return standingsOf(this.#engine);
  }

  /** Where an instance or a group is; undefined: there is none of that name. */
  standing(subject: {
    readonly type: "INSTANCE" | "GROUP";
    readonly name: string;
  }): ReturnType<VrrpEngine["standing"]> {
    return this.#engine.standing(subject.type, subject.name);
  }

  /** A large transition is under way. */
  get isBusy(): boolean {
    return !this.#work.isIdle;
  }

  /**
   * Resigns everywhere, which is done when it returns. `released` is called when the last address is gone: once the
   * successors are there, or never if it is closed before.
   */
  stop(released: () => void): void {
    this.#whenReleased = released;
    this.#handle({ kind: "stop" });
    this.#work.finish();
    this.#scripts.killAll();
  }

  close(): void {
    this.#work.finish();
    this.#closed = true;
    this.#alarm.close();
    this.#files.close();
    this.#processes.close();
    this.#monitor.close();
    this.#sockets.closeOthers([]);
    this.#announcer.close();
    this.#devices.close();
    this.#shutter.close();
    this.#configurator.close();
  }

  /** What has arrived is heard before a timeout is believed. Adverts that are due do not depend on it and go first. */
  #ring(): void {
    // What was heard meanwhile has put off the deadline and left the alarm where it was.
    const late = this.#lateness();
    if (this.#ringsToCome === 0 && (late === undefined || late < 0)) return this.#alarm.set(this.#engine.deadline);
    this.#serve();
    if (late !== undefined && late >= 0) this.#measures.timerLateness.add(late);
    return undefined;
  }

  #serve(): void {
    this.#monitor.drain();
    this.#flushNetwork();
    if (this.#isMasterInTime()) {
      this.#handle({ kind: "tick", only: "masters" });
      if (!this.#isDue()) return;
    }
    this.#sockets.drain(this.#tickMasters);
    this.#handle({ kind: "tick" });
    if (this.#ringsToCome > 0) {
      this.#ringsToCome -= 1;
      this.#alarm.set(this.#ports.clock.now());
    }
  }

  /** While a flood is heard to its end, adverts that are due do not wait for it. */
  readonly #tickMasters = (): void => {
    if (this.#isDue()) this.#handle({ kind: "tick", only: "masters" });
  };

  #isDue(): boolean {
    const late = this.#lateness();
    return late !== undefined && late >= 0;
  }

  /** How long the earliest deadline has been due; negative: it is not; undefined: there is none. */
  #lateness(): Duration | undefined {
    const { deadline } = this.#engine;
    return deadline === undefined ? undefined : elapsed(deadline, this.#ports.clock.now());
  }

  /** A master that has slept long may have been followed by another one: it listens first. */
  #isMasterInTime(): boolean {
    const late = this.#engine.isMasterNext ? this.#lateness() : undefined;
    return late !== undefined && late >= 0 && late < sleepLimit;
  }

  #flushNetwork(): void {
    if (this.#networkChanges.length === 0 || this.#closed) return;
    // A VMAC interface that has gone is back before anybody hears of it.
    this.#devices.restore();
    const changes = this.#networkChanges;
    this.#networkChanges = [];
    if (changes.some((change) => change.kind === "link" || change.kind === "link-removed")) this.#openSockets();
    this.#handle({ kind: "network", changes });
  }

  #openSockets(): void {
    this.#devices.restore();
    this.#shutter.quieten(this.#devices);
    const instances = this.#config?.instances ?? [];
    const linkOf = (name: string): Link | undefined => (this.#devices.refuses(name) ? undefined : this.#linkOf(name));
    const failures = this.#sockets.open(instances, linkOf);
    for (const { name, interface: link } of instances) {
      const failure = failures.find(({ instance }) => instance.name === name);
      // Why a VMAC interface is missing has been told.
      const error = failure?.error === noDevice ? undefined : failure?.error;
      this.#troubles.note(`(${name}) cannot open socket on ${link}`, error);
    }
    const deaf = new Set(failures.map(({ instance }) => instance.name));
    if (deaf.size > 0 || this.#isDeaf) this.#handle({ kind: "deaf", instances: deaf });
    this.#isDeaf = deaf.size > 0;
  }

  /** Nearly everything that a backup hears only puts off its deadline: the alarm may ring too early. */
  #hear(input: PacketInput): void {
    const now = this.#ports.clock.now();
    if (!this.#engine.hearAgain(now, input)) return this.#handle(input, now);
    this.#journal?.alive(now);
    this.#recorder?.handled(now, input, noEffects);
    this.#recorder?.performed(noEffects);
    return undefined;
  }

  #handle(input: Input, now: Instant = this.#ports.clock.now()): void {
    const effects = this.#engine.handle(now, input);
    this.#recorder?.handled(now, input, effects);
    if (input.kind === "configure") this.#journal?.plan(now, this.#engine);
    else this.#journal?.before(now, effects);
    for (const effect of effects) this.#perform(effect, now);
    this.#alarm.set(this.#engine.deadline);
    this.#journal?.after(now, effects, this.#work.isIdle && !this.#engine.isLingering);
    this.#recorder?.performed(effects);
    for (const effect of effects) {
      if (effect.kind === "event") this.#listener.event(effect.event);
      else if (effect.kind === "announce") this.#routerFlags.refresh();
    }
    if (this.#hasDeparted && this.#engine.departed.length === 0) {
      this.#hasDeparted = false;
      // Not from inside a socket's own call.
      queueMicrotask(() => this.#removeSuperfluous());
    }
    if (this.#whenReleased !== undefined && !this.#engine.isLingering) {
      const released = this.#whenReleased;
      this.#whenReleased = undefined;
      this.#work.finish();
      released();
    }
  }

  /**
   * Sockets and devices that nobody needs: instances that have gone still hear their successors, and hold addresses.
   */
  #removeSuperfluous(): void {
    if (this.#closed) return;
    const { departed } = this.#engine;
    this.#hasDeparted = departed.length > 0;
    this.#sockets.closeOthers([...(this.#config?.instances ?? []), ...departed]);
    const inUse = departed.flatMap((config) => [config, ...held(config).addresses].map((each) => each.interface));
    // One that was there may have stood in the way of another.
    if (this.#devices.removeOthers(new Set([...inUse, ...departed.map(advertInterface)]))) this.#openSockets();
  }

  #perform(effect: Effect, now: Instant): void {
    switch (effect.kind) {
      case "send": {
        const { instance, destination } = effect;
        const error = this.#sockets.send(effect);
        if (error === undefined) this.#journal?.advertised(instance.name, now);
        if (error !== undefined || !this.#troubles.isEmpty) {
          this.#troubles.note(`(${instance.name}) Cant send advert to ${destination.toString()}`, error);
        }
        return;
      }
      case "hold":
        this.#work.add({ kind: "change", changes: new KernelChanges("add", effect, this.#linkOf), done: undefined });
        return;
      case "release":
        this.#work.add({ kind: "change", changes: new KernelChanges("remove", effect, this.#linkOf), done: undefined });
        return;
      case "restore":
        this.#restore(effect);
        return;
      case "shut":
      case "open":
        this.#work.add({ kind: "call", call: () => this.#shutter.change(effect.kind, effect.addresses) });
        return;
      case "announce":
        this.#work.add({ kind: "announce", addresses: effect.addresses, repeat: effect.repeat });
        return;
      case "open-sockets":
        this.#openSockets();
        return;
      case "select-packets":
        this.#troubles.note(`Cannot filter packets on ${effect.interface}`, this.#sockets.select(effect));
        return;
      case "run-script":
        this.#scripts.start(effect.script);
        return;
      case "kill-script":
        this.#scripts.kill(effect.script);
        return;
      case "event":
        return;
      default:
        unreachable(effect);
    }
  }

  readonly #linkOf = (name: string): ReturnType<InterfaceNames["byName"]> => this.#names.byName(name);

  /** What was really gone is what the kernel has taken anew. */
  #restore(effect: Effect & { readonly kind: "restore" }): void {
    const { addresses, routes, rules, instance } = effect;
    const parts = [
      ...addresses.map((address) => ({ addresses: [address], routes: [], rules: [] })),
      ...routes.map((route) => ({ addresses: [], routes: [route], rules: [] })),
      ...rules.map((rule) => ({ addresses: [], routes: [], rules: [rule] })),
    ];
    for (const part of parts) {
      const done: TaskDone = (results) => {
        if (results.length > 0 && results.every((result) => result === undefined))
          this.#handle({ kind: "restored", instance, ...part });
      };
      this.#work.add({ kind: "change", changes: new KernelChanges("add", part, this.#linkOf), done });
    }
  }
}
