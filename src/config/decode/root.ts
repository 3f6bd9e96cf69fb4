import type { NotifyScripts } from "../../notify/config.ts";
import type { Word } from "../lexer.ts";
import type { Account, Configuration } from "../model.ts";
import { applySyncGroups } from "../rules/sync-groups.ts";
import { dropUnusedScripts } from "../rules/unused-scripts.ts";
import { reportVridConflicts } from "../rules/vrid-conflicts.ts";
import { root, rootScope } from "../schema/root.ts";
import type { Statement } from "../tree.ts";
import { blockName, locationKey } from "./context.ts";
import type { DecodeContext } from "./context.ts";
import { decodeGlobals } from "./global-defs.ts";
import type { Globals } from "./global-defs.ts";
import type { NotifyDraft } from "./notify.ts";
import { ScopeReader } from "./scope-reader.ts";
import { decodeInstance } from "./vrrp-instance.ts";
import type { InstanceDraft } from "./vrrp-instance.ts";
import { decodeScript } from "./vrrp-script.ts";
import type { ScriptDraft } from "./vrrp-script.ts";
import { decodeSyncGroup } from "./vrrp-sync-group.ts";
import type { GroupDraft } from "./vrrp-sync-group.ts";

/** Reads what stands outside all blocks, and with it the whole configuration. */
export function decodeRoot(statements: readonly Statement[], context: DecodeContext): Configuration {
  const scope = new ScopeReader(rootScope, statements, context.report);
  const globals = decodeGlobals(scope.values(root.globalDefs), context);
  const scripts = decodeScripts(scope, context);
  const groups = decodeGroups(scope, scripts, context);
  const instances = decodeInstances(scope, globals, scripts, context);
  reportVridConflicts(instances, context.report);
  const configs = instances.map((instance) => instance.config);
  const declared = new Set(scope.values(root.instance).flatMap(({ words: [name] }) => name?.text ?? []));
  const synced = applySyncGroups(groups, configs, declared, context);
  const trackers = [...synced.instances, ...synced.syncGroups];
  const used = dropUnusedScripts([...scripts.values()], trackers, context);
  return {
    global: globals.config,
    vrrp: { ...synced, scripts: used.map((script) => script.config), startupDelay: globals.defaults.startupDelay },
    scriptCommands: new Map(used.map((script) => [script.name.text, script.command])),
    notify: { instances: notifyScripts(instances), groups: notifyScripts(groups) },
    scriptAccounts: collectAccounts(used, [...instances, ...groups]),
  };
}

function decodeScripts(scope: ScopeReader, context: DecodeContext): ReadonlyMap<string, ScriptDraft> {
  const scripts = new Map<string, ScriptDraft>();
  for (const statement of scope.values(root.script)) {
    const script = decodeScript(statement, scripts, context);
    if (script !== undefined) scripts.set(script.name.text, script);
  }
  return scripts;
}

function decodeGroups(
  scope: ScopeReader,
  scripts: ReadonlyMap<string, ScriptDraft>,
  context: DecodeContext,
): readonly GroupDraft[] {
  return uniqueBlocks(scope.values(root.syncGroup), "vrrp sync group", context).map(([name, statement]) =>
    decodeSyncGroup(name, statement, scripts, context),
  );
}

function decodeInstances(
  scope: ScopeReader,
  { defaults }: Globals,
  scripts: ReadonlyMap<string, ScriptDraft>,
  context: DecodeContext,
): readonly InstanceDraft[] {
  return uniqueBlocks(scope.values(root.instance), "vrrp instance", context).flatMap(([name, statement]) => {
    const instance = decodeInstance(name, statement, { defaults, scripts }, context);
    return instance === undefined ? [] : [instance];
  });
}

/** Blocks that have a name, without those whose name is taken. */
function uniqueBlocks(
  statements: readonly Statement[],
  what: string,
  { report }: DecodeContext,
): readonly (readonly [Word, Statement])[] {
  const names = new Set<string>();
  return statements.flatMap((statement) => {
    const name = blockName(statement, report);
    if (name === undefined) return [];
    if (names.has(name.text)) {
      report.error("duplicate", name, `${what} ${name.text} already defined`, { cure: "the first one counts" });
      return [];
    }
    names.add(name.text);
    return [[name, statement] as const];
  });
}

type Notifier = { readonly name: Word; readonly notify: NotifyDraft };

function notifyScripts(notifiers: readonly Notifier[]): ReadonlyMap<string, NotifyScripts> {
  const scripts = notifiers.map(({ name, notify }) => [name.text, notify.scripts] as const);
  return new Map(scripts.filter(([, notify]) => Object.keys(notify).length > 0));
}

function collectAccounts(
  scripts: readonly ScriptDraft[],
  notifiers: readonly Notifier[],
): ReadonlyMap<string, Account> {
  const accounts = new Map<string, Account>(notifiers.flatMap(({ notify }) => [...notify.accounts]));
  for (const { name, account } of scripts) {
    if (account !== undefined) accounts.set(locationKey("script", name.text, "script"), account);
  }
  return accounts;
}
