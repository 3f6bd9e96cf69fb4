import type { Command } from "../base/command.ts";
import type { LoadBalancingConfig } from "../lvs/config.ts";
import type { BfdConfig } from "../bfd/config.ts";
import type { NotifyConfig } from "../notify/config.ts";
import type { VrrpConfig } from "../vrrp/config.ts";
import type { Account } from "./account.ts";
import type { GlobalConfig } from "./global-config.ts";

export type { Account } from "./account.ts";
export type { GlobalConfig } from "./global-config.ts";

/** What a configuration file means: the typed result of loading it, for every part of the daemon. */
export type Configuration = {
  readonly global: GlobalConfig;
  readonly vrrp: VrrpConfig;
  readonly lvs: LoadBalancingConfig;
  /** What each of `vrrp.scripts` runs, by the script's name. */
  readonly scriptCommands: ReadonlyMap<string, Command>;
  readonly notify: NotifyConfig;
  /** Who runs the scripts that name an account of their own, by location key ("instance VI_1 notify_master"). */
  readonly scriptAccounts: ReadonlyMap<string, Account>;
  /** Absent: there are no sessions. */
  readonly bfd?: BfdConfig | undefined;
};
