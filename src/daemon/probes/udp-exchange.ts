import type { HexPattern, UdpCheck, UdpReply } from "../../check/config.ts";
import type { DatagramVerdict, Exchange } from "./datagram-run.ts";

/** As many bytes as the reference sends, which tell whoever looks at the wire where they come from. */
const usualPayload = new TextEncoder().encode("holdfast check - holdfast check ");

const success: DatagramVerdict = { failure: undefined };

/** Bytes of a reply that a message shows. */
const shownLimit = 32;

/** UDP_CHECK: what was sent comes back with no error, or is answered as it should be. Any reply is as good as none. */
export class UdpProbeExchange implements Exchange {
  readonly payload: Uint8Array;
  readonly #reply: UdpReply | undefined;

  constructor({ payload, reply }: UdpCheck) {
    this.payload = payload ?? usualPayload;
    this.#reply = reply;
  }

  received(bytes: Uint8Array): DatagramVerdict {
    if (this.#reply === undefined) return success;
    const { pattern, minimumLength, maximumLength } = this.#reply;
    if (bytes.length < minimumLength || bytes.length > maximumLength) {
      const expected = `expected a reply of ${minimumLength} to ${maximumLength} bytes`;
      return { failure: { kind: "reply", message: `${expected}, got ${bytes.length}` } };
    }
    if (pattern === undefined || matches(bytes, pattern)) return success;
    const shown = Buffer.from(bytes.subarray(0, shownLimit)).toString("hex");
    const end = bytes.length > shownLimit ? "..." : "";
    return { failure: { kind: "reply", message: `the reply ${shown}${end} does not match require_reply` } };
  }

  expired(): DatagramVerdict {
    return this.#reply === undefined ? success : { failure: { kind: "timeout", stage: "reply" } };
  }
}

/** As far as both go (keepalived.conf(5), "UDP_CHECK"). */
function matches(reply: Uint8Array, { bytes, mask }: HexPattern): boolean {
  const length = Math.min(reply.length, bytes.length);
  for (let index = 0; index < length; index += 1) {
    if ((((reply[index] ?? 0) ^ (bytes[index] ?? 0)) & (mask[index] ?? 0)) !== 0) return false;
  }
  return true;
}
