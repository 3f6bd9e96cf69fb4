import type { InstanceState } from "../live/status-document.ts";

/**
 * Why an instance or a sync group is where it is: its last fail-over told in sentences. Every statement is evidence
 * from records and the status document; what is inferred from them says "probably" and why. Times are microseconds of
 * the Unix epoch, lengths of time microseconds.
 */
export type Explanation = {
  readonly version: 1;
  readonly name: string;
  readonly of: "instance" | "group";
  /** Undefined: there is no document that names it. */
  readonly node: string | undefined;
  /** "VI_1 became MASTER on node1", "VI_1 is BACKUP on node1". */
  readonly headline: string;
  /** Of the transition, or since when it is so; undefined: that is not known. */
  readonly at: number | undefined;
  /** Where it is now; undefined: no daemon runs. */
  readonly state: InstanceState | undefined;
  /** When this was told; undefined: from a journal alone. */
  readonly told: number | undefined;
  /** In the order of time. */
  readonly seen: readonly Sight[];
  /** What should have been there, or was not. */
  readonly missing: readonly string[];
  /** From the transition to what began it. */
  readonly why: readonly string[];
  /** What else is known that bears on it, or that is wrong besides. */
  readonly hints: readonly Hint[];
  /** One or two steps, the most urgent first. */
  readonly toDo: readonly string[];
};

/** Something that happened; `offset` after the transition, negative when it was before. */
export type Sight = {
  readonly at: number;
  readonly offset: number;
  readonly text: string;
  /** The id of its record; undefined: it is worked out of another one. */
  readonly record: number | undefined;
};

export type HintKind =
  | "adverts-rejected"
  | "protocol-not-heard"
  | "split-brain"
  | "process-late"
  | "process-died"
  | "process-silent"
  | "link-down"
  | "address-removed"
  | "address-list-differs"
  | "vrid-conflict"
  | "other-vrids"
  | "wrong-mode"
  | "own-address"
  | "maintenance"
  | "reload"
  | "flapping"
  | "program-failed"
  | "records-lost"
  | "warning";

export type Hint = {
  readonly kind: HintKind;
  /** When it was so for the last time; undefined: it still is. */
  readonly at: number | undefined;
  readonly text: string;
};

/** What a part of the investigation has found out. */
export type Finding = Hint & {
  /** What it is about: found in two ways it is told once. */
  readonly key: string;
  readonly cure: string | undefined;
};

/** What is behind a cause. */
export type Reasoning = {
  readonly why: readonly string[];
  readonly missing: readonly string[];
  readonly toDo: readonly string[];
  /** Keys of findings that `why` tells already. */
  readonly told: readonly string[];
};

export const nothing: Reasoning = { why: [], missing: [], toDo: [], told: [] };

/** One after the other. */
export function join(...parts: readonly Partial<Reasoning>[]): Reasoning {
  return {
    why: parts.flatMap(({ why = [] }) => why),
    missing: parts.flatMap(({ missing = [] }) => missing),
    toDo: parts.flatMap(({ toDo = [] }) => toDo),
    told: parts.flatMap(({ told = [] }) => told),
  };
}
