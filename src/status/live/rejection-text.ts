import { unreachable } from "../../base/assert.ts";
import type { RejectReason } from "../../vrrp/admission.ts";
import { span } from "./described.ts";

/** Why an advert is not believed: "its password is wrong". */
export function rejectionText(reason: RejectReason): string {
  switch (reason.kind) {
    case "ttl":
      return reason.minimum === reason.maximum
        ? `its TTL is ${reason.ttl}, not ${reason.minimum}`
        : `its TTL is ${reason.ttl}, not ${reason.minimum} to ${reason.maximum}`;
    case "header-missing":
      return "it has no authentication header";
    case "header-malformed":
      return "its authentication header is malformed";
    case "header-digest":
      return "its authentication header does not fit: another password, or it was changed on the way";
    case "header-repeated":
      return "its sequence number has been there before";
    case "not-a-peer":
      return "its sender is not a unicast peer";
    case "owner-ignores":
      return "the owner of the addresses does not listen";
    case "authentication-type":
      return `its authentication is of type ${reason.received}, not ${reason.expected}`;
    case "password":
      return "its password is wrong";
    case "interval":
      return `its advert interval is ${span(reason.received)}, not ${span(reason.expected)}`;
    case "checksum":
      return "its checksum is wrong";
    case "version":
      return "it is of another version of VRRP";
    case "type":
      return "it is not an advert";
    case "truncated":
    case "length":
      return "its length is wrong";
    case "zero-count":
      return "it carries no address";
    case "zero-interval":
      return "it carries an advert interval of 0";
    case "not-link-local":
      return "its first address is not link-local";
    case "own-address":
      return "it comes from our own address";
    case "carp":
      return "it is of CARP, not of VRRP";
    default:
      return unreachable(reason);
  }
}
