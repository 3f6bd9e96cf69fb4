import { rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { Instant } from "../../base/time.ts";
import type { Effect } from "../../vrrp/effects.ts";
import type { StateName } from "../../vrrp/events.ts";
import { type Held, nothingHeld } from "../../vrrp/held.ts";
import type { Holding } from "../../vrrp/predecessor.ts";
import type { Verdict } from "../../vrrp/script-tracker.ts";
import { errorCode } from "../error-code.ts";
import type { ProcessIdentity } from "../process-identity.ts";
import { type Surroundings, untouched } from "../surroundings.ts";
import { type Beats, slotLimit } from "./beats.ts";
import { type RecordedInstance, recordPath, writeRecord } from "./record.ts";

export type JournalPlace = {
  readonly directory: string;
  readonly writer: ProcessIdentity;
  readonly network: string;
  /** The file of the beats in the directory. */
  readonly beatsFile: string;
};

/** What the journal asks of the engine. */
export type JournalSource = {
  readonly holdings: readonly Holding[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly staticHoldings: Held;
};

/**
 * What the vrrp process leaves to the one after it if it dies: what it may hold is written before it is held, who is
 * master and when it was last heard are stores into memory. Nothing of it waits, or takes time worth naming, between a
 * timeout and the announcements.
 */
export class VrrpJournal {
  readonly #place: JournalPlace;
  readonly #beats: Beats;
  readonly #trouble: (message: string) => void;
  #slots: ReadonlyMap<string, number> = new Map();
  #instances: readonly RecordedInstance[] = [];
  #source: JournalSource | undefined;
  /** What the record still has of configurations before. */
  #former: readonly RecordedInstance[] = [];
  #surroundings: Surroundings = untouched;
  #isWriting = false;
  #isBroken = false;

  /** `trouble` is told when the record cannot be written. */
  constructor(place: JournalPlace, beats: Beats, trouble: (message: string) => void) {
    this.#place = place;
    this.#beats = beats;
    this.#trouble = trouble;
  }

  /** So many events have not come to the supervisor. */
  untold(count: number): void {
    this.#beats.setUntold(count);
  }

  /** A configuration is about to take effect; `source` is as it will be then. */
  plan(now: Instant, source: JournalSource): void {
    const before = this.#slots;
    const taken = new Set(before.values());
    let free = 0;
    const place = (): number | undefined => {
      while (taken.has(free)) free += 1;
      taken.add(free);
      return free < slotLimit ? free : undefined;
    };
    const planned = source.holdings.map((holding) => ({ ...holding, slot: before.get(holding.name) ?? place() }));
    for (const { name, slot, state } of planned) {
      if (slot === undefined || before.has(name)) continue;
      this.#beats.advertised(slot, state === "master" ? now : undefined);
      this.#beats.setState(slot, state);
      this.#beats.setTold(slot, "init");
    }
    for (const { name, slot, state } of planned) {
      if (slot !== undefined && before.has(name) && state === "master") this.#beats.setState(slot, state);
    }
    // Until the release is done, what was held before may be there as well.
    const former = this.#instances
      .filter(({ slot }) => slot !== undefined && this.#beats.state(slot) === "master")
      .map((instance): RecordedInstance => ({ ...instance, state: "master", slot: undefined }));
    this.#former = [...this.#former, ...former];
    this.#slots = new Map(planned.flatMap(({ name, slot }) => (slot === undefined ? [] : [[name, slot]])));
    this.#source = source;
    this.#instances = planned;
    this.#write();
  }

  /** These effects are about to be performed. */
  before(now: Instant, effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.kind !== "event" || effect.event.kind !== "instance-state" || effect.event.to !== "master") continue;
      const slot = this.#slots.get(effect.event.instance);
      if (slot === undefined) continue;
      this.#beats.advertised(slot, now);
      this.#beats.setState(slot, "master");
    }
  }

  /** The kernel has taken an advert. */
  advertised(instance: string, now: Instant): void {
    const slot = this.#slots.get(instance);
    if (slot !== undefined) this.#beats.advertised(slot, now);
  }

  /** More, or less, has to be left as it was. */
  surround(some: Partial<Surroundings>): void {
    this.#surroundings = { ...this.#surroundings, ...some };
    this.#writeSoon();
  }

  /** Scripts, FIFOs and mail have been told. */
  told(instance: string, state: StateName): void {
    const slot = this.#slots.get(instance);
    if (slot !== undefined) this.#beats.setTold(slot, state);
  }

  /** The process runs, whether there is anything to do or not. */
  alive(now: Instant): void {
    this.#beats.alive(now);
  }

  /** These effects have been performed. `isSettled`: everything that was to be released is. */
  after(now: Instant, effects: readonly Effect[], isSettled: boolean): void {
    this.#beats.alive(now);
    for (const effect of effects) {
      if (effect.kind !== "event") continue;
      if (effect.event.kind === "script-verdict") this.#writeSoon();
      if (effect.event.kind !== "instance-state") continue;
      const slot = this.#slots.get(effect.event.instance);
      if (slot !== undefined) this.#beats.setState(slot, effect.event.to);
    }
    if (isSettled && this.#former.length > 0) {
      this.#former = [];
      this.#writeSoon();
    }
  }

  /** Nothing is held any more: there is nothing to be left. */
  close(): void {
    this.#isBroken = true;
    rmSync(recordPath(this.#place.directory), { force: true });
    rmSync(join(this.#place.directory, this.#place.beatsFile), { force: true });
    try {
      rmdirSync(this.#place.directory);
    } catch {
      // Somebody has put something else there.
    }
  }

  #writeSoon(): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    setImmediate(() => {
      this.#isWriting = false;
      this.#write();
    });
  }

  #write(): void {
    if (this.#isBroken) return;
    const instances = [...this.#instances, ...this.#former];
    const { directory, writer, network, beatsFile } = this.#place;
    const verdicts = Object.fromEntries(this.#source?.verdicts ?? []);
    const statics = this.#source?.staticHoldings ?? nothingHeld;
    try {
      writeRecord(directory, {
        writer,
        network,
        beats: beatsFile,
        instances,
        verdicts,
        statics,
        surroundings: this.#surroundings,
      });
    } catch (error) {
      this.#isBroken = true;
      this.#trouble(`Cannot write to ${directory} (${errorCode(error)}): whoever replaces this process starts anew`);
    }
  }
}
