import { type Duration, elapsed, type Instant } from "../../base/time.ts";
import { type Heard, type PassingFrame, readFrame } from "./heard.ts";
import { Speaker } from "./speaker.ts";

/** Speakers that are kept apart. What others say beyond these is counted and forgotten. */
export const maximumSpeakers = 1000;

/** What a listener at one interface has heard: feed it frames, ask it for the speakers. */
export class ScanTable {
  readonly #began: Instant;
  readonly #speakers = new Map<string, Speaker>();
  #messages = 0;
  #nobodys = 0;
  #beyond = 0;

  constructor(began: Instant) {
    this.#began = began;
  }

  /** In the order in which they were first heard. */
  get speakers(): readonly Speaker[] {
    return [...this.#speakers.values()];
  }

  /** Messages of these protocols. */
  get messages(): number {
    return this.#messages;
  }

  /** Of these, those that are too broken to belong to anybody. */
  get nobodys(): number {
    return this.#nobodys;
  }

  /** Of these, those of speakers for whom there was no room. */
  get beyond(): number {
    return this.#beyond;
  }

  listened(now: Instant): Duration {
    return elapsed(this.#began, now);
  }

  /** Any frame is welcome; one that carries none of the protocols is not counted. */
  hear(now: Instant, frame: PassingFrame): void {
    const heard = readFrame(frame);
    if (heard === undefined) return;
    this.#messages += 1;
    if (heard.group === undefined) this.#nobodys += 1;
    else this.#speakerOf(now, heard, heard.group)?.hear(now, heard);
  }

  #speakerOf(now: Instant, heard: Heard, group: number): Speaker | undefined {
    const key = keyOf(heard, group);
    const known = this.#speakers.get(key);
    if (known !== undefined) return known;
    if (this.#speakers.size >= maximumSpeakers) {
      this.#beyond += 1;
      return undefined;
    }
    const speaker = new Speaker(now, heard, group);
    this.#speakers.set(key, speaker);
    return speaker;
  }
}

function keyOf({ protocol, version, vlan, path, mac }: Heard, group: number): string {
  return [protocol, version, vlan ?? "", group, path.source.toString(), mac.toString()].join(" ");
}
