import { microseconds, toMilliseconds } from "../../base/time.ts";
import type { Duration } from "../../base/time.ts";
import { alias, keyword, scope } from "./keyword.ts";
import type { Scope, Shape } from "./keyword.ts";
import { decimalNumber, integer, parseNumber } from "./numbers.ts";
import { address, flag } from "./shapes.ts";
import { weight } from "./weight.ts";
import { refuseExtraWords, requiredWord } from "./words.ts";

/** The largest interval of the protocol in milliseconds: its fields have 32 bits of microseconds (RFC 5880 §4.1). */
const longest = 4_294_967;

/** Milliseconds with a fraction down to microseconds. */
function milliseconds(minimum: number): Shape<Duration> {
  return {
    syntax: `<${minimum}..${longest}> (fractions allowed)`,
    block: false,
    read(statement, report) {
      const word = requiredWord(statement, 0, report);
      refuseExtraWords(statement, 1, report);
      const range = { minimum, maximum: longest };
      const value = word && parseNumber(word, decimalNumber, range, statement.keyword.text, report);
      return value === undefined ? undefined : microseconds(value * 1000);
    },
    print: (value) => String(Number(toMilliseconds(value).toFixed(3))),
  };
}

const byte = integer({ minimum: 1, maximum: 255 });

const neighbor = keyword("neighbor_ip", address(), { priority: "P2", doc: "address of the other end", required: true });
const timeToLive = keyword("ttl", byte, {
  priority: "P2",
  doc: "TTL or hop limit of our packets",
  default: "255; IPv6: 64",
});

/** keepalived.conf(5), "BFD CONFIGURATION". */
export const bfdInstance = {
  neighbor,
  neighbour: alias("neighbour_ip", neighbor),
  source: keyword("source_ip", address(), {
    priority: "P2",
    doc: "address of this end",
    default: "the kernel chooses",
  }),
  minimumReceive: keyword("min_rx", milliseconds(1), {
    priority: "P2",
    doc: "milliseconds between packets that we can take in",
    default: "10",
  }),
  minimumTransmit: keyword("min_tx", milliseconds(1), {
    priority: "P2",
    doc: "milliseconds between the packets that we want to send",
    default: "10",
  }),
  idleTransmit: keyword("idle_tx", milliseconds(1000), {
    priority: "P2",
    doc: "milliseconds between our packets while the session is down",
    default: "1000",
  }),
  multiplier: keyword("multiplier", byte, {
    priority: "P2",
    doc: "missed packets before the session is down",
    default: "5",
  }),
  passive: keyword("passive", flag, { priority: "P2", doc: "wait for the other end to begin", default: "off" }),
  timeToLive,
  hopLimit: alias("hoplimit", timeToLive),
  maximumHops: keyword("max_hops", integer({ minimum: -1, maximum: 255 }), {
    priority: "P2",
    doc: "by how much the TTL of a packet may have gone down; 255: it is not looked at",
    default: "0",
  }),
  multihop: keyword("multihop", flag, {
    priority: "P2",
    doc: "the other end is behind routers: port 4784 (RFC 5883)",
    default: "off",
  }),
  weight: keyword("weight", weight(253), {
    priority: "P2",
    doc: "what the session does to the priority; 0: its loss is a fault",
    default: "0",
  }),
  vrrp: keyword("vrrp", flag, { priority: "P2", doc: "only VRRP is told of changes", default: "all are told" }),
  checker: keyword("checker", flag, {
    priority: "P2",
    doc: "only the health checks are told of changes",
    default: "all are told",
  }),
};

export const bfdInstanceScope: Scope = scope("bfd_instance", bfdInstance);
