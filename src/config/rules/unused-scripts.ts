import type { InstanceConfig, SyncGroupConfig } from "../../vrrp/config.ts";
import type { DecodeContext } from "../decode/context.ts";
import type { ScriptDraft } from "../decode/vrrp-script.ts";

/** The scripts whose results count for somebody; those that nobody even names are reported. */
export function dropUnusedScripts(
  scripts: readonly ScriptDraft[],
  trackers: readonly Pick<InstanceConfig | SyncGroupConfig, "trackScripts">[],
  { report, namedScripts }: DecodeContext,
): readonly ScriptDraft[] {
  const used = new Set(trackers.flatMap((tracker) => tracker.trackScripts.map((entry) => entry.script)));
  return scripts.filter(({ name }) => {
    if (!namedScripts.has(name.text)) {
      const message = `Warning - script ${name.text} is not used`;
      report.warning("unused", name, message, { cure: "name it in a track_script block", effect: "none" });
    }
    return used.has(name.text);
  });
}
