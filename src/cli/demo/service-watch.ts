import { elapsed, toSeconds, type Instant } from "../../base/time.ts";
import type { Question } from "./outage.ts";

/** What the client tells about an address, and when it happened. */
export type Remark = { readonly time: Instant; readonly text: string };

/** Turns the questions to one address, in the order of asking, into the few remarks that are worth a line. */
export class ServiceWatch {
  readonly #address: string;
  #servedBy: string | undefined;
  #outSince: Instant | undefined;

  constructor(address: string) {
    this.#address = address;
  }

  handle({ asked, answer }: Question): Remark | undefined {
    if (answer === undefined) return this.#miss(asked);
    const { node, received } = answer;
    const [before, outSince] = [this.#servedBy, this.#outSince];
    this.#servedBy = node;
    this.#outSince = undefined;
    if (before === undefined) return this.#remark(received, `is answered by ${node}`);
    if (outSince !== undefined) {
      const gap = toSeconds(elapsed(outSince, received)).toFixed(1);
      return this.#remark(received, `is answered ${before === node ? "again by" : "by"} ${node}, after ${gap} s`);
    }
    return before === node ? undefined : this.#remark(received, `is answered by ${node}, and no question was lost`);
  }

  #miss(asked: Instant): Remark | undefined {
    if (this.#servedBy === undefined || this.#outSince !== undefined) return undefined;
    this.#outSince = asked;
    return this.#remark(asked, "does not answer");
  }

  #remark(time: Instant, text: string): Remark {
    return { time, text: `${this.#address} ${text}` };
  }
}
