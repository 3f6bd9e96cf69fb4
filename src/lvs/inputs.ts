import type { IpAddress } from "../base/ip-address.ts";
import type { FileWeight } from "../check/config.ts";
import type { CheckOutcome } from "../check/outcome.ts";
import type { Table, SyncDaemon } from "../base/lvs-table.ts";
import type { CheckerId } from "./checker-id.ts";
import type { LoadBalancingConfig } from "./config.ts";
import type { WeightOverride } from "./weight-overrides.ts";

/** What `global_defs` and command line say about load balancing; units and defaults as in keepalived.conf(5). */
export type LvsSettings = {
  /** The sync daemon follows this instance; `role` is that of a start without one. */
  readonly syncDaemon: { readonly daemon: SyncDaemon; readonly instance: string | undefined } | undefined;
  /** What the numbers of tracked files are multiplied by where a FILE_CHECK does not say, by name; absent: 1. */
  readonly fileWeights?: ReadonlyMap<string, FileWeight> | undefined;
  /** `rs_init_notifies`: notify_up and notify_down run after the first check, whatever it says. */
  readonly initialNotifies: boolean;
  /** `lvs_flush_on_stop VS`: services go whole, without a word about each server. */
  readonly removesServicesWhole: boolean;
  /** `-I` (`dont-release-ipvs`): the table stays at the end. */
  readonly keepsTable: boolean;
};

/** What has happened. */
export type LvsInput =
  /**
   * The first one starts everything, later ones are reloads. `held` is what the balancer has of anybody: at a start
   * with `isReplacement` servers that are missing there, or have weight 0, are taken for down until their checks say
   * more.
   */
  | {
      readonly kind: "configure";
      readonly config: LoadBalancingConfig;
      readonly settings: LvsSettings;
      readonly held: Table;
      readonly isReplacement: boolean;
    }
  | { readonly kind: "check-done"; readonly checker: CheckerId; readonly outcome: CheckOutcome }
  /** Addresses of this machine, all of them: for `ha_suspend`. */
  | { readonly kind: "local-addresses"; readonly addresses: readonly IpAddress[] }
  /** Of the vrrp process; undefined: there is no such instance (any more). */
  | {
      readonly kind: "instance-state";
      readonly instance: string;
      readonly state: "MASTER" | "BACKUP" | "FAULT" | undefined;
    }
  /** A tracked file has a number in it now; undefined: none. */
  | { readonly kind: "file-value"; readonly file: string; readonly value: number | undefined }
  /**
   * What an operator has said about weights, all of it: servers that are left out have those of the configuration
   * again. Outlives reloads. Before the first `configure` it counts from the start.
   */
  | { readonly kind: "overrides"; readonly overrides: readonly WeightOverride[] }
  /** Somebody else has changed the table: this is what it has now. */
  | { readonly kind: "held"; readonly held: Table }
  /** `deadline` has come. */
  | { readonly kind: "tick" }
  /** The end: scripts of `omega`, then the table is given back. Nothing follows. */
  | { readonly kind: "stop" };
