import type { SyncGroupConfig } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import { vrrpSyncGroup, vrrpSyncGroupScope } from "../schema/vrrp-sync-group.ts";
import { allWords } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import type { DecodeContext } from "./context.ts";
import { decodeNotify } from "./notify.ts";
import type { NotifyDraft } from "./notify.ts";
import { ScopeReader } from "./scope-reader.ts";
import { decodeTrackInterfaces, decodeTrackScripts } from "./tracking.ts";
import type { Tracker } from "./tracking.ts";
import type { ScriptDraft } from "./vrrp-script.ts";

/** A `vrrp_sync_group` as it is written: its members may not exist. */
export type GroupDraft = {
  readonly name: Word;
  readonly members: readonly Word[];
  readonly tracking: Pick<SyncGroupConfig, "trackInterfaces" | "trackScripts">;
  /** Weighted tracking of members counts. */
  readonly keepsWeights: boolean;
  readonly notify: NotifyDraft;
};

export function decodeSyncGroup(
  name: Word,
  statement: Statement,
  scripts: ReadonlyMap<string, ScriptDraft>,
  context: DecodeContext,
): GroupDraft {
  const report = context.report.within(name.text);
  const scope = new ScopeReader(vrrpSyncGroupScope, statement.block?.statements ?? [], report);
  const tracker: Tracker = { kind: "group", name: name.text, report };
  const ownWeights = scope.value(vrrpSyncGroup.trackingWeight) ?? false;
  const globalWeights = scope.value(vrrpSyncGroup.globalTracking) ?? false;
  return {
    name,
    members: scope.values(vrrpSyncGroup.group).flat().flatMap(allWords),
    tracking: {
      trackInterfaces: decodeTrackInterfaces(scope.values(vrrpSyncGroup.trackInterface).flat(), tracker, context),
      trackScripts: decodeTrackScripts(scope.values(vrrpSyncGroup.trackScript).flat(), tracker, scripts, context),
    },
    keepsWeights: ownWeights || globalWeights,
    notify: decodeNotify(scope, tracker, context),
  };
}
