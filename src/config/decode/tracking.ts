import type { SyncGroupConfig, TrackedFile, TrackedInterface, TrackedScript, Weight } from "../../vrrp/config.ts";
import type { TrackedProcess, TrackedSession } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import { writeMeantOr } from "../nearest.ts";
import type { Reporter } from "../reporter.ts";
import { trackingKeywords } from "../schema/tracking.ts";
import { noWeight } from "../schema/weight.ts";
import { isBefore, positionAt } from "../source.ts";
import type { Statement } from "../tree.ts";
import { checkInterface, locationKey } from "./context.ts";
import type { DecodeContext } from "./context.ts";
import type { ScopeReader } from "./scope-reader.ts";
import { trackKinds } from "./track-kinds.ts";
import type { Definition, Definitions, TrackedKind } from "./track-kinds.ts";
import { parseTrackLine } from "./track-line.ts";

/** Whose tracking it is: an instance or a group. */
export type Tracker = { readonly kind: "instance" | "group"; readonly name: string; readonly report: Reporter };

/** What an instance or a group tracks. */
export type Tracking = Pick<
  SyncGroupConfig,
  "trackInterfaces" | "trackScripts" | "trackFiles" | "trackProcesses" | "trackSessions"
>;

/** `inherited`: the weight is that of the definition. */
type Tracked = { readonly name: string; readonly weight: Weight; readonly inherited: boolean };

const rows = {
  interface: trackingKeywords.trackInterface,
  script: trackingKeywords.trackScript,
  file: trackingKeywords.trackFile,
  process: trackingKeywords.trackProcess,
  bfd: trackingKeywords.trackSession,
} as const satisfies Record<TrackedKind, unknown>;

const kinds = ["interface", "script", "file", "process", "bfd"] as const;

const nothingTracked: Tracking = { trackInterfaces: [], trackScripts: [] };

/** Reads the `track_...` blocks of an instance or a group. */
export function decodeTracking(
  scope: ScopeReader,
  tracker: Tracker,
  definitions: Definitions,
  context: DecodeContext,
): Tracking {
  if (!kinds.some((kind) => scope.has(rows[kind]))) return nothingTracked;
  const read = (kind: TrackedKind): readonly Tracked[] =>
    scope.has(rows[kind]) ? decodeEntries(scope.values(rows[kind]).flat(), kind, tracker, definitions, context) : [];
  const files = read("file").map(trackedFile);
  const processes = read("process").map(({ name, weight }): TrackedProcess => ({ process: name, weight }));
  const sessions = read("bfd").map(({ name, weight }): TrackedSession => ({ session: name, weight }));
  return {
    trackInterfaces: read("interface").map(({ name, weight }): TrackedInterface => ({ interface: name, weight })),
    trackScripts: read("script").map(({ name, weight }): TrackedScript => ({ script: name, weight })),
    ...(files.length > 0 && { trackFiles: files }),
    ...(processes.length > 0 && { trackProcesses: processes }),
    ...(sessions.length > 0 && { trackSessions: sessions }),
  };
}

function trackedFile({ name, weight, inherited }: Tracked): TrackedFile {
  return inherited ? { file: name, weight, inherited } : { file: name, weight };
}

/** The lines of one kind; what they name stands above them, and counts once. */
function decodeEntries(
  lines: readonly Statement[],
  kind: TrackedKind,
  tracker: Tracker,
  definitions: Definitions,
  context: DecodeContext,
): readonly Tracked[] {
  const { block } = trackKinds[kind];
  const tracked = new Map<string, Tracked>();
  for (const statement of lines) {
    const line = parseTrackLine(statement, kind, tracker.report);
    if (line === undefined) continue;
    const { name } = line;
    const definition = findDefinition(name, kind, tracker, definitions, context);
    if (definition === undefined) continue;
    if (tracked.has(name.text)) {
      tracker.report.warning("duplicate", name, `duplicate ${block} ${name.text} - ignoring`);
      continue;
    }
    context.namedTrackers.add(`${kind} ${name.text}`);
    context.locations.set(locationKey(tracker.kind, tracker.name, `${block} ${name.text}`), name);
    tracked.set(name.text, {
      name: name.text,
      weight: line.weight ?? definition.weight,
      inherited: line.weight === undefined,
    });
  }
  return [...tracked.values()];
}

function findDefinition(
  name: Word,
  kind: TrackedKind,
  tracker: Tracker,
  definitions: Definitions,
  context: DecodeContext,
): Pick<Definition, "weight"> | undefined {
  if (kind === "interface") {
    const exists = checkInterface(name, `track_interface of ${tracker.name}`, context, tracker.report);
    return exists ? { weight: noWeight } : undefined;
  }
  const found = definitions[kind].get(name.text);
  if (found !== undefined && isBefore(found.name, name)) return found;
  const { what } = trackKinds[kind];
  const cure = removedCure(name, kind, context) ?? definitionCure(name, kind, definitions, tracker.report);
  tracker.report.error("not-found", name, `${what} ${name.text} not found, ignoring...`, { cure });
  return undefined;
}

/** For what is there, but cannot be used. */
function removedCure(
  { text, source }: Word,
  kind: TrackedKind,
  { removedTrackers }: DecodeContext,
): string | undefined {
  const removed = removedTrackers.get(`${kind} ${text}`);
  if (removed === undefined) return undefined;
  const { path } = removed.source;
  const { line } = positionAt(removed.source, removed.start);
  const place = path === source.path ? `line ${line}` : `${path}:${line}`;
  return `${trackKinds[kind].definition} ${text} was removed because of a mistake in its block (${place}): correct that`;
}

function definitionCure(
  name: Word,
  kind: Exclude<TrackedKind, "interface">,
  definitions: Definitions,
  { full }: Reporter,
): string {
  const place = `${trackKinds[kind].definition} ${name.text} { ... } above this block`;
  if (definitions[kind].has(name.text)) return `move ${place}`;
  return writeMeantOr(name.text, full ? [] : definitions[kind].keys(), `write ${place}`);
}
