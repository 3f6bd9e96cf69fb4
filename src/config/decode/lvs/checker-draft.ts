import type { CheckerConfig } from "../../../check/config.ts";
import type { CheckDefaults } from "./check-defaults.ts";

/** What the block of a checker says, before it is known which server it is for. */
export type CheckerDraft = {
  /** It says the same wherever it stands: there is no place in it that a finding could be about. */
  readonly isPlain: boolean;
  /** The checker of a server with these settings; undefined, after a finding, when there is none. */
  readonly arrange: (defaults: CheckDefaults) => CheckerConfig | undefined;
};

/** Whether none of the values is a word of the text, kept for what is still to be said about it. */
export function hasNoPlace(values: Readonly<Record<string, unknown>>): boolean {
  return Object.values(values).every((value) => typeof value !== "object" || value === null || !("start" in value));
}
