import { authHmacScope } from "./auth-hmac.ts";
import { authenticationScope } from "./authentication.ts";
import { bfdInstanceScope } from "./bfd-instance.ts";
import { garpGroupScope } from "./garp-group.ts";
import { globalDefsScope } from "./global-defs.ts";
import { scopeNames } from "./keyword.ts";
import type { Scope, ScopeName } from "./keyword.ts";
import { loadBalancingScopes } from "./lvs/index.ts";
import { rootScope } from "./root.ts";
import { trackFileScope } from "./track-file.ts";
import { trackGroupScope } from "./track-group.ts";
import { trackProcessScope } from "./track-process.ts";
import { vrrpInstanceScope } from "./vrrp-instance.ts";
import { vrrpScriptScope } from "./vrrp-script.ts";
import { vrrpSyncGroupScope } from "./vrrp-sync-group.ts";

/** Every block of the language. */
export const scopes: readonly Scope[] = [
  rootScope,
  globalDefsScope,
  vrrpScriptScope,
  vrrpSyncGroupScope,
  vrrpInstanceScope,
  authenticationScope,
  authHmacScope,
  trackFileScope,
  trackProcessScope,
  bfdInstanceScope,
  trackGroupScope,
  garpGroupScope,
  ...loadBalancingScopes,
];

const namesByScope: ReadonlyMap<ScopeName, readonly string[]> = new Map(
  scopes.map(({ name, keywords }) => [name, [...keywords.keys()]] as const),
);

/** Every keyword of a block. */
export function keywordNames(scope: ScopeName): readonly string[] {
  return namesByScope.get(scope) ?? [];
}

/** Whether a block follows a keyword. */
export function opensBlock(scope: ScopeName, keyword: string): boolean {
  return scopes.find(({ name }) => name === scope)?.keywords.get(keyword)?.shape.block === true;
}

/** The blocks in which a keyword has a meaning. */
export function scopesOf(keyword: string): readonly ScopeName[] {
  return scopeNames.filter((scope) => keywordNames(scope).includes(keyword));
}
