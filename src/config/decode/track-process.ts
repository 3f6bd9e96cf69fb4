import { zeroDuration } from "../../base/time.ts";
import type { TrackProcessConfig } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { trackProcess, trackProcessScope } from "../schema/track-process.ts";
import { noWeight } from "../schema/weight.ts";
import type { Statement } from "../tree.ts";
import type { DecodeContext } from "./context.ts";
import { ScopeReader } from "./scope-reader.ts";
import type { Definition } from "./track-kinds.ts";

export type TrackProcessDraft = Definition & { readonly config: TrackProcessConfig };

/** Reads a `vrrp_track_process` block; undefined and a finding when it names no process. */
export function decodeTrackProcess(
  name: Word,
  statement: Statement,
  context: DecodeContext,
): TrackProcessDraft | undefined {
  const report = context.report.within(name.text);
  const scope = new ScopeReader(trackProcessScope, statement.block?.statements ?? [], report);
  const process = scope.value(trackProcess.process);
  const match = scope.value(trackProcess.match);
  const delay = scope.value(trackProcess.delay) ?? zeroDuration;
  const weight = scope.value(trackProcess.weight) ?? noWeight;
  const draft = {
    match: match ?? "exact",
    fullCommand: scope.value(trackProcess.fullCommand) ?? false,
    ...decodeQuorum(scope, report),
    forkDelay: scope.value(trackProcess.forkDelay) ?? delay,
    terminateDelay: scope.value(trackProcess.terminateDelay) ?? delay,
    weight,
  };
  if (process === undefined) {
    const message = `track process '${name.text}' process name not specified`;
    context.report.error("missing-setting", name, message, { cure: "write process NAME" });
    return undefined;
  }
  const { parameters } = process;
  const ignoresParameters = parameters.length === 0 && match === undefined;
  const config: TrackProcessConfig = {
    name: name.text,
    process: process.name,
    parameters,
    ...draft,
    match: ignoresParameters ? "any" : draft.match,
  };
  return { name, weight, config };
}

/** A maximum below the minimum would never do. */
function decodeQuorum(scope: ScopeReader, report: Reporter): Pick<TrackProcessConfig, "quorum" | "quorumMaximum"> {
  const quorum = scope.value(trackProcess.quorum) ?? 1;
  const place = scope.parameterAt(trackProcess.quorumMaximum);
  const maximum = scope.value(trackProcess.quorumMaximum);
  // A maximum of 0 wants the process not to run.
  if (maximum === undefined || maximum === 0 || maximum >= quorum) return { quorum, quorumMaximum: maximum };
  report.error("conflict", place, "quorum_max is less than quorum - ignoring");
  return { quorum, quorumMaximum: undefined };
}
