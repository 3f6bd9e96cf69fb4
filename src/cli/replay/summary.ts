import { holdfastVersion } from "../../base/version.ts";
import type { Paint } from "../../status/live/words/paint.ts";

/** What has come of a replay. */
export type Summary = {
  /** Transitions of the replay, and of the recording. */
  readonly transitions: number;
  readonly recorded: number;
  /** Those that were the same, up to the first that was not; undefined: nothing was compared. */
  readonly same: number | undefined;
  /** Whether it had every input since the start of each process. */
  readonly isExact: boolean;
  /** Inputs that were not written, and lines that are not as they were. */
  readonly lost: number;
  readonly damaged: number;
  /** The first of those lines: "00000001.jsonl:17". */
  readonly firstDamage: string | undefined;
  /** The version that has recorded it, where that is another one. */
  readonly foreign: string | undefined;
  /** In words; undefined: there is none. */
  readonly difference: { readonly recorded: string | undefined; readonly played: string | undefined } | undefined;
};

/** The summary as lines; `config` is the file that was played instead of what was recorded. */
export function summaryLines(summary: Summary, config: string | undefined, paint: Paint): readonly string[] {
  const { transitions, recorded, same = 0, difference, isExact } = summary;
  if (config !== undefined) {
    return [...notes(summary), `${plural(transitions)} with ${config}; ${recorded} were recorded.`];
  }
  if (difference === undefined) return [...notes(summary), `${plural(same)}, all as recorded.`];
  return [
    ...notes(summary),
    paint.bad(`${plural(same)} as recorded; then they differ:`),
    `  recorded: ${difference.recorded ?? "nothing"}`,
    `  replayed: ${difference.played ?? "nothing"}`,
    ...(isExact ? [] : ["It began in the middle of a life: counts and delays that were under way began anew."]),
  ];
}

/** What may be the reason of a difference. */
function notes({ foreign, lost, damaged, firstDamage }: Summary): readonly string[] {
  const lines: string[] = [];
  if (foreign !== undefined) {
    lines.push(`Recorded by version ${foreign}; this is ${holdfastVersion}, which may decide otherwise.`);
  }
  if (lost > 0) lines.push(`The recording lacks ${lost} inputs that were not written.`);
  if (damaged > 0) {
    lines.push(`${damaged} lines are not as they were written, the first at ${firstDamage}: left out.`);
  }
  return lines;
}

function plural(count: number): string {
  return count === 1 ? "1 transition" : `${count} transitions`;
}
