import type { CheckerConfig } from "../check/config.ts";
import { isSameValue } from "./same-value.ts";

/** What becomes of a checker that the new configuration asks for. */
export type CheckerMatch<T> =
  /** The same as before, which goes on as it is. */
  | { readonly kind: "kept"; readonly before: T }
  /** One of that kind was there, whose state is the best guess. */
  | { readonly kind: "changed"; readonly before: T }
  | { readonly kind: "new" };

/**
 * Finds the checkers of a server in those that it had: by what they do, not by where they stand, and then by their
 * kind. Each of them is found once; `left` are the others.
 */
export function matchCheckers<T extends { readonly config: CheckerConfig }>(
  before: readonly T[],
  wanted: readonly CheckerConfig[],
): { readonly matches: readonly CheckerMatch<T>[]; readonly left: readonly T[] } {
  const left = [...before];
  const take = (fits: (candidate: T) => boolean): T | undefined => {
    const index = left.findIndex(fits);
    return index === -1 ? undefined : left.splice(index, 1)[0];
  };
  const kept = wanted.map((config) => take((candidate) => isSameValue(candidate.config, config)));
  const gone: T[] = [];
  const matches = wanted.map((config, index): CheckerMatch<T> => {
    const same = kept[index];
    if (same !== undefined) return { kind: "kept", before: same };
    const kin = take((candidate) => candidate.config.kind === config.kind);
    if (kin === undefined) return { kind: "new" };
    gone.push(kin);
    return { kind: "changed", before: kin };
  });
  return { matches, left: [...gone, ...left] };
}
