import { assert } from "../base/assert.ts";
import { Rng } from "../base/rng.ts";
import { type Duration, earlier, instant, type Instant, later, printDuration, zeroDuration } from "../base/time.ts";
import type { VrrpConfig } from "../vrrp/config.ts";
import type { Input } from "../vrrp/inputs.ts";
import { Chronicle } from "./chronicle.ts";
import type { Companion } from "./companion.ts";
import { describeFault, describeMending } from "./faults/describe.ts";
import type { Fault, FaultKind } from "./faults/fault.ts";
import { LateAlarm } from "./faults/late-alarm.ts";
import { PausedInbox } from "./faults/paused-inbox.ts";
import { type Behaviour, Machine } from "./machine.ts";
import type { Network } from "./network.ts";
import { type Pending, PendingQueue } from "./pending.ts";
import { Performer } from "./performer.ts";
import type { Trackable } from "./trackables.ts";
import { heard, Wire } from "./wire.ts";

/** The configuration that a node runs at the beginning. */
export type Start = { readonly name: string; readonly config: VrrpConfig };

/** `seed`: of the chance in faults; without faults there is none. */
export type WorldOptions = { readonly traces?: boolean | undefined; readonly seed?: number | undefined };

/** Of a world that is not told of another one. */
export const usualSeed = 1;

/**
 * Nodes of a cluster on a virtual network in virtual time: their engines are those of the daemon. Nothing is left to
 * chance but faults, and theirs has a seed: the same commands give the same trace. A machine that is killed keeps
 * nothing, as its power is off.
 */
export class World {
  readonly machines: readonly Machine[];
  readonly chronicle: Chronicle;
  readonly #pending = new PendingQueue();
  readonly #rng: Rng;
  readonly #wire: Wire;
  readonly #performer: Performer;
  #now: Instant = instant(0);
  #companion: Companion | undefined;

  constructor(nodes: readonly Start[], network: Network, { traces = false, seed = usualSeed }: WorldOptions = {}) {
    this.#rng = new Rng(seed);
    this.machines = nodes.map(({ name, config }) => {
      const own = network.nodes.get(name);
      assert(own !== undefined, `${name} is not in the network`);
      return new Machine(name, config, own);
    });
    this.chronicle = new Chronicle(this.machines, traces);
    this.#wire = new Wire(this.machines, network, this.#rng);
    this.#performer = new Performer(this.#wire, this.#pending, this.chronicle);
  }

  get now(): Instant {
    return this.#now;
  }

  /** From now on it hears of everything that happens to the machines. */
  accompany(companion: Companion): void {
    this.#companion = companion;
  }

  machine(name: string): Machine {
    const found = this.machines.find((each) => each.name === name);
    assert(found !== undefined, `no node ${name}`);
    return found;
  }

  // --- What happens to nodes -----------------------------------------------------------------------------------

