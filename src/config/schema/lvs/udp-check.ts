import { keyword, scope } from "../keyword.ts";
import type { Scope } from "../keyword.ts";
import { integer } from "../numbers.ts";
import { networkCheck } from "./connection.ts";
import { payload, requiredReply } from "./udp-data.ts";

const length = integer({ minimum: 0, maximum: 65_535 });

/** A datagram brings no ICMP error back, or the reply that is asked for. */
export const udpCheck = {
  ...networkCheck,
  payload: keyword("payload", payload, {
    priority: "P1",
    doc: "what is sent, in hexadecimal",
    default: "random bytes",
  }),
  requiredReply: keyword("require_reply", requiredReply, {
    priority: "P1",
    doc: "a reply is needed, which begins with these bytes; x is a digit that does not matter",
    default: "no reply is needed",
  }),
  minimumLength: keyword("min_reply_length", length, {
    priority: "P1",
    doc: "bytes that a reply has at least",
    default: "0",
  }),
  maximumLength: keyword("max_reply_length", length, {
    priority: "P1",
    doc: "bytes that a reply has at most",
    default: "255",
  }),
};

export const udpCheckScope: Scope = scope("UDP_CHECK", udpCheck);
