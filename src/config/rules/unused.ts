import type { LoadBalancingConfig } from "../../lvs/config.ts";
import type { InstanceConfig, SyncGroupConfig } from "../../vrrp/config.ts";
import type { DecodeContext } from "../decode/context.ts";
import type { TrackedObjects } from "../decode/definitions.ts";
import { trackKinds } from "../decode/track-kinds.ts";
import type { Definition } from "../decode/track-kinds.ts";

/** The scripts whose results count for somebody, and the files and processes that somebody names. */
export type UsedObjects = {
  readonly [K in "script" | "file" | "process"]: readonly (TrackedObjects[K] extends ReadonlyMap<string, infer T>
    ? T
    : never)[];
};

/** Marks the files that health checks read as named. */
export function nameCheckedFiles({ virtualServers }: LoadBalancingConfig, { namedTrackers }: DecodeContext): void {
  for (const { realServers } of virtualServers) {
    for (const { checkers } of realServers) {
      for (const checker of checkers) if (checker.kind === "file") namedTrackers.add(`file ${checker.file}`);
    }
  }
}

/** Leaves out what nobody tracks; what nobody even names is reported. */
export function dropUnused(
  objects: TrackedObjects,
  trackers: readonly Pick<InstanceConfig | SyncGroupConfig, "trackScripts">[],
  context: DecodeContext,
): UsedObjects {
  const running = new Set(trackers.flatMap((tracker) => tracker.trackScripts.map((entry) => entry.script)));
  return {
    script: named(objects.script, "script", context).filter(({ name }) => running.has(name.text)),
    file: named(objects.file, "file", context),
    process: named(objects.process, "process", context),
  };
}

function named<T extends Definition>(
  definitions: ReadonlyMap<string, T>,
  kind: "script" | "file" | "process",
  { report, namedTrackers }: DecodeContext,
): readonly T[] {
  return [...definitions.values()].filter(({ name }) => {
    if (namedTrackers.has(`${kind} ${name.text}`)) return true;
    const { what, block } = trackKinds[kind];
    const message = `Warning - ${kind === "script" ? "script" : what} ${name.text} is not used`;
    report.warning("unused", name, message, { cure: `name it in a ${block} block`, effect: "none" });
    return false;
  });
}
