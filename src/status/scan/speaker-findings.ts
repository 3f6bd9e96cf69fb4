import type { Finding } from "./findings.ts";
import { tutorialVrid } from "./free-vrids.ts";
import type { Speaker } from "./speaker.ts";
import { distinct, listOf, nameOf, plural, subjectOf } from "./words.ts";

/** What is wrong with single speakers, told once for each virtual router. */
export function findSpeakerTroubles(routers: readonly (readonly Speaker[])[]): readonly Finding[] {
  return routers.flatMap((router) =>
    kinds.flatMap(({ severity, kind, concerns, text, cure }): readonly Finding[] => {
      const about = router.filter(concerns);
      const [first] = about;
      if (first === undefined) return [];
      const sources = distinct(about.map(({ source }) => source.toString()));
      const { vlan } = first;
      return [{ severity, kind, vlan, subject: subjectOf(first), speakers: sources, text: text(about), cure }];
    }),
  );
}

type SpeakerKind = Pick<Finding, "severity" | "kind" | "cure"> & {
  readonly concerns: (speaker: Speaker) => boolean;
  readonly text: (speakers: readonly Speaker[]) => string;
};

const kinds: readonly SpeakerKind[] = [
  {
    severity: "warning",
    kind: "checksum",
    concerns: ({ refused }) => refused.has("checksum"),
    text: (speakers) =>
      listOf(
        speakers.map((speaker) => `${plural(speaker.refused.get("checksum") ?? 0, "message")} of ${nameOf(speaker)}`),
      ) + " with a wrong checksum: nobody believes them",
    cure: "somebody changes them on their way, or sends them for another address than it has",
  },
  {
    severity: "warning",
    kind: "refused",
    concerns: (speaker) => otherRefusals(speaker).length > 0,
    text: (speakers) =>
      `nobody believes ${listOf(speakers.flatMap((speaker) => otherRefusals(speaker).map((refusal) => `${refusal} of ${nameOf(speaker)}`)))}`,
    cure: "",
  },
  {
    severity: "warning",
    kind: "far",
    concerns: ({ farMessages }) => farMessages.count > 0,
    text: (speakers) =>
      listOf(
        speakers.map(
          (speaker) =>
            `${plural(speaker.farMessages.count, "message")} of ${nameOf(speaker)} with a TTL of ${speaker.farMessages.hops}`,
        ),
      ) + ": nobody believes them, because a router may have forwarded them",
    cure: "let them be sent with 255, and not through a router",
  },
  {
    severity: "warning",
    kind: "password",
    concerns: ({ said }) => said?.authentication === "password",
    text: (speakers) =>
      `${listOf(speakers.map(nameOf))} send${speakers.length === 1 ? "s" : ""} a password in clear: everybody here can read it`,
    cure: "a password keeps out mistakes, not attackers: use it nowhere else",
  },
  {
    severity: "note",
    kind: "tutorial-vrid",
    concerns: ({ protocol, group }) => protocol === "vrrp" && group === tutorialVrid,
    text: () => "this is the number of most tutorials: the next cluster on this wire may have it, too",
    cure: "take another one of the free",
  },
];

/** "3 messages (length)" */
function otherRefusals({ refused }: Speaker): readonly string[] {
  return [...refused].flatMap(([reason, count]) =>
    reason === "checksum" ? [] : [`${plural(count, "message")} (${reason})`],
  );
}
