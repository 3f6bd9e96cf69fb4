import { locationKey } from "../../config/load.ts";
import type { Account, Configuration } from "../../config/model.ts";
import type { NotifyScript } from "../../notify/rehearsal.ts";
import { notifyKeywordFor } from "../script-check.ts";

/** The usual account is the user keepalived_script where there is one, else that of the daemon. */
export function describeAccount(account: Account | undefined): string {
  if (account === undefined) return "as the usual account of scripts";
  return `as user ${account.user}${account.group === undefined ? "" : ` and group ${account.group}`}`;
}

/** Where the configuration has a notify script. */
export function notifyLocation({ key, subject: { type, name } }: NotifyScript): string {
  return locationKey(type === "INSTANCE" ? "instance" : "group", name, notifyKeywordFor(key));
}

/** Who runs it; undefined: the usual account. */
export function notifyAccount(script: NotifyScript, configuration: AccountedScripts): Account | undefined {
  return configuration.scriptAccounts.get(notifyLocation(script)) ?? configuration.global.scripts.account;
}

type AccountedScripts = Pick<Configuration, "scriptAccounts" | "global">;
