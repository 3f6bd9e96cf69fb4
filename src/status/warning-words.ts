import { unreachable } from "../base/assert.ts";
import type { RejectReason } from "../vrrp/admission.ts";
import type { Warning } from "../vrrp/warning.ts";
import { rejectionText } from "./live/rejection-text.ts";

/** An address, or its text as plain data has it. */
type Printable = { toString(): string };

/** A warning of an instance about another router; `other` is its address. */
export type WarningFacts = {
  readonly instance: string;
  readonly other: Printable;
  readonly warning: Warning<Printable>;
};

/** What is wrong, in a sentence without its full stop. */
export function printWarning({ instance, other, warning }: WarningFacts): string {
  const who = other.toString();
  switch (warning.kind) {
    case "split-brain": {
      const { priority, ours, rejection } = warning;
      const theirs = priority === undefined ? "" : ` with priority ${priority}, ours is ${ours}`;
      const why = rejection === undefined ? "" : `; an advert of it is rejected: ${rejectionText(rejection)}`;
      return `Split brain: ${instance} is master here, and ${who} is master as well${theirs}${why}`;
    }
    case "address-list-differs": {
      const { missing, unexpected } = warning;
      const parts = [
        ...(missing.length > 0 ? [`it lacks ${list(missing)}`] : []),
        ...(unexpected.length > 0 ? [`it has ${list(unexpected)}, which ${instance} lacks here`] : []),
      ];
      const what = parts.length === 0 ? "some are there twice" : parts.join(", and ");
      return `${who} advertises other addresses for ${instance}: ${what}`;
    }
    case "vrid-conflict":
      return `${who} uses VRID ${warning.vrid} of ${instance} on ${warning.interface} for other addresses (${list(warning.addresses)}): it belongs to another virtual router`;
    case "carp":
      return `${who} speaks CARP with vhid ${warning.vrid} on ${warning.interface}, whose virtual MAC address is that of VRID ${warning.vrid} of ${instance}`;
    case "owner-conflict":
      return `${who} claims to own the addresses of ${instance} with priority 255, as this node does`;
    case "adverts-rejected":
      return `No advert of ${who} for ${instance} is believed: ${rejectionText(warning.reason)}`;
    default:
      return unreachable(warning);
  }
}

/** What to do about it, in a sentence without its full stop. */
export function printCure({ other, warning }: WarningFacts): string {
  const who = other.toString();
  switch (warning.kind) {
    case "split-brain":
      return warning.rejection === undefined
        ? `${who} does not hear this node: look for a firewall there, or a switch between the two, that drops protocol 112`
        : cureOf(warning.rejection);
    case "address-list-differs":
      return "Write the same virtual_ipaddress on both nodes, or what differs into virtual_ipaddress_excluded";
    case "vrid-conflict":
      return `Give one of the two another virtual_router_id; holdfast scan ${warning.interface} shows which are in use`;
    case "carp":
      return `Give one of the two another number: virtual_router_id here, or vhid on ${who}`;
    case "owner-conflict":
      return "Give priority 255 to one node only";
    case "adverts-rejected":
      return cureOf(warning.reason);
    default:
      return unreachable(warning);
  }
}

function list(addresses: readonly Printable[]): string {
  return addresses.map((address) => address.toString()).join(", ");
}

/** What makes the adverts of another router believed. */
function cureOf(reason: RejectReason): string {
  switch (reason.kind) {
    case "password":
    case "header-digest":
      return "Give both nodes the same auth_pass";
    case "authentication-type":
    case "header-missing":
    case "header-malformed":
      return "Give both nodes the same auth_type and auth_pass";
    case "interval":
      return "Give both nodes the same advert_int: version 2 of VRRP does not accept another one";
    case "version":
      return "Give both nodes the same vrrp_version";
    case "ttl":
      return reason.minimum === 255
        ? "Adverts must not pass a router: put both nodes on one segment, or use unicast_peer"
        : "Look at min_ttl and max_ttl of the peer: there are more or fewer routers between the two than they say";
    case "checksum":
      return "Look for what changes packets on the way, and give both nodes the same v3_checksum_as_v2 and unicast_peer";
    case "not-a-peer":
      return "Add it to unicast_peer here, or take this node out of unicast_peer there";
    case "zero-count":
    case "not-link-local":
      return "Give the other node a virtual_ipaddress as the RFC wants it: for IPv6 a link-local address first";
    case "zero-interval":
      return "Give the other node an advert_int that is not 0";
    case "owner-ignores":
      return "This node is configured not to listen: see owner_ignore_adverts";
    case "own-address":
    case "carp":
    case "header-repeated":
    case "length":
    case "truncated":
    case "type":
      return "Look for what sends or changes such packets";
    default:
      return unreachable(reason);
  }
}
