import { unreachable } from "../../base/assert.ts";
import type { EventRecord, ProgramReport, Reported, Stamp, TrackerReport } from "./event-record.ts";
import { Facts } from "./facts.ts";
import { accountOfLvs } from "./lvs-account.ts";
import { accountOfProgram } from "./program-account.ts";
import { accountOfSupervisor } from "./supervisor-account.ts";
import { accountOfTracker } from "./tracker-account.ts";
import { accountOfVrrp } from "./vrrp-account.ts";

/** What is recorded. */
export type Happening = Stamp & Reported;

/** What a record adds to it. */
export type Account = Pick<EventRecord, "subject" | "severity" | "text" | "causes">;

/** The record that an account is for. */
export type Circumstances = {
  readonly id: number;
  /** Monotonic microseconds. */
  readonly at: number;
  /** Entries that lists of the event lack. */
  readonly omitted: number;
};

/**
 * Makes records of events, in the order in which they come: numbers them, finds the words, and finds what has caused
 * them in what it remembers of those before.
 */
export class Recorder {
  #lastId: number;
  readonly #facts = new Facts();

  /** `lastId` is that of the last record of whoever came before; 0: there is none. */
  constructor(lastId = 0) {
    this.#lastId = lastId;
  }

  get lastId(): number {
    return this.#lastId;
  }

  record(happening: Happening): EventRecord {
    const id = this.#lastId + 1;
    this.#lastId = id;
    const { monotonic: at, omitted = 0 } = happening;
    return { id, ...happening, ...account(happening, { id, at, omitted }, this.#facts) };
  }
}

function account(happening: Happening, circumstances: Circumstances, facts: Facts): Account {
  switch (happening.process) {
    case "vrrp": {
      const { event } = happening;
      if (isProgram(event)) return accountOfProgram(event, facts);
      return isTracker(event) ? accountOfTracker(event) : accountOfVrrp(event, circumstances, facts);
    }
    case "checkers": {
      const { event } = happening;
      return isProgram(event) ? accountOfProgram(event, facts) : accountOfLvs(event, circumstances, facts);
    }
    case "supervisor":
      return accountOfSupervisor(happening.event, circumstances, facts);
    default:
      return unreachable(happening);
  }
}

function isProgram(event: Reported["event"]): event is ProgramReport {
  return event.kind === "program-run";
}

function isTracker(event: Reported["event"]): event is TrackerReport {
  return event.kind === "tracker-disabled" || event.kind === "tracker-enabled";
}
