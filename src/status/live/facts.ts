import type { ScriptOutcome } from "../../vrrp/script-tracker.ts";
import { BoundedMap } from "./bounded-map.ts";
import type { CauseLink } from "./event-record.ts";

/** Names that facts are remembered of, for each kind of fact. */
export const factLimit = 10_000;

/** Something that has been recorded: `id` is its record's, `at` microseconds of the monotonic clock. */
export type Known<T> = T & { readonly id: number; readonly at: number };

/** The last result of a script. */
export type ScriptFact = {
  readonly outcome: ScriptOutcome;
  readonly output: readonly string[];
  readonly inARow: number;
};

/** Something that has happened, and why. */
export type ChainFact = { readonly text: string; readonly causes: readonly CauseLink[] };

export type RejectionFact = { readonly source: string; readonly link: CauseLink };

export type PriorityFact = ChainFact & {
  readonly from: number;
  readonly to: number;
  readonly parts: readonly { readonly label: string; readonly amount: number }[];
};

/** What the last events were, as far as later ones may have been caused by them. */
export class Facts {
  /** By the name of the script, the interface, the file, the process. */
  readonly scripts: BoundedMap<string, Known<ScriptFact>> = new BoundedMap(factLimit);
  readonly links: BoundedMap<string, Known<ChainFact>> = new BoundedMap(factLimit);
  readonly files: BoundedMap<string, Known<ChainFact & { readonly from: number; readonly to: number }>> =
    new BoundedMap(factLimit);
  readonly processes: BoundedMap<string, Known<ChainFact & { readonly count: number }>> = new BoundedMap(factLimit);
  /** By the name of the instance, or of the group. */
  readonly transitions: BoundedMap<string, Known<ChainFact>> = new BoundedMap(factLimit);
  readonly priorities: BoundedMap<string, Known<PriorityFact>> = new BoundedMap(factLimit);
  readonly rejections: BoundedMap<string, Known<RejectionFact>> = new BoundedMap(factLimit);
  readonly stalls: BoundedMap<string, Known<ChainFact & { readonly late: number }>> = new BoundedMap(factLimit);
  /** By "service", "service server" and "service server checker". */
  readonly balancing: BoundedMap<string, Known<ChainFact>> = new BoundedMap(factLimit);
  /** By the name of the process. */
  readonly deaths: BoundedMap<string, Known<ChainFact>> = new BoundedMap(factLimit);
  readonly silences: BoundedMap<string, Known<ChainFact>> = new BoundedMap(factLimit);
  /** Of the daemon. */
  stop: Known<ChainFact> | undefined;
  reload: Known<ChainFact> | undefined;
  refusal: Known<ChainFact> | undefined;
  command: Known<ChainFact & { readonly command: string; readonly user: string }> | undefined;
}
