import { keyword } from "../keyword.ts";
import { integer, seconds } from "../numbers.ts";
import { block, choice, flag, lines, word } from "../shapes.ts";

/** Who an instance is, and what it holds. */
export const instanceIdentity = {
  state: keyword("state", choice(["MASTER", "BACKUP"], "defaulting to BACKUP"), {
    priority: "P0",
    doc: "a wish, granted at once only to an address owner",
    default: "MASTER with priority 255, else BACKUP",
  }),
  interface: keyword("interface", word, {
    priority: "P0",
    doc: "interface of the adverts and the addresses",
    required: true,
  }),
  vrid: keyword("virtual_router_id", integer({ minimum: 1, maximum: 255, otherwise: "and nothing can replace it" }), {
    priority: "P0",
    doc: "number of the virtual router, the same on all its machines",
    required: true,
  }),
  priority: keyword("priority", integer({ minimum: 1, maximum: 255, otherwise: "using 100" }), {
    priority: "P0",
    doc: "the highest becomes master; 255 is for the owner of the addresses",
    default: "100; 255 with state MASTER",
  }),
  advertInterval: keyword(
    "advert_int",
    seconds({ minimum: 0.01, maximum: 255, fraction: true, otherwise: "using 1" }),
    { priority: "P0", doc: "seconds between adverts", default: "1" },
  ),
  version: keyword("version", integer({ minimum: 2, maximum: 3 }), {
    priority: "P0",
    doc: "protocol version; IPv6 has only version 3",
    inherits: "vrrp_version",
    default: "2",
  }),
  nativeIpv6: keyword("native_ipv6", flag, {
    priority: "P2",
    doc: "an IPv6 instance",
    deprecated: "leave it out: the addresses decide the family",
  }),
  authentication: keyword("authentication", block, {
    priority: "P0",
    doc: "password for version 2",
    excludes: ["auth_hmac"],
  }),
  hmac: keyword("auth_hmac", block, {
    priority: "P2",
    doc: "a signature behind every advert, which only this daemon and Keepalived understand",
    excludes: ["authentication"],
    refused: true,
  }),
  addresses: keyword("virtual_ipaddress", lines, { priority: "P0", doc: "addresses the master holds and advertises" }),
  excludedAddresses: keyword("virtual_ipaddress_excluded", lines, {
    priority: "P0",
    doc: "addresses the master holds without advertising them",
  }),
  noAddresses: keyword("no_virtual_ipaddress", flag, { priority: "P1", doc: "there are no addresses on purpose" }),
  routes: keyword("virtual_routes", lines, { priority: "P0", doc: "routes the master holds" }),
  rules: keyword("virtual_rules", lines, {
    priority: "P0",
    doc: "rules that the master holds: which routing table is asked for which packets",
  }),
};
