import type { CheckFailure, CheckStage } from "../../check/outcome.ts";

/**
 * What is said over a connection during one run of a check: told what has come, it says what to do. Knows neither
 * sockets nor time; each stage may take as long as the check's time-out.
 */
export interface Conversation {
  /** What is waited for. */
  readonly stage: CheckStage;
  /** The connection is there. */
  opened(): Turn;
  /** Bytes, at least one, valid only until this returns. */
  received(bytes: Uint8Array): Turn;
  /** The other side has ended the connection without an error. */
  ended(): Turn;
}

export type Turn =
  /** Goes on waiting for the rest. */
  | { readonly kind: "wait" }
  /** Says something, unless it is empty, and begins to wait anew. */
  | { readonly kind: "say"; readonly bytes: Uint8Array }
  /** What follows is known later: `find` calls back once, never from inside, unless it is cancelled. */
  | { readonly kind: "find"; readonly find: (found: (failure: CheckFailure | undefined) => void) => () => void }
  /** Undefined: the check has succeeded. */
  | { readonly kind: "done"; readonly failure: CheckFailure | undefined };

export const wait: Turn = { kind: "wait" };
export const success: Turn = { kind: "done", failure: undefined };
export const nextStage: Turn = { kind: "say", bytes: new Uint8Array(0) };

export function failure(reason: CheckFailure): Turn {
  return { kind: "done", failure: reason };
}

export function printable(bytes: Uint8Array): string {
  const start = bytes.subarray(0, printableLimit);
  const text = Array.from(start, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
  return `"${text}"${bytes.length > printableLimit ? " ..." : ""}`;
}

/** Of what a server has said, for messages. */
const printableLimit = 60;
