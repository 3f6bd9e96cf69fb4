import type { TrackedInterface, TrackedScript, Weight } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { refuseExtraWords } from "../schema/words.ts";
import { isBefore } from "../source.ts";
import type { Statement } from "../tree.ts";
import { checkInterface, locationKey } from "./context.ts";
import type { DecodeContext } from "./context.ts";
import type { ScriptDraft } from "./vrrp-script.ts";
import { noWeight, parseWeight } from "./weight.ts";

/** Whose tracking it is: an instance or a group. */
export type Tracker = { readonly kind: "instance" | "group"; readonly name: string; readonly report: Reporter };

/** `NAME [weight N [reverse|noreverse]]` */
type TrackLine = { readonly name: Word; readonly weight: Weight | undefined };

/** The lines of a `track_interface` block; an interface counts once. */
export function decodeTrackInterfaces(
  lines: readonly Statement[],
  tracker: Tracker,
  context: DecodeContext,
): readonly TrackedInterface[] {
  const tracked = new Map<string, TrackedInterface>();
  for (const line of readTrackLines(lines, "track_interface", tracker)) {
    const name = line.name.text;
    if (isDuplicate(tracked, line.name, "track_interface", tracker)) continue;
    if (!checkInterface(line.name, `track_interface of ${tracker.name}`, context, tracker.report)) continue;
    context.locations.set(locationKey(tracker.kind, tracker.name, `track_interface ${name}`), line.name);
    tracked.set(name, { interface: name, weight: line.weight ?? noWeight });
  }
  return [...tracked.values()];
}

/** The lines of a `track_script` block; a script stands above what tracks it and counts once. */
export function decodeTrackScripts(
  lines: readonly Statement[],
  tracker: Tracker,
  scripts: ReadonlyMap<string, ScriptDraft>,
  context: DecodeContext,
): readonly TrackedScript[] {
  const tracked = new Map<string, TrackedScript>();
  for (const line of readTrackLines(lines, "track_script", tracker)) {
    const script = scripts.get(line.name.text);
    if (script === undefined || !isBefore(script.name, line.name)) {
      const what = script === undefined ? "write" : "move";
      const cure = `${what} vrrp_script ${line.name.text} { ... } above this block`;
      tracker.report.error("not-found", line.name, `track script ${line.name.text} not found, ignoring...`, { cure });
      continue;
    }
    if (isDuplicate(tracked, line.name, "track_script", tracker)) continue;
    context.namedScripts.add(line.name.text);
    context.locations.set(locationKey(tracker.kind, tracker.name, `track_script ${line.name.text}`), line.name);
    tracked.set(script.config.name, { script: script.config.name, weight: line.weight ?? script.weight });
  }
  return [...tracked.values()];
}

function readTrackLines(lines: readonly Statement[], block: string, tracker: Tracker): readonly TrackLine[] {
  return lines.flatMap((line) => {
    const name = line.keyword;
    const [option, number, direction] = line.words;
    if (option === undefined) return [{ name, weight: undefined }];
    const what = `${block} ${name.text}`;
    if (option.text !== "weight") {
      tracker.report.error("invalid-value", option, `unknown option '${option.text}' for ${what} - ignoring`);
      return [{ name, weight: undefined }];
    }
    if (number === undefined) {
      tracker.report.error("invalid-value", option, `weight of ${what} has no number - ignoring`);
      return [{ name, weight: undefined }];
    }
    refuseExtraWords(line, 3, tracker.report);
    return [{ name, weight: parseWeight(number, direction, name.text, tracker.report) }];
  });
}

function isDuplicate(tracked: ReadonlyMap<string, unknown>, name: Word, block: string, { report }: Tracker): boolean {
  if (!tracked.has(name.text)) return false;
  report.warning("duplicate", name, `duplicate ${block} ${name.text} - ignoring`);
  return true;
}
