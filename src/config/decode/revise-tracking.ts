import type { InstanceConfig, Weight } from "../../vrrp/config.ts";
import type { TrackedKind } from "./track-kinds.ts";
import type { Tracking } from "./tracking.ts";

/** Gives back an entry, changed or not, or undefined for one that is no longer tracked. */
export type Revise = <T extends { readonly weight: Weight; readonly inherited?: true | undefined }>(
  entry: T,
  kind: TrackedKind,
  name: string,
) => T | undefined;

/** The same tracking with every entry revised; lists that nothing is left of are absent. */
export function reviseTracking(tracking: Tracking, revise: Revise): Tracking {
  const { trackInterfaces, trackScripts, trackFiles = [], trackProcesses = [], trackSessions = [] } = tracking;
  const files = trackFiles.flatMap((entry) => revise(entry, "file", entry.file) ?? []);
  const processes = trackProcesses.flatMap((entry) => revise(entry, "process", entry.process) ?? []);
  const sessions = trackSessions.flatMap((entry) => revise(entry, "bfd", entry.session) ?? []);
  return {
    trackInterfaces: trackInterfaces.flatMap((entry) => revise(entry, "interface", entry.interface) ?? []),
    trackScripts: trackScripts.flatMap((entry) => revise(entry, "script", entry.script) ?? []),
    ...(files.length > 0 && { trackFiles: files }),
    ...(processes.length > 0 && { trackProcesses: processes }),
    ...(sessions.length > 0 && { trackSessions: sessions }),
  };
}

/** An instance with other tracking in place of its own. */
export function withTracking(instance: InstanceConfig, tracking: Tracking): InstanceConfig {
  const { trackFiles: _files, trackProcesses: _processes, trackSessions: _sessions, ...others } = instance;
  return { ...others, ...tracking };
}
