import type { Command } from "../base/command.ts";

/** Of a virtual server: whether it has its quorum. Of a real server: whether all of its checkers are up. */
export type LvsState = "UP" | "DOWN";

/** Something about a virtual or a real server that somebody may want to be told. */
export type LvsOccurrence = {
  readonly state: LvsState;
  /** Undefined: nothing was told before. */
  readonly oldState: LvsState | undefined;
  /** Mail is wanted (`smtp_alert`). */
  readonly mail: boolean;
  /** What a mail says first, in the words of the reference: "TCP CHECK failed on service". */
  readonly summary: string;
  /** Why, in words, for people. */
  readonly reason: string;
} & (
  | {
      readonly kind: "virtual-server";
      /** "[192.0.2.1]:tcp:80", as the FIFOs write it; so are the others. */
      readonly name: string;
      /** `quorum_up` or `quorum_down`, which knows its account. */
      readonly script: Command | undefined;
      /** Weight of the servers that are up, and the quorum it is compared with. */
      readonly live: number;
      readonly quorum: number;
    }
  | {
      readonly kind: "real-server";
      readonly name: string;
      readonly virtualServer: string;
      /** `notify_up` or `notify_down`, which knows its account. */
      readonly script: Command | undefined;
      /** False: it is just told what was assumed (`rs_init_notifies`). */
      readonly isChange: boolean;
    }
  /** One of several checkers of a server: `state` is its own. */
  | { readonly kind: "checker"; readonly name: string; readonly virtualServer: string; readonly checker: number }
);
