import type { Observation, Violation } from "./judge.ts";

/**
 * Addresses that were not where they belong when everything had settled: with the node of the highest priority, as
 * every instance preempts, and so all the addresses of a sync group in one place.
 */
export function judgeHeirs({ addresses, changes, checkpoints }: Observation): readonly Violation[] {
  return checkpoints.flatMap(({ at, heirs }) =>
    [...addresses].flatMap(([address, group]): readonly Violation[] => {
      const owners = new Set<string>();
      for (const change of changes) {
        if (change.address !== address || change.time > at) continue;
        if (change.held) owners.add(change.node);
        else owners.delete(change.node);
      }
      if (owners.size === 1 && owners.has(heirs[group] ?? "")) return [];
      return [{ rule: "heir", address, from: at, until: at, owners: [...owners] }];
    }),
  );
}
