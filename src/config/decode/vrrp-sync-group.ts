import type { Word } from "../lexer.ts";
import { vrrpSyncGroup, vrrpSyncGroupScope } from "../schema/vrrp-sync-group.ts";
import { allWords } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import type { DecodeContext } from "./context.ts";
import { decodeNotify } from "./notify.ts";
import type { NotifyDraft } from "./notify.ts";
import { ScopeReader } from "./scope-reader.ts";
import type { Definitions } from "./track-kinds.ts";
import { decodeTracking } from "./tracking.ts";
import type { Tracker, Tracking } from "./tracking.ts";

/** A `vrrp_sync_group` as it is written: its members may not exist. */
export type GroupDraft = {
  readonly name: Word;
  readonly members: readonly Word[];
  readonly tracking: Tracking;
  /** Weighted tracking of members counts. */
  readonly keepsWeights: boolean;
  readonly notify: NotifyDraft;
};

export function decodeSyncGroup(
  name: Word,
  statement: Statement,
  definitions: Definitions,
  context: DecodeContext,
): GroupDraft {
  const report = context.report.within(name.text);
  const scope = new ScopeReader(vrrpSyncGroupScope, statement.block?.statements ?? [], report);
  const tracker: Tracker = { kind: "group", name: name.text, report };
  const ownWeights = scope.value(vrrpSyncGroup.trackingWeight) ?? false;
  const globalWeights = scope.value(vrrpSyncGroup.globalTracking) ?? false;
  return {
    name,
    // In 2.2.7 further names on a line are members like the others.
    members: (scope.value(vrrpSyncGroup.group) ?? []).flatMap(allWords),
    tracking: decodeTracking(scope, tracker, definitions, context),
    keepsWeights: ownWeights || globalWeights,
    notify: decodeNotify(scope, tracker, context),
  };
}
