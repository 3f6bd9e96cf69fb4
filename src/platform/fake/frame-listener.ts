import { runFilter } from "../../wire/bpf-machine.ts";
import { withoutVlanTag } from "../../wire/ethernet.ts";
import { redundancyProgram } from "../../wire/redundancy-selection.ts";
import type { FrameListener, HeardFrame } from "../ports.ts";

const ethernetHeaderLength = 14;
const program = redundancyProgram();

/** A listener that filters with the program of the Linux one. */
export class FakeFrameListener implements FrameListener {
  readonly #hear: (frame: HeardFrame) => void;
  readonly #forget: (listener: FakeFrameListener) => void;
  #closed = false;

  constructor(hear: (frame: HeardFrame) => void, forget: (listener: FakeFrameListener) => void) {
    this.#hear = hear;
    this.#forget = forget;
  }

  arrive(bytes: Uint8Array, isOwn: boolean): void {
    const { frame, vlan } = withoutVlanTag(bytes);
    const networkHeader = frame.subarray(ethernetHeaderLength);
    if (!this.#closed && runFilter(program, { bytes: frame, networkHeader }, 0) > 0) this.#hear({ frame, vlan, isOwn });
  }

  close(): void {
    this.#closed = true;
    this.#forget(this);
  }
}
