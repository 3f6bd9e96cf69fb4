import type { IpAddress } from "../base/ip-address.ts";
import { AdvertTemplate } from "./adverts.ts";
import type { Burst } from "./announcements.ts";
import type { InstanceConfig } from "./config.ts";
import type { CounterSet } from "./counters.ts";
import { extraAddresses } from "./extra-announcements.ts";
import { held } from "./held.ts";
import type { InstanceOutput } from "./instance-output.ts";
import type { OwnerConflict } from "./owner-conflict.ts";
import type { PacketMemory } from "./packet-memory.ts";

type Tools = {
  readonly memory: PacketMemory;
  readonly output: InstanceOutput;
  readonly counters: CounterSet;
  readonly ownerConflict: OwnerConflict;
};

/** What an instance says on the wire: its adverts, to other routers, and where its addresses are, to hosts. */
export class Speech {
  readonly #tools: Tools;
  #config: InstanceConfig;
  #template: AdvertTemplate;
  #source: IpAddress | undefined;

  constructor(config: InstanceConfig, tools: Tools) {
    this.#tools = tools;
    this.#config = config;
    this.#template = new AdvertTemplate(config, tools.memory);
  }

  /** The address that adverts are sent from; undefined: there has been none yet. */
  get source(): IpAddress | undefined {
    return this.#source;
  }

  /** While there is none the last one stays, for a last word. */
  sendFrom(source: IpAddress | undefined): void {
    this.#source = source ?? this.#source;
  }

  /** Returns the adverts of until now, for `repeats`. */
  configure(config: InstanceConfig): AdvertTemplate {
    const before = this.#template;
    this.#config = config;
    this.#template = new AdvertTemplate(config, this.#tools.memory);
    return before;
  }

  /** Whether the next advert is what was sent last by these adverts, which are another configuration's. */
  repeats(before: AdvertTemplate, priority: number): boolean {
    return this.source !== undefined && this.#template.repeats(before, this.source, priority);
  }

  /** False when there is no address to send from. */
  advertise(priority: number): boolean {
    const { source } = this;
    if (source === undefined) return false;
    const { output, counters, ownerConflict } = this.#tools;
    const adverts = this.#template.encode(source, priority);
    counters.sent += 1;
    ownerConflict.advertSent();
    if (priority === 0) counters.priorityZeroSent += 1;
    output.send(this.#config, source, adverts);
    return true;
  }

  /** Priority 0. False when there is no address to send from. */
  resign(): boolean {
    if (!this.advertise(0)) return false;
    this.#tools.output.report({ kind: "priority-zero-sent", instance: this.#config.name });
    return true;
  }

  announce(burst: Burst): void {
    const addresses = burst.reason === "extra" ? extraAddresses(this.#config) : held(this.#config).addresses;
    this.#tools.output.announce(this.#config.name, addresses, burst);
  }
}
