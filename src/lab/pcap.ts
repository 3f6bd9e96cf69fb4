import { instant, type Instant } from "../base/time.ts";

/** A captured frame and the kernel's time of it, in microseconds since 1970. */
export type CapturedFrame = { readonly time: Instant; readonly bytes: Uint8Array };

const fileHeaderLength = 24;
const recordHeaderLength = 16;

/** First word of a file with microsecond and with nanosecond time stamps. */
const microsecondMagic = 0xa1b2c3d4;
const nanosecondMagic = 0xa1b23c4d;

/**
 * Takes a capture file apart while it grows (the libpcap format of pcap-savefile(5), in this machine's byte order):
 * give it the chunks as they come, get the frames that are complete.
 */
export class PcapReader {
  #pending: Uint8Array = new Uint8Array();
  #perMicrosecond: number | undefined;

  /** The frames that this chunk completes. Throws RangeError when it is no capture file of this kind. */
  push(chunk: Uint8Array): readonly CapturedFrame[] {
    const bytes = new Uint8Array(this.#pending.length + chunk.length);
    bytes.set(this.#pending);
    bytes.set(chunk, this.#pending.length);
    const view = new DataView(bytes.buffer);
    const frames: CapturedFrame[] = [];
    let offset = 0;
    if (this.#perMicrosecond === undefined) {
      if (bytes.length < fileHeaderLength) return this.#keep(bytes, frames);
      this.#perMicrosecond = readPrecision(view);
      offset = fileHeaderLength;
    }
    while (bytes.length - offset >= recordHeaderLength) {
      const end = offset + recordHeaderLength + view.getUint32(offset + 8, true);
      if (end > bytes.length) break;
      const fraction = view.getUint32(offset + 4, true) / this.#perMicrosecond;
      const time = instant(view.getUint32(offset, true) * 1_000_000 + fraction);
      frames.push({ time, bytes: bytes.slice(offset + recordHeaderLength, end) });
      offset = end;
    }
    return this.#keep(bytes.subarray(offset), frames);
  }

  #keep(rest: Uint8Array, frames: readonly CapturedFrame[]): readonly CapturedFrame[] {
    this.#pending = rest;
    return frames;
  }
}

/** How many units of the time stamps' fraction make a microsecond. */
function readPrecision(view: DataView): number {
  switch (view.getUint32(0, true)) {
    case microsecondMagic:
      return 1;
    case nanosecondMagic:
      return 1_000;
    default:
      throw new RangeError("not a capture file in little-endian byte order");
  }
}
