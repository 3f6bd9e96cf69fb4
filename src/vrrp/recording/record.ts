import type { Instant } from "../../base/time.ts";
import type { StateName, VrrpEvent } from "../events.ts";
import type { Input } from "../inputs.ts";
import type { Verdict } from "../script-tracker.ts";

/** Another version means something else by its words: it is not read. */
export const recordingVersion = 1;

/** What a part of a recording begins with. */
export type SegmentHead = {
  /** Of the program that has written it: another one may decide otherwise. */
  readonly program: string;
  /** The process whose inputs follow: two processes never have the same. */
  readonly run: string;
  /** One more than that of the segment before. */
  readonly number: number;
  /**
   * "start": the first input of the process follows. "middle": after some inputs there is what is known then, for who
   * has not what was before.
   */
  readonly begins: "start" | "middle";
  readonly at: Instant;
  /** The time of `at`, microseconds of the Unix epoch. */
  readonly wall: number;
  /** `--release-at-once`. */
  readonly releasesAtOnce: boolean;
};

/** How it stands with an instance in the middle of its life. */
export type Standing = {
  readonly name: string;
  readonly state: StateName;
  /** When it is to advertise as master, or to take over as backup. */
  readonly timer: Instant | undefined;
  /** When, as a backup, it heard its master last. */
  readonly heardAt: Instant | undefined;
};

export type Standings = {
  readonly instances: readonly Standing[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Masters wait for their successors. */
  readonly isHandingOver: boolean;
};

/** What is compared with what a replay does. */
export type Transition = VrrpEvent & { readonly kind: "instance-state" | "group-state" };

/** What a recording consists of. */
export type Recorded =
  | { readonly kind: "segment"; readonly head: SegmentHead }
  /** What the engine was told. */
  | { readonly kind: "input"; readonly at: Instant; readonly input: Input }
  /** What it had done by then, from what the input before says. */
  | { readonly kind: "transition"; readonly at: Instant; readonly event: Transition }
  /** In a segment that begins in the middle: what an engine has to be told to know as much. */
  | { readonly kind: "known"; readonly at: Instant; readonly input: Input }
  /** The last of what is known. `lost`: inputs before it that were not written, as the disk was full or slow. */
  | ({ readonly kind: "standings"; readonly at: Instant; readonly lost: number } & Standings);

export function isTransition(event: VrrpEvent): event is Transition {
  return event.kind === "instance-state" || event.kind === "group-state";
}
