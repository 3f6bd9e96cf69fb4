import type { LoadBalancingConfig } from "../../lvs/config.ts";
import type { InstanceConfig, SyncGroupConfig } from "../../vrrp/config.ts";
import type { DecodeContext } from "../decode/context.ts";
import type { TrackedObjects } from "../decode/definitions.ts";
import { trackKinds } from "../decode/track-kinds.ts";
import type { Definition } from "../decode/track-kinds.ts";

/** The scripts, files and processes that count for somebody. */
export type UsedObjects = {
  readonly [K in "script" | "file" | "process"]: readonly (TrackedObjects[K] extends ReadonlyMap<string, infer T>
    ? T
    : never)[];
};

/** Marks the files that health checks read as named and used. */
export function nameCheckedFiles(
  { virtualServers }: LoadBalancingConfig,
  { namedTrackers, checkedFiles }: DecodeContext,
): void {
  for (const { realServers } of virtualServers) {
    for (const { checkers } of realServers) {
      for (const checker of checkers) {
        if (checker.kind !== "file") continue;
        namedTrackers.add(`file ${checker.file}`);
        checkedFiles.add(checker.file);
      }
    }
  }
}

type Tracker = Pick<InstanceConfig | SyncGroupConfig, "trackScripts" | "trackFiles" | "trackProcesses">;

/**
 * Leaves out what nobody tracks, also where the group that did was left out itself; what nobody even names is reported.
 */
export function dropUnused(objects: TrackedObjects, trackers: readonly Tracker[], context: DecodeContext): UsedObjects {
  const scripts = new Set(trackers.flatMap(({ trackScripts }) => trackScripts.map(({ script }) => script)));
  const files = new Set(trackers.flatMap(({ trackFiles = [] }) => trackFiles.map(({ file }) => file)));
  const processes = new Set(
    trackers.flatMap(({ trackProcesses = [] }) => trackProcesses.map(({ process }) => process)),
  );
  return {
    script: named(objects.script, "script", context).filter(({ name }) => scripts.has(name.text)),
    file: named(objects.file, "file", context).filter(
      ({ name }) => files.has(name.text) || context.checkedFiles.has(name.text),
    ),
    process: named(objects.process, "process", context).filter(({ name }) => processes.has(name.text)),
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
