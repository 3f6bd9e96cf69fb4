import { randomInt } from "node:crypto";

import type { DnsCheck } from "../../check/config.ts";
import { decodeDnsResponse, type DnsError, dnsType, encodeDnsQuery } from "../../wire/dns.ts";
import type { DatagramVerdict, Exchange } from "./datagram-run.ts";

/**
 * DNS_CHECK: a query that is answered without an error. As with the reference an answer that is too long for a
 * datagram is one; what is none is not listened to, for everybody can send some, and told when nothing else has come.
 */
export class DnsExchange implements Exchange {
  readonly payload: Uint8Array;
  readonly #id: number;
  /** What was wrong with the last thing that came. */
  #stray: string | undefined;

  private constructor(id: number, payload: Uint8Array) {
    this.#id = id;
    this.payload = payload;
  }

  /** Undefined when the name cannot be asked for. */
  static of({ name, type }: DnsCheck): DnsExchange | undefined {
    const id = randomInt(0x1_0000);
    const payload = encodeDnsQuery(id, { name, type: dnsType[type] });
    return payload === undefined ? undefined : new DnsExchange(id, payload);
  }

  received(bytes: Uint8Array): DatagramVerdict | undefined {
    const response = decodeDnsResponse(bytes, this.payload);
    if (!response.ok) {
      this.#stray = errors[response.error];
      return undefined;
    }
    const { id, code } = response.value;
    if (id !== this.#id) {
      this.#stray = `an answer with id ${id}`;
      return undefined;
    }
    return { failure: code === "NOERROR" ? undefined : { kind: "dns", code } };
  }

  expired(): DatagramVerdict {
    if (this.#stray === undefined) return { failure: { kind: "timeout", stage: "response" } };
    const message = `expected an answer with id ${this.#id}, only got ${this.#stray}`;
    return { failure: { kind: "protocol", stage: "response", message } };
  }
}

const errors: Readonly<Record<DnsError, string>> = {
  truncated: "less than a header of DNS",
  "not-a-response": "a query",
  "other-question": "an answer to another question",
};
