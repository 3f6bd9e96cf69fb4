import { unreachable } from "../../base/assert.ts";
import type { RejectReason } from "../../vrrp/admission.ts";
import type { EventRecord } from "../live/event-record.ts";
import type { Plain } from "../live/plain.ts";
import type { Evidence } from "./evidence.ts";
import { printLength } from "./words.ts";

/** Adverts of one sender that were not believed. */
export type Rejection = {
  readonly source: string;
  readonly kind: RejectReason["kind"];
  /** "their password is not ours" */
  readonly what: string;
  readonly cure: string;
  /** The last record that tells of it. */
  readonly record: EventRecord;
};

/** By sender, the last reason of each, among these records. */
export function rejections(evidence: Evidence, records: readonly EventRecord[]): readonly Rejection[] {
  const found = new Map<string, Rejection>();
  for (const { record, event } of evidence.own(records, "advert-rejected")) {
    const { source, reason, version } = event;
    found.set(source, { source, kind: reason.kind, ...describe(reason, version), record });
  }
  return [...found.values()];
}

/** What is wrong with an advert, and what an operator can do about it. `version` is that of the instance. */
function describe(reason: Plain<RejectReason>, version: 2 | 3): { readonly what: string; readonly cure: string } {
  switch (reason.kind) {
    case "password":
      return {
        what: "their password is not ours",
        cure: "Give auth_pass the same value on both nodes (only its first 8 characters count), and reload.",
      };
    case "authentication-type":
      return {
        what: `their authentication is ${authentication(reason.received)}, ours is ${authentication(reason.expected)}`,
        cure: "Make the authentication blocks of both nodes the same, and reload.",
      };
    case "version":
      return {
        what: `they are not of version ${version}, which is ours`,
        cure: "Set the same vrrp_version (or version of the instance) on both nodes, and reload.",
      };
    case "interval":
      return {
        what: `their interval is ${printLength(reason.received)}, ours is ${printLength(reason.expected)}`,
        cure: "Set the same advert_int on both nodes (version 2 does not tolerate a difference), and reload.",
      };
    case "ttl":
      return {
        what: `their TTL is ${reason.ttl}, and ${reason.minimum === reason.maximum ? `only ${reason.minimum} is` : `${reason.minimum} to ${reason.maximum} are`} accepted: a router on the way has forwarded them`,
        cure: "Connect both nodes to one segment, or set ttl and its limits for unicast peers that are routed.",
      };
    case "checksum":
      return {
        what: "their checksum is wrong",
        cure: "Compare checksum_compatibility, v3_checksum_as_v2 and the addresses of the unicast peers; if they are the same, something on the way changes packets (NAT, offloading).",
      };
    case "header-missing":
    case "header-malformed":
    case "header-digest":
    case "header-repeated":
      return {
        what: {
          "header-missing": "they carry no authentication header",
          "header-malformed": "their authentication header is malformed",
          "header-digest": "the digest in their authentication header is not the one of our password",
          "header-repeated": "their sequence number has been there before",
        }[reason.kind],
        cure: "Make the authentication blocks of both nodes the same (auth_type AH), and reload.",
      };
    case "not-a-peer":
      return {
        what: "the sender is not one of our unicast peers",
        cure: "Add the sender to unicast_peer, or stop it.",
      };
    case "owner-ignores":
      return {
        what: "this node owns the addresses and listens to nobody",
        cure: "Give priority 255 to one node only.",
      };
    case "own-address":
      return {
        what: "they come from our own address",
        cure: "Look for a second machine with this address, or a loop in the network.",
      };
    case "carp":
      return {
        what: "they are of CARP, not of VRRP, and CARP with our number has our virtual MAC address",
        cure: "Give the CARP host another vhid, or this instance another virtual_router_id.",
      };
    case "type":
    case "truncated":
    case "length":
    case "zero-count":
    case "zero-interval":
    case "not-link-local":
      return {
        what: {
          type: "they are of no known type",
          truncated: "they are cut short",
          length: "their length is wrong",
          "zero-count": "they carry no address",
          "zero-interval": "they carry an interval of 0",
          "not-link-local": "their first address is not link-local",
        }[reason.kind],
        cure: "Look at what the sender is: tcpdump -vv -ni INTERFACE proto 112.",
      };
    default:
      return unreachable(reason);
  }
}

function authentication(type: number): string {
  return ["none", "PASS", "AH"][type] ?? `of type ${type}`;
}
