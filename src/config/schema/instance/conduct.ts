import { alias, keyword } from "../keyword.ts";
import { integer, seconds } from "../numbers.ts";
import { optionalInteger } from "../optional-number.ts";
import { flag, plainText, switched } from "../shapes.ts";

/** Who becomes master when. */
export const instanceElection = {
  noPreempt: keyword("nopreempt", flag, {
    priority: "P0",
    doc: "leave a lower-priority master in office",
    default: "off",
    excludes: ["preempt"],
  }),
  preempt: keyword("preempt", flag, {
    priority: "P1",
    doc: "take over from a lower-priority master (the default)",
    default: "on",
    excludes: ["nopreempt"],
  }),
  preemptDelay: keyword("preempt_delay", seconds({ minimum: 0, maximum: 1000, fraction: true }), {
    priority: "P0",
    doc: "seconds that a lower-priority master is tolerated",
    default: "0",
    excludes: ["nopreempt"],
  }),
  downTimerAdverts: keyword("down_timer_adverts", integer({ minimum: 1, maximum: 100 }), {
    priority: "P2",
    doc: "missed adverts before take-over",
    inherits: "vrrp_down_timer_adverts",
    default: "3",
  }),
  lowerPriorityNoAdvert: keyword("lower_prio_no_advert", switched, {
    priority: "P2",
    doc: "do not answer the advert of a lower-priority master with one of our own",
    inherits: "vrrp_lower_prio_no_advert",
    default: "off; on in strict mode",
  }),
  strict: keyword("strict_mode", switched, {
    priority: "P1",
    doc: "hold this instance to the RFC",
    inherits: "vrrp_strict",
    default: "off",
    unfinished: "packets to the addresses are not dropped",
    partly: true,
  }),
  accept: keyword("accept", flag, {
    priority: "P1",
    doc: "let packets to the addresses in (the default)",
    default: "on; off in strict mode",
    excludes: ["no_accept"],
  }),
  noAccept: keyword("no_accept", flag, {
    priority: "P1",
    doc: "drop packets to the addresses, except on their owner",
    default: "off; on in strict mode",
    excludes: ["accept"],
    unfinished: "packets to the addresses are let in",
  }),
};

const expiredTimerBackup = keyword("timer_expired_backup", optionalInteger({ minimum: 1, maximum: 254 }, 254), {
  priority: "P2",
  doc: "with nopreempt: be backup after having been asleep too long; the highest priority of the others",
  default: "off; 254 without a number",
  unfinished: "a master that was asleep goes on as master",
});

/** What else there is to say about it; the rows go by the names of `ConductConfig`. */
export const instanceConduct = {
  expiredTimerBackup,
  threadTimerExpired: alias("thread_timer_expired", expiredTimerBackup),
  higherPrioritySendAdvert: keyword("higher_prio_send_advert", switched, {
    priority: "P2",
    doc: "send one more advert before yielding to a higher-priority master",
    inherits: "vrrp_higher_prio_send_advert",
    default: "off",
  }),
  ownerIgnoresAdverts: keyword("owner_ignore_adverts", flag, {
    priority: "P2",
    doc: "an address owner ignores the adverts of others",
    inherits: "vrrp_owner_ignore_adverts",
    default: "off",
  }),
  skipCheckAdvertAddresses: keyword("skip_check_adv_addr", switched, {
    priority: "P0",
    doc: "compare the addresses in an advert only when the master changes",
    inherits: "vrrp_skip_check_adv_addr",
    default: "off",
  }),
};

/** Keywords that say nothing any more. */
export const instanceRelics = {
  linkbeatPolling: keyword("linkbeat_use_polling", flag, {
    priority: "P2",
    doc: "ask the interface for its link rather than wait for news",
    deprecated: "use a linkbeat_interfaces block",
    failsTest: true,
    unfinished: "the kernel tells of the link",
  }),
  syncDaemonInterface: keyword("lvs_sync_daemon_interface", plainText, {
    priority: "P2",
    doc: "interface of the IPVS synchronization",
    deprecated: "use lvs_sync_daemon in global_defs",
    failsTest: true,
    unfinished: "nothing is synchronized",
  }),
  debug: keyword("debug", integer({ minimum: 0, maximum: 4 }), {
    priority: "P2",
    doc: "accepted for old files; without a meaning",
    default: "0",
  }),
};
