import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type Duration, elapsed, type Instant, seconds } from "../../base/time.ts";
import type { StateName } from "../../vrrp/events.ts";
import { nothingHeld } from "../../vrrp/held.ts";
import type { LeftInstance, Predecessor } from "../../vrrp/predecessor.ts";
import { isOrphan } from "../pid-file.ts";
import { currentBoot, currentNetwork, isAlive, type ProcessIdentity } from "../process-identity.ts";
import { type Surroundings, untouched } from "../surroundings.ts";
import { Beats } from "./beats.ts";
import { endPrograms } from "./programs.ts";
import { type JournalRecord, readRecord } from "./record.ts";

/** A process that lost its supervisor ends within this, or the machine is in no state to serve anyway. */
const patience: Duration = seconds(2);

/** The longest pause before a dead process is replaced: what was told before that is told again. */
const memory: Duration = seconds(60);

/** What a vrrp process that starts finds of the one before it. */
export type Succession = {
  readonly predecessor: Predecessor;
  readonly surroundings: Surroundings;
  /** It was at work until a moment ago: what it was told and has heard still means something. */
  readonly isRecent: boolean;
  /** What scripts, FIFOs and mail were told last, by the name of the instance. */
  readonly told: ReadonlyMap<string, StateName>;
  /** It was still serving, without its supervisor: its number. */
  readonly replaced: number | undefined;
  /** Events that it could tell nobody. */
  readonly untold: number;
};

/** As `endProcess` of the platform. */
export type EndProcess = (pid: number, isRight: () => boolean, within: Duration) => boolean;

/**
 * Takes over from the process that wrote the journal: one that is still there, as when only the supervisor has died, is
 * ended first, and then its last words are read. What it had running is ended. Undefined when nobody has left anything
 * that means something here. `network` is the network namespace of this process.
 */
export function succeed(
  directory: string,
  network: string,
  now: () => Instant,
  endProcess: EndProcess,
): Succession | undefined {
  const found = readRecord(directory);
  if (found === undefined || found.writer.boot !== currentBoot() || found.network !== network) return undefined;
  const { writer } = found;
  const wasAlive = isAlive(writer);
  if (wasAlive && !endProcess(writer.pid, () => isAlive(writer), patience)) return undefined;
  const record = readRecord(directory) ?? found;
  const beats = readBeats(join(directory, record.beats));
  if (beats === undefined) return undefined;
  endPrograms(beats.programs, writer);
  const instances = record.instances.map((instance) => leftInstance(instance, beats, now));
  const { statics = nothingHeld, surroundings = untouched } = record;
  const isRecent = elapsed(beats.aliveAt, now()) <= memory;
  return {
    predecessor: { instances, verdicts: new Map(Object.entries(record.verdicts)), statics },
    surroundings,
    isRecent,
    told: isRecent ? statesTold(record, beats) : new Map(),
    replaced: wasAlive ? writer.pid : undefined,
    untold: beats.untold,
  };
}

/** The process of a living daemon that keeps its journal there. */
export function findOwner(directory: string): number | undefined {
  const record = readRecord(directory);
  const isOwned = record !== undefined && isAlive(record.writer) && !isOrphan(record.writer.pid);
  return isOwned ? record.writer.pid : undefined;
}

/** The process that serves without a supervisor in the network namespace of this process, and can be taken over. */
export function findOrphan(directory: string): ProcessIdentity | undefined {
  const record = readRecord(directory);
  if (record === undefined || record.network !== currentNetwork() || !isAlive(record.writer)) return undefined;
  return isOrphan(record.writer.pid) ? record.writer : undefined;
}

function leftInstance(
  { slot, ...holding }: JournalRecord["instances"][number],
  beats: Beats,
  now: () => Instant,
): LeftInstance {
  if (slot === undefined) return { ...holding, advertisedAt: undefined };
  const at = beats.advertisedAt(slot);
  // A time to come is none of this clock.
  return { ...holding, state: beats.state(slot), advertisedAt: at !== undefined && at <= now() ? at : undefined };
}

function statesTold({ instances }: JournalRecord, beats: Beats): ReadonlyMap<string, StateName> {
  return new Map(
    instances.flatMap(({ name, slot }) => {
      const state = slot === undefined ? "init" : beats.told(slot);
      return state === "init" ? [] : [[name, state] as const];
    }),
  );
}

function readBeats(path: string): Beats | undefined {
  try {
    const bytes = readFileSync(path);
    return new Beats(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  } catch {
    return undefined;
  }
}
