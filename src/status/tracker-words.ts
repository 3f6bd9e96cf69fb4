/** Who tracks a script that is named in a sentence; the others are counted. */
const namedLimit = 3;

/** A `vrrp_script` that is not run, as it cannot be. */
export type DisabledTracker = {
  readonly script: string;
  /** "Script /usr/local/bin/check is not executable - disabling; chmod +x it" */
  readonly why: string;
  /** The instances and groups that track it. */
  readonly trackedBy: readonly string[];
};

/** What is wrong, in a sentence without its full stop. A script that is not run harms nobody (`script-check.ts`). */
export function printDisabled({ script, why, trackedBy }: DisabledTracker): string {
  return `Script ${script} is not run, so that ${printNames(trackedBy)} would not notice a failure: ${why}`;
}

/** What to do about it, in a sentence without its full stop. */
export function printDisabledCure({ script }: DisabledTracker): string {
  return `Correct the path, the mode or the owner of ${script}, and reload: holdfast test-script ${script} says whether it runs`;
}

function printNames(names: readonly string[]): string {
  const more = names.length - namedLimit;
  if (more > 0) return `${names.slice(0, namedLimit).join(", ")} and ${more} more`;
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
