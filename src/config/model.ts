import type { Command } from "../base/command.ts";
import type { Duration } from "../base/time.ts";
import type { NotifyConfig } from "../notify/config.ts";
import type { VrrpConfig } from "../vrrp/config.ts";

/** What a configuration file means: the typed result of loading it, for every part of the daemon. */
export type Configuration = {
  readonly global: GlobalConfig;
  readonly vrrp: VrrpConfig;
  /** What each of `vrrp.scripts` runs, by the script's name. */
  readonly scriptCommands: ReadonlyMap<string, Command>;
  readonly notify: NotifyConfig;
  /** Who runs the scripts that name an account of their own, by location key ("instance VI_1 notify_master"). */
  readonly scriptAccounts: ReadonlyMap<string, Account>;
};

export type GlobalConfig = {
  /** `router_id`; undefined: the host name. */
  readonly routerId: string | undefined;
  readonly notificationEmail: readonly string[];
  readonly notificationEmailFrom: string | undefined;
  readonly smtpServer: { readonly host: string; readonly port: number } | undefined;
  readonly smtpConnectTimeout: Duration;
  readonly scriptSecurity: boolean;
  /** `script_user`; undefined: keepalived_script if there is such a user, else root. */
  readonly scriptAccount: Account | undefined;
};

/** A user, and a group other than the user's own. */
export type Account = { readonly user: string; readonly group: string | undefined };
