import type { TrackedInterface, TrackedScript, Weight } from "./config.ts";
import type { FaultReason } from "./faults.ts";
import type { InterfaceTable } from "./interfaces.ts";
import type { PriorityPart } from "./priority.ts";
import type { Verdict } from "./script-tracker.ts";

/** What tracked objects say about an instance: reasons for FAULT (weight 0) and parts of its priority. */
export type TrackingResult = { readonly faults: readonly FaultReason[]; readonly parts: readonly PriorityPart[] };

/**
 * Adds up tracked interfaces and scripts. A positive weight counts while the object is good, a negative one while it
 * is bad; `reverse` swaps good and bad (keepalived.conf(5), "track_script", "weight").
 */
export function track(
  tracked: { readonly trackInterfaces: readonly TrackedInterface[]; readonly trackScripts: readonly TrackedScript[] },
  interfaces: InterfaceTable,
  verdictOf: (script: string) => Verdict,
): TrackingResult {
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
  return { faults, parts };
}

function weighted(label: string, weight: Weight, good: boolean): readonly PriorityPart[] {
  const counts = weight.value > 0 ? good : !good;
  return counts ? [{ label, amount: weight.value }] : [];
}
