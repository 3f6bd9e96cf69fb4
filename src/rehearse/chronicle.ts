import { elapsed, instant, type Instant, printDuration } from "../base/time.ts";
import { printCause } from "../status/cause.ts";
import type { Cause, StateName, VrrpEvent } from "../vrrp/events.ts";
import type { Machine } from "./machine.ts";
import { Timeline } from "./timeline.ts";

/** An instance changed its state. */
export type Transition = {
  readonly at: Instant;
  readonly node: string;
  readonly instance: string;
  readonly to: StateName;
  readonly cause: Cause;
};

/** An operator's order was refused: nobody took over. */
export type Refusal = { readonly at: Instant; readonly node: string; readonly instance: string };

/** A moment that decides how long something takes: an advert has gone out, a script has ended. */
export type Moment = {
  readonly at: Instant;
  readonly node: string;
  readonly what: "advert" | "script";
  /** Of the instance, or of the script. */
  readonly name: string;
};

/** What is kept of what happens in a world. */
export class Chronicle {
  readonly timeline = new Timeline();
  readonly transitions: Transition[] = [];
  readonly refusals: Refusal[] = [];
  /** What happened, a line each; empty unless the world was made with traces. */
  readonly trace: string[] = [];
  readonly #machines: readonly Machine[];
  readonly #traces: boolean;
  #traceOrigin: Instant = instant(0);
  #onMoment: ((moment: Moment) => void) | undefined;

  constructor(machines: readonly Machine[], traces: boolean) {
    this.#machines = machines;
    this.#traces = traces;
  }

  /** Forgets the trace so far: its times count from that moment on. */
  beginTrace(at: Instant): void {
    this.trace.length = 0;
    this.#traceOrigin = at;
  }

  /** A line of the trace about something that happened at that time. */
  tell(at: Instant, line: string): void {
    if (this.#traces) this.trace.push(`${printDuration(elapsed(this.#traceOrigin, at))} ${line}`);
  }

  /** Tells of the moments from now on. */
  watchMoments(tell: ((moment: Moment) => void) | undefined): void {
    this.#onMoment = tell;
  }

  noteMoment(at: Instant, { name: node }: Machine, what: Moment["what"], name: string): void {
    this.#onMoment?.({ at, node, what, name });
  }

  /** Those who have the address where it can be reached. */
  noteOwners(at: Instant, address: string): void {
    const owners = this.#machines.filter((machine) => machine.has(address));
    this.timeline.note(
      at,
      address,
      owners.map(({ name }) => name),
    );
  }

  /** The owners of every address that the machine has. */
  noteAddresses(at: Instant, machine: Machine): void {
    for (const address of machine.addresses()) this.noteOwners(at, address);
  }

  /** Keeps what is asked for later: changes of state, and orders that were refused. */
  noteEvent(at: Instant, { name: node }: Machine, event: VrrpEvent): void {
    if (event.kind === "instance-state") {
      const { instance, from, to, cause } = event;
      this.transitions.push({ at, node, instance, to, cause });
      this.tell(at, `${node} ${instance} ${from} -> ${to} (${printCause(cause)})`);
    } else if (event.kind === "maintenance" && event.change === "refused") {
      this.refusals.push({ at, node, instance: event.instance });
    }
  }
}
