import type { Duration } from "../../base/time.ts";
import type { Fault, FaultKind } from "../faults/fault.ts";
import type { VrrpConfig } from "../../vrrp/config.ts";
import type { Trackable } from "../trackables.ts";
import type { ServerAction, ServerExpectation } from "./server-words.ts";

/** What a step does to the cluster. */
export type Action =
  | { readonly kind: "kill" | "stop" | "start" | "maintenance-on" | "maintenance-off"; readonly node: string }
  | { readonly kind: "cut" | "plug"; readonly node: string; readonly interfaces: readonly string[] }
  | { readonly kind: "fail" | "hang" | "recover"; readonly node: string; readonly trackable: Trackable }
  | { readonly kind: "pause"; readonly node: string; readonly length: Duration }
  | { readonly kind: "fault"; readonly fault: Fault }
  | { readonly kind: "mend"; readonly what: FaultKind }
  /** To the file that the node changes to. */
  | { readonly kind: "reload"; readonly node: string; readonly config: VrrpConfig }
  | ServerAction;

/** `at` counts from the beginning of the story. */
export type Step = { readonly at: Duration; readonly action: Action };

export type Expectation = { readonly line: number; readonly text: string } & (
  | ServerExpectation
  | {
      /** Who has the address at that time; `since` is the step that the line is about. */
      readonly kind: "owner";
      readonly address: string;
      /** Undefined: nobody. */
      readonly node: string | undefined;
      readonly since: Duration;
      readonly at: Duration;
    }
  | {
      readonly kind: "never";
      readonly what: "two" | "nobody";
      readonly longerThan: Duration;
      /** Undefined: all addresses. */
      readonly address: string | undefined;
      /** The part of the story that it is about; undefined: from its beginning, to its end. */
      readonly from: Duration | undefined;
      readonly until: Duration | undefined;
    }
);

/** Timed steps, and what is expected of the cluster meanwhile. */
export type Story = {
  /** All nodes run and have settled when the story begins; false: all are off. */
  readonly beginsRunning: boolean;
  /** Of the chance in its faults. */
  readonly seed: number;
  readonly steps: readonly Step[];
  readonly expectations: readonly Expectation[];
};

/** Line and column count from 1. */
export type StoryMistake = {
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly message: string;
  readonly cure: string;
};

export type StoryReading =
  | { readonly kind: "read"; readonly story: Story }
  | { readonly kind: "wrong"; readonly mistakes: readonly StoryMistake[] };
