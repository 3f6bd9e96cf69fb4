import { didYouMean, nearest } from "./nearest.ts";
import { keywordNames, opensBlock, scopesOf } from "./schema/index.ts";
import { scopeNames } from "./schema/keyword.ts";
import type { ScopeName } from "./schema/keyword.ts";

/** Words that people write for a keyword and that no counting of letters leads back to it. */
const wrongNames: ReadonlyMap<string, string> = new Map([
  ["advert_interval", "advert_int"],
  ["auth_password", "auth_pass"],
  ["check_script", "script"],
  ["command", "script"],
  ["net_interface", "interface"],
  ["nic", "interface"],
  ["pass", "auth_pass"],
  ["password", "auth_pass"],
  ["peers", "unicast_peer"],
  ["prio", "priority"],
  ["type", "auth_type"],
  ["vip", "virtual_ipaddress"],
  ["vips", "virtual_ipaddress"],
  ["vrid", "virtual_router_id"],
  ["vrrp_strict", "strict_mode"],
]);

/** Beginnings shorter than this fit too much. */
const shortestBeginning = 4;

/** What an unknown keyword was probably meant to be, as a cure; undefined when nothing is near. */
export function suggestKeyword(text: string, scope: ScopeName): string | undefined {
  const names = keywordNames(scope);
  const surely = renamedKeyword(text, names) ?? nearest(text, names, 1);
  if (surely !== undefined) return didYouMean(surely);
  const elsewhere = suggestElsewhere(text);
  if (elsewhere !== undefined) return elsewhere;
  const perhaps = nearest(text, names) ?? completion(text, names);
  return perhaps === undefined ? undefined : didYouMean(perhaps);
}

/**
 * What an unknown keyword with a block was probably meant to be: a block whose name is near or, failing that, the one
 * block that has keywords such as `content`.
 */
export function suggestBlock(text: string, content: readonly string[], scope: ScopeName): string | undefined {
  const blocks = keywordNames(scope).filter((name) => opensBlock(scope, name));
  const near = nearest(text, blocks) ?? completion(text, blocks) ?? blockLike(content, blocks);
  return near === undefined ? suggestKeyword(text, scope) : didYouMean(near);
}

/** The names that stand for another one in this block: an old habit, or the name of the default in `global_defs`. */
function renamedKeyword(text: string, names: readonly string[]): string | undefined {
  const candidates = [wrongNames.get(text), `vrrp_${text}`, text.replace(/^vrrp_/u, "")];
  return candidates.find((name) => name !== undefined && name !== text && names.includes(name));
}

/** The name that begins like that, if all that do begin with it. */
function completion(text: string, names: readonly string[]): string | undefined {
  if (text.length < shortestBeginning) return undefined;
  const longer = names.filter((name) => name.startsWith(text)).toSorted((a, b) => a.length - b.length);
  const [shortest] = longer;
  return shortest !== undefined && longer.every((name) => name.startsWith(shortest)) ? shortest : undefined;
}

/** A keyword of other blocks; only one edit away, for more would find something for everything. */
function suggestElsewhere(text: string): string | undefined {
  const belongs = scopesOf(text);
  if (belongs.length > 0) return `${text} belongs to ${belongs.map(printScope).join(", ")}`;
  const near = nearest(text, new Set(scopeNames.flatMap(keywordNames)), 1);
  if (near === undefined) return undefined;
  return `${near}, which is spelt much like it, belongs to ${scopesOf(near).map(printScope).join(", ")}`;
}

/** The block that knows at least two and half of the keywords, and more of them than all others. */
function blockLike(content: readonly string[], blocks: readonly string[]): string | undefined {
  const candidates = scopeNames
    .filter((scope) => blocks.includes(scope))
    .map((scope) => {
      const names = new Set(keywordNames(scope));
      return { scope, known: content.filter((name) => names.has(name)).length };
    })
    .toSorted((a, b) => b.known - a.known);
  const [best, second] = candidates;
  if (best === undefined || best.known < 2 || best.known * 2 < content.length) return undefined;
  return best.known === second?.known ? undefined : best.scope;
}

function printScope(scope: ScopeName): string {
  return scope === "root" ? "the top level, outside all blocks" : scope;
}
