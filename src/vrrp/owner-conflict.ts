import type { IpAddress } from "../base/ip-address.ts";
import { type Duration, elapsed, type Instant, times } from "../base/time.ts";
import { type InstanceConfig, ownerPriority } from "./config.ts";
import type { InstanceOutput } from "./instance-output.ts";

/** What an owner says to another one that does not step down, before it steps down itself. */
const patience = 2;

/** How much later than an interval the other's next advert may come and still mean that it goes on. */
const slack = 1.2;

/** The priority of an owner that leaves the addresses to another one. */
export const concededPriority = ownerPriority - 1;

/**
 * Two routers that both claim to own the addresses (priority 255), which is a mistake in one of the configurations
 * (RFC 9568 §8.3.2, erratum 8298). The one with the lower address yields, as among equals. An implementation of the
 * older RFCs does not listen and stays: then the one with the higher address gives way with priority 254 until the
 * other one is gone, rather than that there are two masters (section 30.14 of the reference).
 */
export class OwnerConflict {
  #heardAt: Instant | undefined;
  #sent = 0;
  #conceded = false;

  /** Whether the priority is 254 for now. */
  get isConceded(): boolean {
    return this.#conceded;
  }

  /** An advert of ours has gone out. */
  advertSent(): void {
    this.#sent += 1;
  }

  /**
   * As master and owner: another owner with a lower address was heard. `interval` is the longer of the two advert
   * intervals. True when it is time to yield.
   */
  heard(now: Instant, interval: Duration): boolean {
    const goesOn = this.#heardAt !== undefined && elapsed(this.#heardAt, now) <= times(interval, slack);
    this.#heardAt = now;
    if (!goesOn) this.#sent = 0;
    this.#conceded = goesOn && this.#sent >= patience;
    return this.#conceded;
  }

  /** Nobody else is master any more. */
  end(): void {
    this.#heardAt = undefined;
    this.#conceded = false;
  }
}

/** Tells of another owner, once until the state or the master changes (checklist S24). */
export function reportOwner({ name }: InstanceConfig, source: IpAddress, output: InstanceOutput): void {
  if (output.isNews("owner")) output.report({ kind: "owner-conflict", instance: name, source, conceded: false });
}
