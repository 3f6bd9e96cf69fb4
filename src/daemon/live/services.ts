import type { Command, Refusal } from "../../status/live/control-protocol.ts";
import type { EventRecord } from "../../status/live/event-record.ts";
import type { StatusDocument } from "../../status/live/status-document.ts";

/**
 * Those after the event `after`, and of `since` (microseconds of the Unix epoch) on; of them at most the last `limit`.
 */
export type EventQuestion = {
  readonly after?: number | undefined;
  readonly since?: number | undefined;
  readonly limit?: number | undefined;
  /** Also what comes, until the reader has had enough. */
  readonly follow?: boolean | undefined;
};

/** Where records come from: the supervisor's hub. */
export interface EventSource {
  /**
   * In their order, none twice, and as fast as they are taken: a reader that is slow costs no memory. Ends with
   * `signal`.
   */
  records(question: EventQuestion, signal: AbortSignal): AsyncIterable<EventRecord>;
}

/** Who does what operators command. */
export interface CommandTaker {
  /** Lines for people, or why not. `user` is who says so. */
  take(command: Command, user: string): Promise<readonly string[] | Refusal>;
}

/** A document and its JSON, which is made once for all who asked. */
export type SharedDocument = { readonly document: StatusDocument; readonly text: string };

/** What a client of the status socket is served from. */
export type StatusServices = {
  readonly document: () => Promise<SharedDocument>;
  readonly events: EventSource;
  readonly commands: CommandTaker;
};

/** Nothing ever happens. */
export const noEvents: EventSource = {
  async *records() {
    yield* [];
  },
};

/** Nothing can be commanded. */
export const noCommands: CommandTaker = {
  take: async ({ command }) => ({ code: "not-available", message: `${command} is not available in this daemon` }),
};
