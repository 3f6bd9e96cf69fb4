import type { TrackFileConfig } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import { trackFile, trackFileScope } from "../schema/track-file.ts";
import type { Statement } from "../tree.ts";
import type { DecodeContext } from "./context.ts";
import { ScopeReader } from "./scope-reader.ts";
import type { Definition } from "./track-kinds.ts";

export type TrackFileDraft = Definition & { readonly config: TrackFileConfig };

/** Reads a `track_file` block; undefined and a finding when it names no file. */
export function decodeTrackFile(name: Word, statement: Statement, context: DecodeContext): TrackFileDraft | undefined {
  const report = context.report.within(name.text);
  const scope = new ScopeReader(trackFileScope, statement.block?.statements ?? [], report);
  const path = scope.value(trackFile.file);
  const weight = scope.value(trackFile.weight) ?? { value: 1, reverse: false };
  const initial = scope.value(trackFile.initial);
  if (path === undefined) {
    const message = `No file set for track_file ${name.text} - ignoring`;
    context.report.error("missing-setting", name, message, { cure: "write file /path" });
    return undefined;
  }
  return { name, weight, config: { name: name.text, path, initial, weight } };
}
