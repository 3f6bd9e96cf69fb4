import type { IpAddress } from "../base/ip-address.ts";
import type { Duration, Instant } from "../base/time.ts";
import type { RejectReason } from "./admission.ts";

/** What is wrong between an instance and another router for as long as it is seen. `Address`: text in plain data. */
export type Warning<Address = IpAddress> =
  /** Both are master. `priority` is the other's, undefined: unknown; `rejection`: why its adverts are not believed. */
  | {
      readonly kind: "split-brain";
      readonly priority: number | undefined;
      readonly ours: number;
      readonly rejection: RejectReason | undefined;
    }
  /** The first ones of ours that its adverts lack, and of those in them that are not ours. */
  | {
      readonly kind: "address-list-differs";
      readonly missing: readonly Address[];
      readonly unexpected: readonly Address[];
    }
  /** It advertises our VRID for other addresses, of which these are the first: it belongs to another virtual router. */
  | {
      readonly kind: "vrid-conflict";
      readonly vrid: number;
      readonly interface: string;
      readonly addresses: readonly Address[];
    }
  /** A virtual host of CARP with the number, and so the MAC address, of our virtual router. */
  | { readonly kind: "carp"; readonly vrid: number; readonly interface: string }
  /** Both have priority 255. */
  | { readonly kind: "owner-conflict" }
  /** Nothing of what it sends is believed, for a reason that configurations can have. */
  | { readonly kind: "adverts-rejected"; readonly reason: RejectReason };

export type StandingWarning = {
  readonly warning: Warning;
  /** The address of the other router. */
  readonly other: IpAddress;
  readonly since: Instant;
};

/** `lasted`: from `since` until it was over. */
export type WarningOver = StandingWarning & { readonly lasted: Duration };
