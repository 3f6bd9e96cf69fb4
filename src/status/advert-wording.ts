import { unreachable } from "../base/assert.ts";
import { printSeconds } from "../base/time.ts";
import type { VrrpEvent } from "../vrrp/events.ts";
import { always, type LogLine } from "./log-line.ts";

/** What the log says of the adverts of others: why they are not believed, and what is odd about them. */

export function rejected(event: VrrpEvent & { readonly kind: "advert-rejected" }): string {
  const { reason, version } = event;
  const start = `(${event.instance})`;
  const source = event.source.toString();
  switch (reason.kind) {
    case "ttl": {
      const { ttl, minimum, maximum } = reason;
      return minimum === maximum
        ? `${start} invalid TTL/HL ${ttl} from ${source}. expected ${minimum}`
        : `${start} TTL/HL ${ttl} from ${source} not in range ${minimum} - ${maximum}`;
    }
    case "header-missing":
      return `${start} IPSEC-AH : advert without an authentication header from ${source} - ignored`;
    case "header-malformed":
      return `${start} IPSEC-AH : malformed authentication header from ${source} - ignored`;
    case "header-digest":
      return `${start} IPSEC-AH : invalid IPSEC HMAC-MD5 value from ${source}. Due to fields mutation or bad password !`;
    case "header-repeated":
      return `${start} IPSEC-AH : sequence number from ${source} is not new - ignored`;
    case "not-a-peer":
      return `${start} unicast source address ${source} not a unicast peer`;
    case "owner-ignores":
      return `${start} owner of the addresses ignores the advert from ${source}`;
    case "authentication-type":
      return `${start} received a ${reason.received} auth from ${source}, expecting ${reason.expected}!`;
    case "password":
      return `${start} received an invalid passwd from ${source}!`;
    case "interval":
      return `${start} advertisement interval mismatch with ${source} mine=${printSeconds(reason.expected)} sec rcv'd=${printSeconds(reason.received)} sec`;
    case "checksum":
      return `${start} Invalid VRRPv${version} checksum from ${source}`;
    case "version":
      return `${start} wrong VRRP version from ${source}`;
    case "type":
      return `${start} invalid VRRP packet type from ${source}`;
    case "truncated":
    case "length":
      return `${start} invalid VRRP packet length from ${source}`;
    case "zero-count":
      return `${start} advert from ${source} carries no address - ignored`;
    case "zero-interval":
      return `${start} advert from ${source} carries interval 0 - ignored`;
    case "not-link-local":
      return `${start} first address of the advert from ${source} is not link-local - ignored`;
    case "own-address":
      return `${start} advert received from our own address ${source}`;
    case "carp":
      return `${start} CARP packet received from ${source} - ignored`;
    default:
      return unreachable(reason);
  }
}

export function unexpectedMode(instance: string, source: string, received: "multicast" | "unicast"): string {
  const expected = received === "multicast" ? "unicast" : "multicast";
  return `(${instance}) Expected ${expected} packet but received ${received} packet from ${source}`;
}

/** What each form covers. */
const checksumForms = {
  message: "without a pseudo-header (RFC 9568, v3_checksum_as_v2)",
  "pseudo-header": "with a pseudo-header",
  "old-unicast": "as Keepalived up to 1.3.6 (old_unicast_checksum)",
} as const;

export function checksumForm({ instance, source, form, ours }: VrrpEvent & { readonly kind: "checksum-form" }): string {
  const theirs = `(${instance}) checksums from ${source.toString()} are made ${checksumForms[form]}`;
  return form === "old-unicast"
    ? `${theirs}. Setting unicast VRRPv3 checksum to old version for it`
    : `${theirs}, ours ${checksumForms[ours]}`;
}

export function ownerConflict({ instance, source, conceded }: VrrpEvent & { readonly kind: "owner-conflict" }): string {
  const who = `local instance and a remote instance (${source.toString()})`;
  const problem = `(${instance}) CONFIGURATION ERROR: ${who} are both configured as address owner, please fix`;
  return conceded ? `${problem} - reducing local priority` : problem;
}

export function addressList(event: VrrpEvent & { readonly kind: "address-list-differs" }): readonly LogLine[] {
  const { instance, vrid, source, missing, unexpected, expectedCount, receivedCount } = event;
  return [
    ...(expectedCount === receivedCount
      ? []
      : [
          always(
            `(${instance}) expected ${expectedCount} VIPs but received ${receivedCount} from ${source.toString()}`,
          ),
        ]),
    ...missing.map((address) =>
      always(
        `(${instance}) ip address associated with VRID ${vrid} not present in advert from ${source.toString()}: ${address.toString()}`,
      ),
    ),
    ...unexpected.map((address) =>
      always(
        `(${instance}) advert from ${source.toString()} has ip address that is not configured here: ${address.toString()}`,
      ),
    ),
  ];
}
