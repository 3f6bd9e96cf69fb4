import type { IpAddress } from "../base/ip-address.ts";
import type { CheckerConfig } from "../check/config.ts";
import type { SyncDaemon, TableChange } from "../base/lvs-table.ts";
import type { CheckerId } from "./checker-id.ts";
import type { LvsEvent } from "./events.ts";

/** What the driver is to do, in order. */
export type LvsEffect =
  /** Make one run of a check, and answer with `check-done`. There is no other run of the same checker under way. */
  | {
      readonly kind: "check";
      readonly checker: CheckerId;
      readonly config: CheckerConfig;
      /** Where it goes unless `connection` says otherwise. */
      readonly address: IpAddress;
      readonly port: number;
      /** Which of its URLs an HTTP check asks for; 0 for all others. */
      readonly step: number;
    }
  /** End the run that is under way; no answer is waited for. */
  | { readonly kind: "cancel"; readonly checker: CheckerId }
  /** Change the balancer's table, all in one go where it can. */
  | { readonly kind: "table"; readonly changes: readonly TableChange[] }
  /** Undefined: none runs. */
  | { readonly kind: "sync-daemon"; readonly daemon: SyncDaemon | undefined }
  /** The log, the scripts, the FIFOs and the mails read these. */
  | { readonly kind: "event"; readonly event: LvsEvent };
