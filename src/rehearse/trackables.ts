import type { SyncGroupConfig, InstanceConfig, VrrpConfig, Weight } from "../vrrp/config.ts";

/** Something beside the network that a node tracks, and whose verdict a rehearsal decides. */
export type Trackable = {
  readonly kind: "script" | "file" | "process";
  /** Of its block. */
  readonly name: string;
  /** The first tracker's: it says what is good and what is bad. */
  readonly weight: Weight;
};

type Tracking = InstanceConfig | SyncGroupConfig;

/** Everything of the kind that some instance or group tracks, in the order of the file, each once. */
export function trackablesOf({ instances, syncGroups }: VrrpConfig): readonly Trackable[] {
  const found = new Map<string, Trackable>();
  for (const tracking of [...instances, ...syncGroups]) {
    for (const each of listed(tracking)) {
      const key = trackableKey(each);
      if (!found.has(key)) found.set(key, each);
    }
  }
  return Array.from(found.values());
}

export function trackableKey({ kind, name }: Pick<Trackable, "kind" | "name">): string {
  return `${kind} ${name}`;
}

/** Interfaces that are tracked by name. */
export function trackedInterfaces({ instances, syncGroups }: VrrpConfig): readonly string[] {
  const all = [...instances, ...syncGroups].flatMap(({ trackInterfaces }) => trackInterfaces);
  return Array.from(new Set(all.map((each) => each.interface)));
}

function listed({ trackScripts, trackFiles = [], trackProcesses = [] }: Tracking): readonly Trackable[] {
  return [
    ...trackScripts.map(({ script, weight }) => ({ kind: "script", name: script, weight }) as const),
    ...trackFiles.map(({ file, weight }) => ({ kind: "file", name: file, weight }) as const),
    ...trackProcesses.map(({ process, weight }) => ({ kind: "process", name: process, weight }) as const),
  ];
}

/**
 * What is in a tracked file: with a weight of 0 every other number than 0 is bad, with another one the number times
 * the weight is added to the priority (keepalived.conf(5), "Track files").
 */
export function fileContent({ value, reverse }: Weight, isGood: boolean): string {
  if (value === 0) return isGood === reverse ? "1" : "0";
  if (isGood) return "0";
  return value < 0 === reverse ? "-1" : "1";
}

/** The exit status of a script: `reverse` makes a failure the good case. */
export function exitStatus({ reverse }: Weight, isGood: boolean): number {
  return isGood === reverse ? 1 : 0;
}
