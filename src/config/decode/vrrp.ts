import type { NotifyConfig } from "../../notify/config.ts";
import type { VrrpConfig } from "../../vrrp/config.ts";
import type { Account } from "../account.ts";
import type { Word } from "../lexer.ts";
import type { Configuration } from "../model.ts";
import { separateDeviceNames } from "../rules/device-names.ts";
import { applySyncGroups } from "../rules/sync-groups.ts";
import { dropUnused } from "../rules/unused.ts";
import { reportVridConflicts } from "../rules/vrid-conflicts.ts";
import { root } from "../schema/root.ts";
import { locationKey } from "./context.ts";
import type { DecodeContext } from "./context.ts";
import { decodeTrackedObjects, definitionsForVrrp } from "./definitions.ts";
import type { InstanceDefaults } from "./global-defs.ts";
import { namedBlocks, namedKinds } from "./named-blocks.ts";
import { nothingGiven } from "./nothing-given.ts";
import type { NotifyDraft } from "./notify.ts";
import type { ScopeReader } from "./scope-reader.ts";
import { decodeInstance } from "./vrrp-instance.ts";
import type { ScriptDraft } from "./vrrp-script.ts";
import { decodeSyncGroup } from "./vrrp-sync-group.ts";

/** The part of a configuration that is about virtual routers and what they depend on. */
export type RouterConfig = Pick<Configuration, "vrrp" | "scriptCommands" | "notify" | "scriptAccounts" | "bfd">;

/**
 * Reads instances, groups, and what they track. It comes after everything else that refers to files, so that it can
 * tell which of them nobody uses.
 */
export function decodeRouters(scope: ScopeReader, defaults: InstanceDefaults, context: DecodeContext): RouterConfig {
  const { report } = context;
  const objects = decodeTrackedObjects(scope, context);
  const definitions = definitionsForVrrp(objects);
  const groups = namedBlocks(scope.values(root.syncGroup), namedKinds.group, report).map(([name, statement]) =>
    decodeSyncGroup(name, statement, definitions, context),
  );
  const blocks = namedBlocks(scope.values(root.instance), namedKinds.instance, report);
  const written = blocks.flatMap(
    ([name, statement]) => decodeInstance(name, statement, { defaults, definitions }, context) ?? [],
  );
  const instances = separateDeviceNames(written, report);
  reportVridConflicts(instances, report);
  const configs = instances.map((instance) => instance.config);
  const synced = applySyncGroups(groups, configs, new Set(blocks.map(([name]) => name.text)), context);
  const used = dropUnused(objects, [...synced.instances, ...synced.syncGroups], context);
  const sessions = Array.from(objects.bfd.values(), ({ config }) => config);
  const vrrp: VrrpConfig = {
    ...synced,
    scripts: used.script.map(({ config }) => config),
    ...(used.file.length > 0 && { trackFiles: used.file.map(({ config }) => config) }),
    ...(used.process.length > 0 && { trackProcesses: used.process.map(({ config }) => config) }),
    ...defaults.process,
  };
  return {
    vrrp,
    // Also of those that nobody tracks: a configuration test looks for their programs.
    scriptCommands: new Map(Array.from(objects.script.values(), ({ name, command }) => [name.text, command])),
    notify: collectNotify(instances, groups),
    scriptAccounts: collectAccounts([...objects.script.values()], [...instances, ...groups]),
    ...(sessions.length > 0 && { bfd: { sessions } }),
  };
}

type Notifier = { readonly name: Word; readonly notify: NotifyDraft };

function collectNotify(instances: readonly Notifier[], groups: readonly Notifier[]): NotifyConfig {
  const instanceSettings = byName(instances, ({ settings }) => settings);
  const groupSettings = byName(groups, ({ settings }) => settings);
  return {
    instances: byName(instances, ({ scripts }) => scripts),
    groups: byName(groups, ({ scripts }) => scripts),
    ...(instanceSettings.size > 0 && { instanceSettings }),
    ...(groupSettings.size > 0 && { groupSettings }),
  };
}

/** What there is of it. */
function byName<T extends object>(notifiers: readonly Notifier[], part: (draft: NotifyDraft) => T): Map<string, T> {
  const parts = new Map<string, T>();
  for (const { name, notify } of notifiers) {
    const entry = part(notify);
    if (!nothingGiven(entry)) parts.set(name.text, entry);
  }
  return parts;
}

function collectAccounts(
  scripts: readonly ScriptDraft[],
  notifiers: readonly Notifier[],
): ReadonlyMap<string, Account> {
  const accounts = new Map<string, Account>(notifiers.flatMap(({ notify }) => notify.accounts));
  for (const { name, account } of scripts) {
    if (account !== undefined) accounts.set(locationKey("script", name.text, "script"), account);
  }
  return accounts;
}
