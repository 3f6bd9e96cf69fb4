import { root } from "../schema/root.ts";
import type { Word } from "../lexer.ts";
import type { Statement } from "../tree.ts";
import { decodeBfdInstance } from "./bfd-instance.ts";
import type { BfdDraft } from "./bfd-instance.ts";
import type { DecodeContext } from "./context.ts";
import { namedBlocks, namedKinds } from "./named-blocks.ts";
import type { ScopeReader } from "./scope-reader.ts";
import type { Definitions } from "./track-kinds.ts";
import { decodeTrackFile } from "./track-file.ts";
import type { TrackFileDraft } from "./track-file.ts";
import { decodeTrackProcess } from "./track-process.ts";
import type { TrackProcessDraft } from "./track-process.ts";
import { decodeScript } from "./vrrp-script.ts";
import type { ScriptDraft } from "./vrrp-script.ts";

/** The blocks that others refer to by name, of which each can be used. */
export type TrackedObjects = {
  readonly script: ReadonlyMap<string, ScriptDraft>;
  readonly file: ReadonlyMap<string, TrackFileDraft>;
  readonly process: ReadonlyMap<string, TrackProcessDraft>;
  /** Every session; those that only health checks are told of are not for VRRP. */
  readonly bfd: ReadonlyMap<string, BfdDraft>;
};

/** Reads every `vrrp_script`, `track_file`, `vrrp_track_process` and `bfd_instance`. */
export function decodeTrackedObjects(scope: ScopeReader, context: DecodeContext): TrackedObjects {
  const neighbors = new Set<string>();
  const collect = <T>(
    statements: readonly Statement[],
    kind: keyof TrackedObjects,
    decode: (name: Word, statement: Statement, context: DecodeContext) => T | undefined,
  ): ReadonlyMap<string, T> => {
    const entries = new Map<string, T>();
    for (const [name, statement] of namedBlocks(statements, namedKinds[kind], context.report)) {
      const entry = decode(name, statement, context);
      if (entry !== undefined) entries.set(name.text, entry);
      else context.removedTrackers.set(`${kind} ${name.text}`, name);
    }
    return entries;
  };
  return {
    script: collect(scope.values(root.script), "script", decodeScript),
    file: collect(scope.values(root.trackFile), "file", decodeTrackFile),
    process: collect(scope.values(root.trackProcess), "process", decodeTrackProcess),
    bfd: collect(scope.values(root.bfdInstance), "bfd", (name, statement) =>
      decodeBfdInstance(name, statement, neighbors, context),
    ),
  };
}

/** What instances and groups can refer to. */
export function definitionsForVrrp({ bfd, ...others }: TrackedObjects): Definitions {
  return { ...others, bfd: new Map([...bfd].filter(([, { config }]) => config.listeners !== "checker")) };
}