  /** The machine is switched on, and the daemon started: one that runs already goes on. */
  start(name: string): void {
    const machine = this.machine(name);
    const { engine, isStopping, inbox } = machine;
    const isGoing = isStopping || inbox?.hasStop === true;
    if (engine !== undefined && !isGoing) return;
    // What the one before it still keeps for a successor, the new one finds and takes away.
    if (isGoing) this.kill(name);
    this.#log(`${name} starts`);
    machine.begin();
    this.chronicle.noteAddresses(this.#now, machine);
    this.#handle(machine, { kind: "network", changes: machine.findings() });
    this.#configure(machine, machine.config);
    if (machine.orders.length > 0) this.#handle(machine, { kind: "maintenance", orders: machine.orders });
    this.#companion?.changed(this.#now, machine);
  }

  /** Power off: nothing is said, nothing is left. */
  kill(name: string): void {
    const machine = this.machine(name);
    this.#log(`${name} is killed`);
    machine.engine = undefined;
    machine.inbox = undefined;
    const addresses = machine.addresses();
    machine.isOn = false;
    machine.held.clear();
    for (const address of addresses) this.chronicle.noteOwners(this.#now, address);
    this.#companion?.changed(this.#now, machine);
  }

  /** The daemon ends in good order, which takes as long as it holds something for its successor. */
  stop(name: string): void {
    const machine = this.machine(name);
    if (machine.engine === undefined) return;
    this.#log(`${name} stops`);
    this.#handle(machine, { kind: "stop" });
    this.#companion?.changed(this.#now, machine);
  }

  setLink(name: string, link: string, up: boolean): void {
    const machine = this.machine(name);
    this.#log(`${name} ${link} ${up ? "up" : "down"}`);
    const changes = machine.setLink(link, up);
    this.chronicle.noteAddresses(this.#now, machine);
    this.#handle(machine, { kind: "network", changes });
  }

  /** From now on; a script says so when it is next run. */
  behave(name: string, trackable: Pick<Trackable, "kind" | "name">, behaviour: Behaviour): void {
    const machine = this.machine(name);
    this.#log(`${name} ${trackable.kind} ${trackable.name} ${behaviour}`);
    machine.behave(trackable, behaviour);
    if (trackable.kind === "file") {
      this.#handle(machine, { kind: "file-changed", file: trackable.name, content: machine.file(trackable.name) });
    } else if (trackable.kind === "process") {
      this.#handle(machine, { kind: "processes-counted", counts: machine.processes() });
    }
    this.#companion?.changed(this.#now, machine);
  }

  /** An operator wants all instances of the node out, if somebody takes over, or in again. */
  maintain(name: string, isOn: boolean): void {
    const machine = this.machine(name);
    this.#log(`${name} maintenance ${isOn ? "on" : "off"}`);
    const order = { target: undefined, by: "operator", reason: "", since: 0, until: undefined, isTentative: true };
    machine.orders = isOn ? [order] : [];
    this.#handle(machine, { kind: "maintenance", orders: machine.orders });
  }

  /** The daemon gets no time of a processor: it hears nothing and says nothing, and holds what it holds. */
  pause(name: string, length: Duration): void {
    const machine = this.machine(name);
    if (machine.engine === undefined) return;
    this.#log(`${name} is paused for ${printDuration(length)}`);
    const until = later(this.#now, length);
    machine.inbox ??= new PausedInbox(until);
    if (until > machine.inbox.until) machine.inbox.until = until;
    this.#pending.put({ kind: "resume", at: until, machine });
  }

  /** From now on, in place of an earlier one of the same kind about the same packets or timers. */
  setFault(fault: Fault): void {
    this.#log(describeFault(fault));
    if (fault.kind !== "lateness") {
      this.#wire.faults.set(fault);
      return;
    }
    const { node, upTo } = fault;
    for (const machine of node === undefined ? this.machines : [this.machine(node)]) {
      machine.alarm = upTo === 0 ? undefined : new LateAlarm(this.#rng, upTo);
    }
  }

  clearFaults(kind: FaultKind): void {
    this.#log(describeMending(kind));
    if (kind !== "lateness") this.#wire.faults.clear(kind);
    else for (const machine of this.machines) machine.alarm = undefined;
  }

  /** A changed file, and the signal to read it. */
  reload(name: string, config: VrrpConfig): void {
    const machine = this.machine(name);
    this.#log(`${name} reloads`);
    machine.config = config;
    if (machine.engine !== undefined) this.#configure(machine, config);
    this.#companion?.changed(this.#now, machine);
  }

  #configure(machine: Machine, config: VrrpConfig): void {
    this.#wire.forget();
    const { statics, trackGroups, startupDelay, delayAfterBoot = zeroDuration } = config;
    this.#handle(machine, { kind: "statics", statics, trackGroups });
    // A start is one after a boot: the longer delay counts.
    const delay = startupDelay > delayAfterBoot ? startupDelay : delayAfterBoot;
    const started: VrrpConfig = { ...config, startupDelay: delay, delayAfterBoot: zeroDuration };
    this.#handle(machine, { kind: "configure", config: started, files: machine.files() });
    const counts = machine.processes();
    if (counts.size > 0) this.#handle(machine, { kind: "processes-counted", counts });
  }

  // --- Time ----------------------------------------------------------------------------------------------------

  advance(by: Duration): void {
    this.advanceTo(later(this.#now, by));
  }

  /** Lets time pass, in the order of what happens: what has arrived is heard before a timer is believed. */
  advanceTo(end: Instant): void {
    for (;;) {
      let due: Machine | undefined;
      let timer: Instant | undefined;
      for (const machine of this.machines) {
        const deadline = machine.wakesAt;
        if (deadline === undefined || (timer !== undefined && deadline >= timer)) continue;
        timer = deadline;
        due = machine;
      }
      const pending = this.#pending.first;
      const next = earlier(pending?.at, timer);
      if (next === undefined || next > end) break;
      // A timer that is late has been due for some time.
      if (next > this.#now) {
        this.#companion?.advanceTo(next);
        this.#now = next;
      }
      if (pending !== undefined && pending.at <= next) {
        this.#pending.dropFirst();
        this.#deliver(pending);
      } else if (due !== undefined) {
        this.#handle(due, { kind: "tick" });
      }
    }
    this.#companion?.advanceTo(end);
    this.#now = end;
  }

  #deliver(pending: Pending): void {
    if (pending.kind === "resume") {
      this.#resume(pending.machine);
      return;
    }
    if (pending.kind === "script") {
      const { machine, engine, script, outcome } = pending;
      // One that a dead daemon has started is nobody's.
      if (machine.engine !== engine) return;
      this.#handle(machine, { kind: "script-ended", script, outcome, output: "" });
      this.chronicle.noteMoment(this.#now, machine, "script", script);
      return;
    }
    const { machine, base } = pending.target;
    if (machine.engine !== undefined && machine.isUp(base)) this.#handle(machine, heard(pending));
  }

  /** What has come meanwhile is heard before any timer is believed. */
  #resume(machine: Machine): void {
    const { inbox } = machine;
    // It has died since, or is paused for longer by now.
    if (inbox === undefined || inbox.until > this.#now) return;
    this.#log(`${machine.name} goes on`);
    machine.inbox = undefined;
    for (const input of inbox.inputs) this.#handle(machine, input);
  }

  #handle(machine: Machine, input: Input): void {
    const { engine, inbox } = machine;
    if (engine === undefined) return;
    if (inbox !== undefined) {
      inbox.put(input);
      return;
    }
    if (input.kind === "stop") machine.isStopping = true;
    for (const effect of engine.handle(this.#now, input)) {
      if (this.#performer.perform(this.#now, machine, effect)) this.#companion?.changed(this.#now, machine);
    }
    if (machine.isStopping && !engine.isLingering) machine.engine = undefined;
  }

  #log(line: string): void {
    this.chronicle.tell(this.#now, line);
  }
}
