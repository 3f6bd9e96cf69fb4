import { viewOf } from "../../src/base/layout.ts";
import { bind, close, recv, socket } from "../../src/platform/linux/ffi.ts";
import { must } from "../../src/platform/linux/system-call.ts";

const packetFamily = 17;
const rawNonBlocking = 0o2_004_003;
const dontWait = 0x40;
/** ETH_P_ALL in network order. */
const everything = 0x0300;

/** Every frame that arrives at an interface of the namespace in which this is opened (packet(7)). */
export class FrameCapture {
  readonly #descriptor = must("socket", socket(packetFamily, rawNonBlocking, everything));
  readonly #frames: Uint8Array[] = [];

  constructor(interfaceIndex: number) {
    const address = new Uint8Array(20);
    const view = viewOf(address);
    view.setUint16(0, packetFamily, true);
    view.setUint16(2, everything, true);
    view.setInt32(4, interfaceIndex, true);
    must("bind", bind(this.#descriptor, address));
  }

  /** All so far. */
  frames(): readonly Uint8Array[] {
    const buffer = new Uint8Array(2048);
    for (let length = this.#read(buffer); length > 0; length = this.#read(buffer)) {
      this.#frames.push(buffer.slice(0, length));
    }
    return this.#frames;
  }

  close(): void {
    close(this.#descriptor);
  }

  #read(buffer: Uint8Array): number {
    return recv(this.#descriptor, buffer, dontWait);
  }
}
