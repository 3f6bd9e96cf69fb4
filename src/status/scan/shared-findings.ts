import type { Finding } from "./findings.ts";
import { nextFree } from "./free-vrids.ts";
import type { Speaker } from "./speaker.ts";
import { distinct, listOf, nameOf, subjectOf } from "./words.ts";

/** What is wrong between different virtual routers of one wire. */
export function findSharedTroubles(speakers: readonly Speaker[]): readonly Finding[] {
  return [...findCarpConflicts(speakers), ...findAddressConflicts(speakers)];
}

/** Both send from the virtual MAC address of the number, and each hears the other as a broken advert. */
function findCarpConflicts(speakers: readonly Speaker[]): readonly Finding[] {
  const vrrp = new Map<string, Speaker>();
  for (const speaker of speakers) if (speaker.protocol === "vrrp") vrrp.set(numberKey(speaker), speaker);
  return speakers.flatMap((carp): readonly Finding[] => {
    const other = carp.protocol === "carp" ? vrrp.get(numberKey(carp)) : undefined;
    if (other === undefined) return [];
    const free = nextFree(speakers, carp);
    return [
      {
        severity: "conflict",
        kind: "carp-conflict",
        vlan: carp.vlan,
        subject: subjectOf(other),
        speakers: [carp.source.toString(), other.source.toString()],
        text: `${nameOf(carp)} speaks CARP and ${nameOf(other)} speaks VRRP with this number: they have one virtual MAC address`,
        cure: free === undefined ? "separate them by VLANs" : `give one of them another number, such as ${free}`,
      },
    ];
  });
}

function numberKey({ vlan, family, group }: Speaker): string {
  return [vlan ?? "", family, group].join(" ");
}

function findAddressConflicts(speakers: readonly Speaker[]): readonly Finding[] {
  const owners = new Map<string, Speaker[]>();
  for (const speaker of speakers) {
    for (const address of speaker.said?.addresses ?? []) {
      const key = `${speaker.vlan ?? ""} ${address.toString()}`;
      const known = owners.get(key) ?? [];
      owners.set(key, known);
      known.push(speaker);
    }
  }
  return [...owners].flatMap(([key, holders]): readonly Finding[] => {
    const [first] = holders;
    const routers = distinct(holders.map(subjectOf));
    if (first === undefined || routers.length < 2) return [];
    return [
      {
        severity: "conflict",
        kind: "address-conflict",
        vlan: first.vlan,
        subject: key.slice(key.indexOf(" ") + 1),
        speakers: distinct(holders.map(({ source }) => source.toString())),
        text: `belongs to ${listOf(routers)}`,
        cure: "leave it to one of them",
      },
    ];
  });
}
