import type { IpAddress } from "../base/ip-address.ts";
import { elapsed, type Instant, later } from "../base/time.ts";
import type { InstanceConfig } from "./config.ts";
import type { StateName } from "./events.ts";
import { type Held, held, isNothing, without } from "./held.ts";
import type { InstanceOutput } from "./instance-output.ts";
import { hastened, type Lingering, lingeringTime, splitHeld, succeeded } from "./lingering.ts";
import type { Yielding } from "./state.ts";

/**
 * What an instance still holds after having been master, if anything, and what is done when that ends. Beside its
 * state: it goes on when FAULT becomes BACKUP.
 */
export class LingeringHold {
  readonly #output: InstanceOutput;
  #lingering: Lingering | undefined;

  constructor(output: InstanceOutput) {
    this.#output = output;
  }

  /** Undefined: nothing lingers. */
  get held(): Held | undefined {
    return this.#lingering?.held;
  }

  get deadline(): Instant | undefined {
    return this.#lingering?.until;
  }

  /** No longer master. What may stay is kept until the successor is there, which may have been heard already. */
  begin(
    now: Instant,
    next: StateName,
    config: InstanceConfig,
    { isPeerKnown, successor }: { readonly isPeerKnown: boolean; readonly successor: Yielding["successor"] },
  ): void {
    const { name } = config;
    const { staying, leaving } = splitHeld(held(config));
    this.#output.release(leaving);
    if (isNothing(staying)) {
      this.#output.report({ kind: "addresses-removed", instance: name });
      return;
    }
    const until = later(now, lingeringTime(next, config, isPeerKnown));
    const lingering: Lingering = { held: staying, until, successor: undefined };
    this.#lingering =
      successor === undefined ? lingering : succeeded(successor.heardAt, lingering, successor.address, config);
    const atMost = elapsed(now, this.#lingering.until);
    if (atMost <= 0) this.end(name);
    else this.#output.report({ kind: "addresses-kept", instance: name, atMost });
  }

  /** Another router advertises that it is master. */
  succeed(now: Instant, source: IpAddress, config: InstanceConfig): void {
    const lingering = this.#lingering;
    if (lingering === undefined) return;
    this.#lingering = succeeded(now, lingering, source, config);
    if (lingering.successor === undefined) {
      this.#output.report({ kind: "successor-heard", instance: config.name, source });
    }
    this.tick(now, config.name);
  }

  /** The instance has been stopped, with the daemon or by a reload: the rest is over within a few seconds. */
  hasten(now: Instant): void {
    if (this.#lingering !== undefined) this.#lingering = hastened(now, this.#lingering);
  }

  tick(now: Instant, instance: string): void {
    if (this.#lingering !== undefined && this.#lingering.until <= now) this.end(instance);
  }

  end(instance: string): void {
    const lingering = this.#lingering;
    if (lingering === undefined) return;
    this.#lingering = undefined;
    this.#output.release(lingering.held);
    this.#output.report({ kind: "addresses-removed", instance });
  }

  /** Master again: what is configured no more goes, the rest has never been away. */
  resume(config: InstanceConfig): void {
    if (this.#lingering === undefined) return;
    this.#output.release(without(this.#lingering.held, held(config)));
    this.#lingering = undefined;
  }
}
