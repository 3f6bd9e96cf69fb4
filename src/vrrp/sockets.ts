import { type Instant, later, seconds } from "../base/time.ts";

/** How soon sockets that could not be opened are tried again. */
const retryAfter = seconds(1);

/** Which instances have no socket, and when the next try is to open them. */
export class Sockets {
  #deaf: ReadonlySet<string> = new Set();
  #retryAt: Instant | undefined;

  /** Names of the instances without a socket. */
  get deaf(): ReadonlySet<string> {
    return this.#deaf;
  }

  get deadline(): Instant | undefined {
    return this.#retryAt;
  }

  hear(now: Instant, deaf: ReadonlySet<string>): void {
    this.#deaf = deaf;
    this.#retryAt = deaf.size > 0 ? later(now, retryAfter) : undefined;
  }

  /** True: it is time to try to open them again. */
  tick(now: Instant): boolean {
    if (this.#retryAt === undefined || this.#retryAt > now) return false;
    this.#retryAt = later(now, retryAfter);
    return true;
  }

  /** They are not tried any more. */
  giveUp(): void {
    this.#retryAt = undefined;
  }
}
