import { elapsed, type Instant } from "../../base/time.ts";
import type { EventRecord } from "../../status/live/event-record.ts";
import { Recorder } from "../../status/live/recorder.ts";
import { toPlain } from "../../status/live/to-plain.ts";
import type { VrrpEvent } from "../../vrrp/events.ts";
import type { SegmentHead } from "../../vrrp/recording/index.ts";

/** Makes records of what a replay does, as a daemon does of what happens: with words, causes and times of the day. */
export class Narrator {
  readonly #recorder = new Recorder();
  #head: Pick<SegmentHead, "at" | "wall" | "run"> | undefined;

  /** Another engine. What is known of causes still holds: the machine is the same. */
  begin(head: SegmentHead): void {
    this.#head = head;
  }

  /** Microseconds of the Unix epoch. */
  wall(at: Instant): number {
    return this.#head === undefined ? at : this.#head.wall + elapsed(this.#head.at, at);
  }

  /** Once for each event, in their order. */
  tell(at: Instant, event: VrrpEvent): EventRecord {
    return this.#record(this.#recorder, at, event);
  }

  /** Beside the others: what is remembered of causes stays as it is. */
  describe(at: Instant, event: VrrpEvent): EventRecord {
    return this.#record(new Recorder(), at, event);
  }

  #record(recorder: Recorder, at: Instant, event: VrrpEvent): EventRecord {
    const { value, omitted } = toPlain(event);
    const pid = Number.parseInt(this.#head?.run ?? "0", 10);
    const stamp = { wall: this.wall(at), monotonic: at, pid, ...(omitted > 0 && { omitted }) };
    return recorder.record({ ...stamp, process: "vrrp", event: value });
  }
}
