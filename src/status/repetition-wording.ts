import { unreachable } from "../base/assert.ts";
import { toSeconds } from "../base/time.ts";
import type { VrrpEvent } from "../vrrp/events.ts";
import { floodLimit, type FloodNews } from "../vrrp/flood-guard.ts";
import type { Topic } from "../vrrp/repetition.ts";

/** What the log says in sum of what would fill it. */

export function repeated({ instance, counts, during }: VrrpEvent & { readonly kind: "repeated" }): string {
  const parts = Array.from(counts, ([topic, count]) => `${count} more of ${topicWords[topic]}`);
  return `(${instance}) in the last ${Math.round(toSeconds(during))} s: ${parts.join(", ")}`;
}

/** What was not told each time, in a word or two. */
const topicWords: Readonly<Record<Topic, string>> = {
  truncated: "invalid packet length",
  version: "wrong VRRP version",
  type: "invalid packet type",
  length: "invalid packet length",
  checksum: "invalid checksum",
  "zero-count": "no address",
  "zero-interval": "interval 0",
  "not-link-local": "first address not link-local",
  ttl: "invalid TTL/HL",
  "authentication-type": "wrong auth type",
  "header-missing": "no authentication header",
  "header-malformed": "malformed authentication header",
  "header-digest": "invalid authentication header",
  "header-repeated": "repeated authentication header",
  "not-a-peer": "unicast source not a peer",
  "owner-ignores": "advert to the address owner",
  password: "invalid passwd",
  interval: "advertisement interval mismatch",
  "own-address": "our own address",
  "master-changed": "master changed",
  "interval-learned": "advertisement interval updated",
  "lower-priority-advert": "lower priority advert",
  "priority-zero-received": "priority 0 advert",
  "address-list-differs": "other ip addresses",
  "preempt-delay-started": "start preempt delay",
  "preempt-delay-stopped": "stop preempt delay",
  carp: "CARP packets",
  warning: "warnings",
  stranger: "strangers",
  announced: "announcements because of lower priority adverts",
};

export function flood(name: string, news: FloodNews): string {
  switch (news.kind) {
    case "began":
      return `VRRP packets for nobody here flood ${name}, more than ${floodLimit} a second - most are dropped by the kernel from now on`;
    case "goes-on":
      return `VRRP packets for nobody here still flood ${name} - about ${news.packets} more in the last ${Math.round(toSeconds(news.during))} s`;
    case "over":
      return `The flood of VRRP packets on ${name} is over - about ${news.packets} in ${Math.round(toSeconds(news.lasted))} s`;
    default:
      return unreachable(news);
  }
}
