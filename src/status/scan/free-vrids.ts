import type { Speaker } from "./speaker.ts";

/** VRIDs that nobody uses, of one VLAN or of the untagged wire: "1-50, 52-255". */
export type FreeVrids = { readonly vlan: number | undefined; readonly vrids: string };

const firstVrid = 1;
const lastVrid = 255;
/** What most tutorials and examples have. */
export const tutorialVrid = 51;

/** Of the untagged wire and of each VLAN that was heard of. CARP has the virtual MAC addresses of VRRP. */
export function freeVrids(speakers: readonly Speaker[]): readonly FreeVrids[] {
  const vlans = new Set([undefined, ...speakers.map(({ vlan }) => vlan)]);
  return [...vlans].map((vlan) => ({ vlan, vrids: printRanges(usedVrids(speakers, vlan)) }));
}

/** One that is free there, the next above the given one, and not that of the tutorials; undefined when none is. */
export function nextFree(speakers: readonly Speaker[], { vlan, group }: Speaker): number | undefined {
  const used = usedVrids(speakers, vlan);
  for (let step = 1; step < lastVrid; step += 1) {
    const vrid = ((group - firstVrid + step) % lastVrid) + firstVrid;
    if (vrid !== tutorialVrid && !used.has(vrid)) return vrid;
  }
  return undefined;
}

/** In either family: a number that means one thing only is easier to talk about. */
function usedVrids(speakers: readonly Speaker[], vlan: number | undefined): ReadonlySet<number> {
  const there = speakers.filter((speaker) => speaker.vlan === vlan && speaker.protocol !== "hsrp");
  return new Set(there.map(({ group }) => group));
}

function printRanges(used: ReadonlySet<number>): string {
  const ranges: string[] = [];
  for (let vrid = firstVrid; vrid <= lastVrid; vrid += 1) {
    if (used.has(vrid)) continue;
    const begin = vrid;
    while (vrid < lastVrid && !used.has(vrid + 1)) vrid += 1;
    ranges.push(begin === vrid ? String(begin) : `${begin}-${vrid}`);
  }
  return ranges.length === 0 ? "none" : ranges.join(", ");
}
