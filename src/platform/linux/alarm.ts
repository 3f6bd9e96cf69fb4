import { layout, viewOf, writeLayout } from "../../base/layout.ts";
import type { Instant } from "../../base/time.ts";
import type { Alarm } from "../ports.ts";
import { monotonicClock } from "./clock.ts";
import { close, read, timerfdCreate, timerfdSettime } from "./ffi.ts";
import { type Watch, watchReadable } from "./poll.ts";
import { must } from "./system-call.ts";

const CLOCK_MONOTONIC = 1;
const TFD_NONBLOCK_CLOEXEC = 0o2_004_000;
const TFD_TIMER_ABSTIME = 1;

/** `struct itimerspec`: an interval that stays zero, and the time of the alarm. */
const timerSpecification = layout(32, { seconds: [16, "u64"], nanoseconds: [24, "u64"] });

/**
 * An alarm on a timerfd (timerfd_create(2)). Throws SystemException when there is no descriptor left.
 *
 * One that is put off costs no call: the timer stays where it is and is set anew when it expires too early. A backup
 * puts its alarm off with nearly every advert that it hears.
 */
export function openAlarm(ring: () => void): Alarm {
  return new TimerAlarm(ring);
}

class TimerAlarm implements Alarm {
  readonly #descriptor = must("timerfd_create", timerfdCreate(CLOCK_MONOTONIC, TFD_NONBLOCK_CLOEXEC));
  readonly #specification = new Uint8Array(timerSpecification.size);
  readonly #view = viewOf(this.#specification);
  readonly #expirations = new Uint8Array(8);
  readonly #watch: Watch;
  readonly #ring: () => void;
  /** When to ring. */
  #wanted: Instant | undefined;
  /** When the timer expires: not after the time to ring. */
  #armed: Instant | undefined;
  #closed = false;

  constructor(ring: () => void) {
    this.#ring = ring;
    this.#watch = watchReadable(this.#descriptor, () => this.#expire());
  }

  set(at: Instant | undefined): void {
    if (this.#closed) return;
    this.#wanted = at;
    if (at !== undefined && (this.#armed === undefined || at < this.#armed)) this.#arm(at);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#watch.close();
    close(this.#descriptor);
  }

  #arm(at: Instant): void {
    this.#armed = at;
    writeLayout(this.#view, 0, timerSpecification, timeOf(at));
    must("timerfd_settime", timerfdSettime(this.#descriptor, TFD_TIMER_ABSTIME, this.#specification));
  }

  #expire(): void {
    // An alarm that was moved after it had expired has nothing to read: it rings at its new time.
    if (read(this.#descriptor, this.#expirations) < 0) return;
    this.#armed = undefined;
    const wanted = this.#wanted;
    if (wanted === undefined) return;
    if (wanted > monotonicClock.now()) return this.#arm(wanted);
    this.#wanted = undefined;
    this.#ring();
  }
}

/** A time of zero would disarm the timer, so what is long past is one microsecond after the origin. */
function timeOf(at: Instant): { readonly seconds: number; readonly nanoseconds: number } {
  const microseconds = Math.max(at, 1);
  const seconds = Math.floor(microseconds / 1_000_000);
  return { seconds, nanoseconds: (microseconds - seconds * 1_000_000) * 1_000 };
}
