import { acceptedKeywords } from "./accepted.ts";
import { authenticationScope } from "./authentication.ts";
import { globalDefsScope } from "./global-defs.ts";
import { scopeNames } from "./keyword.ts";
import type { Scope, ScopeName } from "./keyword.ts";
import { rootScope } from "./root.ts";
import { vrrpInstanceScope } from "./vrrp-instance.ts";
import { vrrpScriptScope } from "./vrrp-script.ts";
import { vrrpSyncGroupScope } from "./vrrp-sync-group.ts";

/** The blocks whose keywords are decoded. */
export const scopes: readonly Scope[] = [
  rootScope,
  globalDefsScope,
  vrrpScriptScope,
  vrrpSyncGroupScope,
  vrrpInstanceScope,
  authenticationScope,
];

const namesByScope: ReadonlyMap<ScopeName, readonly string[]> = new Map(
  scopeNames.map((name) => {
    const decoded = scopes.find((scope) => scope.name === name)?.keywords.keys() ?? [];
    return [name, [...decoded, ...(acceptedKeywords.get(name)?.keys() ?? [])]];
  }),
);

/** Every keyword of a block: decoded ones and accepted ones. */
export function keywordNames(scope: ScopeName): readonly string[] {
  return namesByScope.get(scope) ?? [];
}

/** The blocks in which a keyword has a meaning. */
export function scopesOf(keyword: string): readonly ScopeName[] {
  return scopeNames.filter((scope) => keywordNames(scope).includes(keyword));
}
