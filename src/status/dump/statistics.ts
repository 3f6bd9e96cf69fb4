import type { RejectKind } from "../../vrrp/admission.ts";
import type { InstanceCounters } from "../../vrrp/counters.ts";
import type { VrrpStatus } from "../../vrrp/status.ts";

/** The counters by their names in the reference's JSON. */
export type Statistics = {
  readonly advert_rcvd: number;
  readonly advert_sent: number;
  readonly become_master: number;
  readonly release_master: number;
  readonly packet_len_err: number;
  readonly advert_interval_err: number;
  readonly ip_ttl_err: number;
  readonly invalid_type_rcvd: number;
  readonly addr_list_err: number;
  readonly invalid_authtype: number;
  readonly authtype_mismatch: number;
  readonly auth_failure: number;
  readonly pri_zero_rcvd: number;
  readonly pri_zero_sent: number;
};

/** The reference counts an advert as received when nothing is wrong with it (keepalived(8), SIGUSR2). */
export function statisticsOf(counters: InstanceCounters): Statistics {
  const rejected = (...kinds: readonly RejectKind[]): number =>
    kinds.reduce((total, kind) => total + (counters.rejected.get(kind) ?? 0), 0);
  return {
    advert_rcvd: counters.accepted,
    advert_sent: counters.sent,
    become_master: counters.becameMaster,
    release_master: counters.releasedMaster,
    // CARP is to the reference a packet that is too short.
    packet_len_err: rejected("truncated", "length", "carp"),
    advert_interval_err: rejected("interval", "zero-interval"),
    ip_ttl_err: rejected("ttl"),
    invalid_type_rcvd: rejected("type"),
    addr_list_err: counters.addressListErrors + rejected("zero-count", "not-link-local"),
    invalid_authtype: 0,
    authtype_mismatch: rejected("authentication-type", "header-missing"),
    auth_failure: rejected("password", "header-malformed", "header-digest", "header-repeated"),
    pri_zero_rcvd: counters.priorityZeroReceived,
    pri_zero_sent: counters.priorityZeroSent,
  };
}

/** keepalived.stats, one piece for each instance. */
export function* printStatistics(status: VrrpStatus): Iterable<string> {
  for (const { config, counters } of status.instances) {
    const all = statisticsOf(counters);
    yield `VRRP Instance: ${config.name}
  Advertisements:
    Received: ${all.advert_rcvd}
    Sent: ${all.advert_sent}
  Became master: ${all.become_master}
  Released master: ${all.release_master}
  Packet Errors:
    Length: ${all.packet_len_err}
    TTL: ${all.ip_ttl_err}
    Invalid Type: ${all.invalid_type_rcvd}
    Advertisement Interval: ${all.advert_interval_err}
    Address List: ${all.addr_list_err}
  Authentication Errors:
    Invalid Type: ${all.invalid_authtype}
    Type Mismatch: ${all.authtype_mismatch}
    Failure: ${all.auth_failure}
  Priority Zero:
    Received: ${all.pri_zero_rcvd}
    Sent: ${all.pri_zero_sent}
`;
  }
}
