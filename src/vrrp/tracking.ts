import type { TrackedFile, TrackedInterface, TrackedProcess, TrackedScript, Weight } from "./config.ts";
import type { FaultReason } from "./faults.ts";
import type { InterfaceTable } from "./interfaces.ts";
import type { PriorityPart } from "./priority.ts";
import type { ProcessVerdict } from "./process-tracker.ts";
import type { Verdict } from "./script-tracker.ts";

/** What tracked objects say about an instance: reasons for FAULT (weight 0) and parts of its priority. */
export type TrackingResult = { readonly faults: readonly FaultReason[]; readonly parts: readonly PriorityPart[] };

/** What can be tracked, as it is now. */
export type Trackable = {
  readonly interfaces: InterfaceTable;
  readonly verdictOf: (script: string) => Verdict;
  /** The number in the file. */
  readonly valueOf: (file: string) => number;
  readonly quorumOf: (process: string) => ProcessVerdict;
};

/** What an instance or a group tracks. */
export type TrackList = {
  readonly trackInterfaces: readonly TrackedInterface[];
  readonly trackScripts: readonly TrackedScript[];
  readonly trackFiles?: readonly TrackedFile[] | undefined;
  readonly trackProcesses?: readonly TrackedProcess[] | undefined;
};

/**
 * Adds up what is tracked. A positive weight counts while the object is good, a negative one while it is bad; `reverse`
 * swaps good and bad (keepalived.conf(5), "track_script", "weight").
 */
export function track(tracked: TrackList, { interfaces, verdictOf, valueOf, quorumOf }: Trackable): TrackingResult {
  const faults: FaultReason[] = [];
  const parts: PriorityPart[] = [];

  for (const { interface: name, weight } of tracked.trackInterfaces) {
    const good = (interfaces.link(name)?.usable === true) !== weight.reverse;
    if (weight.value !== 0) parts.push(...weighted(`interface ${name}`, weight, good));
    else if (!good) faults.push({ kind: "tracked-interface", interface: name, reverse: weight.reverse });
  }
  for (const { script, weight } of tracked.trackScripts) {
    const verdict = verdictOf(script);
    if (weight.value === 0) {
      if (verdict === "unknown") faults.push({ kind: "script-pending", script });
      else if ((verdict === "up") === weight.reverse) faults.push({ kind: "script", script, verdict });
    } else if (verdict !== "unknown") {
      parts.push(...weighted(`script ${script}`, weight, (verdict === "up") !== weight.reverse));
    }
  }
  for (const entry of tracked.trackFiles ?? []) {
    const value = valueOf(entry.file);
    const status = fileStatus(value, entry.weight);
    if (status <= faultStatus) faults.push({ kind: "file", file: entry.file, value, status });
    // In FAULT the priority stays as low as it can be, rather than to jump up to its base on the way.
    const amount = Math.max(status, faultStatus + 1);
    if (entry.weight.value !== 0 && amount !== 0) parts.push({ label: `file ${entry.file}`, amount });
  }
  for (const { process, weight } of tracked.trackProcesses ?? []) {
    const verdict = quorumOf(process);
    if (verdict === "awaited" || verdict === "unknown") {
      if (weight.value === 0 && verdict === "awaited") faults.push({ kind: "process-pending", process });
      continue;
    }
    const good = (verdict === "up") !== weight.reverse;
    if (weight.value !== 0) parts.push(...weighted(`process ${process}`, weight, good));
    else if (!good) faults.push({ kind: "process", process, reverse: weight.reverse });
  }
  return { faults, parts };
}

/** What a tracked file must not come to (keepalived.conf(5), "Track files"). */
const faultStatus = -254;

/** Number times weight, within -254 and 253; `reverse` turns the sign, and with a weight of 0 the meaning of zero. */
function fileStatus(value: number, { value: weight, reverse }: Weight): number {
  if (weight === 0) return (value !== 0) === reverse ? 0 : faultStatus;
  const result = value * weight * (reverse ? -1 : 1);
  return Math.min(Math.max(result, faultStatus), -faultStatus - 1);
}

function weighted(label: string, weight: Weight, good: boolean): readonly PriorityPart[] {
  const counts = weight.value > 0 ? good : !good;
  return counts ? [{ label, amount: weight.value }] : [];
}
