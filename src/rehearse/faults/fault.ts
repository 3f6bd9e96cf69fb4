import type { Duration } from "../../base/time.ts";

/** Which packets a fault is about: those of one segment, from one node, to one node; what is absent is any. */
export type Scope = {
  readonly segment?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** Something that a network or a busy machine does without being broken. `share` is from 0 to 1. */
export type Fault =
  /** A receiver does not get a packet. Only `from` and `to`: one way is lossy and the other is not. */
  | { readonly kind: "loss"; readonly scope: Scope; readonly share: number }
  /** Packets need so much longer, each by something between none and all of the jitter more: they overtake. */
  | { readonly kind: "delay"; readonly scope: Scope; readonly fixed: Duration; readonly jitter: Duration }
  /** A packet comes twice, each of the two with a delay of its own. */
  | { readonly kind: "duplication"; readonly scope: Scope; readonly share: number }
  /** Timers ring up to so long after their time. Without a node: those of all. */
  | { readonly kind: "lateness"; readonly node: string | undefined; readonly upTo: Duration };

export type FaultKind = Fault["kind"];
