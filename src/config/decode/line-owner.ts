import type { Word } from "../lexer.ts";
import { writeMeantOr } from "../nearest.ts";
import type { Reporter } from "../reporter.ts";
import { isBefore } from "../source.ts";
import { locationKey } from "./context.ts";
import type { DecodeContext } from "./context.ts";

/** What the lines of a list of addresses, routes or rules belong to. */
export type LineOwner = {
  readonly name: string;
  /** Where addresses go that name no device; undefined when the owner has none and will not run. */
  readonly interface: string | undefined;
  readonly report: Reporter;
  /** For static lines: where the names of the track groups stand. Undefined: what an instance holds. */
  readonly trackGroups?: ReadonlyMap<string, Word> | undefined;
};

/** Says where an interface of an instance is named, for what only the daemon finds out about it. */
export function locateDevice(owner: LineOwner, device: Word, { locations }: DecodeContext): void {
  if (owner.trackGroups !== undefined) return;
  const key = locationKey("instance", owner.name, `dev ${device.text}`);
  if (!locations.has(key)) locations.set(key, device);
}

/** The track group that a static line names; it stands above the line. */
export function findTrackGroup(name: Word, { trackGroups, report }: LineOwner): string | undefined {
  const group = trackGroups?.get(name.text);
  if (group !== undefined && isBefore(group, name)) return name.text;
  const place = `track_group ${name.text} { ... } above this block`;
  const known = report.full ? [] : (trackGroups?.keys() ?? []);
  const cure = group === undefined ? writeMeantOr(name.text, known, `write ${place}`) : `move ${place}`;
  report.error("not-found", name, `track_group ${name.text} not found`, { cure });
  return undefined;
}
