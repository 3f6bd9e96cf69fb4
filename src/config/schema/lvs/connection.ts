import { keyword } from "../keyword.ts";
import { integer, unsignedMaximum } from "../numbers.ts";
import { word } from "../shapes.ts";
import { portMaximum } from "./endpoint.ts";
import { checkTimeout, checkTiming } from "./timing.ts";

const port = integer({ minimum: 1, maximum: portMaximum });

/** Where a check over the network goes to and comes from. */
export const connection = {
  connectAddress: keyword("connect_ip", word, {
    priority: "P0",
    doc: "address to check",
    default: "that of the real server",
  }),
  connectPort: keyword("connect_port", port, {
    priority: "P0",
    doc: "port to check",
    default: "that of the real server",
  }),
  sourceAddress: keyword("bindto", word, {
    priority: "P1",
    doc: "source address of the check, of the family of connect_ip, which has to stand before it",
    default: "the kernel chooses",
  }),
  sourcePort: keyword("bind_port", port, {
    priority: "P1",
    doc: "source port of the check",
    default: "the kernel chooses",
  }),
  sourceInterface: keyword("bind_if", word, {
    priority: "P1",
    doc: "interface of the check; needed for link-local addresses",
    default: "the kernel chooses",
  }),
  mark: keyword("fwmark", integer({ minimum: 0, maximum: unsignedMaximum }), {
    priority: "P2",
    doc: "firewall mark of the packets of the check; 0: none",
    default: "0",
  }),
  connectTimeout: checkTimeout,
};

/** What all checkers over the network understand. */
export const networkCheck = { ...connection, ...checkTiming };
