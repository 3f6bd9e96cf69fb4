import type { TrackGroup } from "../../vrrp/network-config.ts";
import type { Word } from "../lexer.ts";
import { writeMeantOr } from "../nearest.ts";
import { trackGroup, trackGroupScope } from "../schema/track-group.ts";
import { allWords } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import type { DecodeContext } from "./context.ts";
import { ScopeReader } from "./scope-reader.ts";

/** A `track_group` as it is written: its instances may not exist. */
export type TrackGroupDraft = { readonly name: Word; readonly members: readonly Word[] };

/** Reads the `track_group` blocks; the first one of a name counts. */
export function decodeTrackGroups(
  blocks: readonly Statement[],
  context: DecodeContext,
): ReadonlyMap<string, TrackGroupDraft> {
  const groups = new Map<string, TrackGroupDraft>();
  for (const block of blocks) {
    const group = decodeTrackGroup(block, groups, context);
    if (group !== undefined) groups.set(group.name.text, group);
  }
  return groups;
}

function decodeTrackGroup(
  { keyword, words: [name, extra], block }: Statement,
  others: ReadonlyMap<string, unknown>,
  { report }: DecodeContext,
): TrackGroupDraft | undefined {
  if (name === undefined || extra !== undefined) {
    report.error("missing-setting", extra ?? keyword, "track_group must have a name - skipping");
    return undefined;
  }
  if (others.has(name.text)) {
    const cure = "the first one counts";
    report.error("duplicate", name, `track_group ${name.text} already defined`, { cure });
    return undefined;
  }
  const scope = new ScopeReader(trackGroupScope, block?.statements ?? [], report);
  const [first, ...further] = scope.values(trackGroup.group);
  const place = scope.keywordAt(trackGroup.group);
  if (further.length > 0) {
    report.error("repeated", place, `Group list already specified for track group ${name.text}`, {
      cure: "the first one counts",
    });
  }
  const members = first?.flatMap(allWords) ?? [];
  if (first !== undefined && members.length === 0) {
    report.warning("missing-setting", place, `Warning - track group ${name.text} has empty group block`);
  }
  return { name, members };
}

/** The groups with those of their instances that exist. The reference says what is missing when it runs only. */
export function resolveTrackGroups(
  groups: ReadonlyMap<string, TrackGroupDraft>,
  instances: ReadonlySet<string>,
  { report }: DecodeContext,
): readonly TrackGroup[] {
  return [...groups.values()].flatMap(({ name, members }) => {
    const present = new Set<string>();
    for (const member of members) {
      if (instances.has(member.text)) present.add(member.text);
      else {
        const message = `vrrp instance ${member.text} specified in track group ${name.text} doesn't exist - ignoring`;
        const known = report.full ? [] : instances;
        const cure = writeMeantOr(member.text, known, `write vrrp_instance ${member.text} { ... }`);
        report.warning("not-found", member, message, { cure, effect: "none" });
      }
    }
    if (present.size > 0) return [{ name: name.text, instances: [...present] }];
    report.warning("unused", name, `track_group ${name.text} has no VRRP instance(s)`, { effect: "none" });
    return [];
  });
}
