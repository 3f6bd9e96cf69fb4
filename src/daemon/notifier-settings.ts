import { existsSync } from "node:fs";
import { hostname } from "node:os";

import type { NotifyFifoConfig } from "../config/global-config.ts";
import type { Account, Configuration, GlobalConfig } from "../config/model.ts";
import type { NamedPipeOptions } from "../platform/ports.ts";
import { mailSettings } from "./mail-settings.ts";
import { NameService } from "./name-service.ts";
import type { NotifierSettings } from "./notifier.ts";
import type { NotifyFifoSpec } from "./notify-fifo.ts";
import { setpriv } from "./script-accounts.ts";
import { checkScriptCall } from "./script-check.ts";

/** What the notifier is told of a configuration whose scripts were checked, and what is wrong with the rest. */
export type CheckedNotifierSettings = { readonly settings: NotifierSettings; readonly messages: readonly string[] };

export function notifierSettings({ global, notify, vrrp }: Configuration): CheckedNotifierSettings {
  const messages: string[] = [];
  const { mail, vrrp: ofVrrp } = global;
  const settings: NotifierSettings = {
    config: notify,
    defaults: {
      // Without a relay and somebody to write to there is no mail (section 23 of the reference).
      mail: mailSettings(mail) !== undefined && (mail.vrrpAlert ?? mail.alert ?? false),
      priorityChanges: ofVrrp.notifyPriorityChanges ?? false,
      faultMails: mail.noFaultMails !== true,
      routerId: global.routerId ?? hostname(),
    },
    groups: vrrp.syncGroups.map(({ name }) => name),
    fifos: fifoSpecs(
      [
        { title: "notify fifo", ...global.notifyFifos.all },
        { title: "vrrp notify fifo", ...global.notifyFifos.vrrp },
      ],
      global,
      messages,
    ),
  };
  return { settings, messages };
}

/** The FIFOs of a process, of which those with a script have their reader started by it. */
export function fifoSpecs(
  titled: readonly (NotifyFifoConfig & { readonly title: string })[],
  global: Pick<GlobalConfig, "scripts">,
  messages: string[],
): readonly NotifyFifoSpec[] {
  return titled.flatMap(({ title, fifo, script }) => {
    if (fifo === undefined) return [];
    const checked = checkScriptCall(script, global.scripts, diesWithUs);
    if (checked.message !== undefined) messages.push(checked.message);
    const reader = checked.command && { words: [...checked.command.words, fifo.path] as const };
    return [{ title, path: fifo.path, owner: ownerOf(fifo.owner, title, messages), reader }];
  });
}

/** What stands before a program so that it is ended when this process dies: two readers would share the lines. */
const diesWithUs: readonly string[] = existsSync(setpriv) ? [setpriv, "--pdeathsig", "TERM", "--"] : [];

function ownerOf(account: Account | undefined, title: string, messages: string[]): NamedPipeOptions["owner"] {
  if (account === undefined) return undefined;
  const names = new NameService();
  const [, , user, primary] = names.find("passwd", account.user) ?? [];
  const group = account.group === undefined ? primary : names.find("group", account.group)?.[2];
  if (user !== undefined && group !== undefined) return { user: Number(user), group: Number(group) };
  messages.push(`Owner ${account.user} ${account.group ?? ""} of the ${title} does not exist: it belongs to root`);
  return undefined;
}
