import type { IpAddress } from "../base/ip-address.ts";
import type { Packet } from "./admission.ts";
import type { Duration } from "../base/time.ts";
import type { InstanceConfig, VirtualAddress } from "./config.ts";
import type { Cause } from "./events.ts";
import type { FaultReason } from "./faults.ts";
import type { PriorityPart } from "./priority.ts";
import type { OwnRecollection } from "./recollection.ts";

/** What can happen to an instance. */
export type InstanceInput =
  /** Leave INIT. */
  | { readonly kind: "start" }
  /** Leave INIT as the master that it was in a process that died; its last advert was `silence` ago. */
  | { readonly kind: "adopt"; readonly silence: Duration }
  /** A packet of this VRID on this interface, in this family and mode. */
  | { readonly kind: "packet"; readonly packet: Packet }
  /** Time has passed; due deadlines are acted upon. */
  | { readonly kind: "tick" }
  /** Others advertise now: a master whose advert is due soon does so, too, and keeps their step. */
  | { readonly kind: "advertise-with-others" }
  /** The complete list of reasons against taking part; empty: healthy. */
  | { readonly kind: "faults"; readonly reasons: readonly FaultReason[] }
  /** The complete list of what trackers add to the priority. */
  | { readonly kind: "priority"; readonly parts: readonly PriorityPart[] }
  /** The address that adverts are sent from. While there is none the last one stays, for a last word. */
  | { readonly kind: "source"; readonly address: IpAddress | undefined }
  /** Whether the socket hands over everything: in a flood it does not, and what is not heard may go on. */
  | { readonly kind: "hearing"; readonly isPartial: boolean }
  /** The sync group has decided. */
  | { readonly kind: "group"; readonly to: "master" | "backup"; readonly cause: Cause }
  /** A member of its sync group has heard one: hosts may have lost this member's addresses to it as well. */
  | { readonly kind: "lower-priority-master" }
  /** These addresses are not in the kernel any more, and it was not this instance that took them away. */
  | { readonly kind: "addresses-lost"; readonly addresses: readonly VirtualAddress[] }
  /** A reload. `parts` are those of the trackers in the new configuration. */
  | {
      readonly kind: "reconfigure";
      readonly config: InstanceConfig;
      readonly grouped: boolean;
      readonly parts: readonly PriorityPart[];
    }
  /** A master says that it goes, and is silent until it goes or `resume` comes; what it holds stays. */
  | { readonly kind: "yield"; readonly atMost: Duration }
  /** Nobody has taken over: a master that has said that it goes stays. */
  | { readonly kind: "resume" }
  /** What a process before this one knew of other routers: a part of it, of this virtual router. */
  | ({ readonly kind: "recall" } & OwnRecollection)
  /** The daemon ends, or the instance is no longer configured. */
  | { readonly kind: "stop"; readonly because: "stopped" | "removed" };
