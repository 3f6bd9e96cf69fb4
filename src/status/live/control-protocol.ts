import type { EventRecord } from "./event-record.ts";
import type { StatusDocument } from "./status-document.ts";

/**
 * The conversation over the status socket: JSON values, one a line, in UTF-8. A client sends requests, each with an
 * `id` of its choice, and gets lines with that `id` back, as many as there are in the order of the events; `end` is the
 * last.
 */
export type Request = { readonly id: number } & Question;

export type Question =
  | { readonly method: "status" }
  /**
   * Those after the event `after`, or of `since` (microseconds of the Unix epoch) on; with `follow` also what comes.
   */
  | {
      readonly method: "events";
      readonly after?: number | undefined;
      readonly since?: number | undefined;
      /** At most so many of the past, the last ones. */
      readonly limit?: number | undefined;
      readonly follow?: boolean | undefined;
    }
  | ({ readonly method: "command"; readonly user: string } & Command);

/** What an operator can tell the daemon to do. */
export type Command =
  | {
      readonly command: "maintenance";
      readonly on: boolean;
      /** An instance or a sync group; undefined: every instance. */
      readonly target: string | undefined;
      /** Microseconds; undefined: until it is switched off. */
      readonly during: number | undefined;
      readonly reason: string;
      /** Also where nobody takes over. */
      readonly force: boolean;
    }
  /** Names as `status` prints them, or the configuration writes them. */
  | { readonly command: "drain" | "undrain"; readonly service: string; readonly server: string }
  | {
      readonly command: "weight";
      readonly service: string;
      readonly server: string;
      /** Undefined: that of the configuration again. */
      readonly weight: number | undefined;
    }
  | { readonly command: "reload"; readonly plan: boolean }
  | { readonly command: "test-script"; readonly script: string };

export type Answer = { readonly id: number } & (
  | { readonly status: StatusDocument }
  | { readonly event: EventRecord }
  /** A command was carried out, or a plan made: lines for people. */
  | { readonly done: readonly string[] }
  | { readonly error: Refusal }
  | { readonly end: true }
);

/**
 * `too-long` and `too-slow` (events came faster than they were read) are the last that is said. What cannot be told
 * apart by an id of its own is answered with id 0.
 */
export type Refusal = {
  readonly code:
    | "malformed"
    | "too-long"
    | "too-slow"
    | "unknown-method"
    | "unknown-name"
    | "refused"
    | "busy"
    | "not-available";
  readonly message: string;
};

/** Clients at a time. */
export const clientLimit = 64;

/** Bytes of a request, its newline included. */
export const requestLimit = 65_536;
