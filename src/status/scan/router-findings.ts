import { type Duration, type Instant, microseconds, seconds, times } from "../../base/time.ts";
import type { Finding } from "./findings.ts";
import { nextFree } from "./free-vrids.ts";
import type { Speaker } from "./speaker.ts";
import { distinct, listOf, nameOf, roughly, shortened, subjectOf } from "./words.ts";

/** Speakers of one virtual router that are compared with one another. */
const comparedSpeakers = 16;
/** Intervals that two may speak at the same time: an election takes one. */
const electionIntervals = 3;
/** Addresses of a list that a text shows. */
const shownAddresses = 4;

type Pair = readonly [Speaker, Speaker];

/** What is wrong between the speakers of one virtual router. `all` are those of the whole wire. */
export function findRouterTroubles(
  router: readonly Speaker[],
  all: readonly Speaker[],
  now: Instant,
): readonly Finding[] {
  const [first] = router;
  if (first === undefined) return [];
  const pairs = pairsOf(router.slice(0, comparedSpeakers));
  // Who speaks to single machines does not meet who speaks to all, and so may have the same number for other addresses.
  const foreign = pairs.filter((pair) => areForeign(pair) && haveSameAudience(pair));
  const kin = pairs.filter((pair) => !areForeign(pair));
  const together = kin.filter(speakTogether);
  const finding = (part: Omit<Finding, "vlan" | "subject" | "speakers">, about: readonly Pair[]): readonly Finding[] =>
    about.length === 0
      ? []
      : [{ ...part, vlan: first.vlan, subject: subjectOf(first), speakers: sourcesIn(about.flat()) }];
  const same = together.filter(haveSameSource);
  const split = together.filter((pair) => !haveSameSource(pair));
  const differing = kin.filter(differInAddresses);
  return [
    ...finding({ severity: "conflict", kind: "split-brain", ...splitBrainTexts(split, now) }, split),
    ...finding({ severity: "conflict", kind: "vrid-conflict", ...foreignTexts(foreign, all) }, foreign),
    ...finding({ severity: "conflict", kind: "same-source", ...sameSourceTexts(same) }, same),
    ...finding(
      { severity: "warning", kind: "address-list-differs", ...differenceTexts(differing[0] ?? [first, first]) },
      differing,
    ),
    ...(together.length > 0 || foreign.length > 0 ? [] : handOver(first, router)),
  ];
}

function pairsOf(speakers: readonly Speaker[]): readonly Pair[] {
  return speakers.flatMap((a, index) => speakers.slice(index + 1).map((b): Pair => [a, b]));
}

/** Both have addresses, and none of them is the same. */
function areForeign([a, b]: Pair): boolean {
  return a.addresses.size > 0 && b.addresses.size > 0 && missingIn(b, a).length === a.addresses.size;
}

function haveSameAudience([a, b]: Pair): boolean {
  return a.destination.isMulticast === b.destination.isMulticast;
}

function differInAddresses([a, b]: Pair): boolean {
  if (a.said === undefined || b.said === undefined) return false;
  return a.addresses.size !== b.addresses.size || missingIn(b, a).length > 0;
}

/** Addresses of the other that one lacks. */
function missingIn(one: Speaker, other: Speaker): readonly string[] {
  return [...other.addresses].filter((address) => !one.addresses.has(address));
}

function haveSameSource([a, b]: Pair): boolean {
  return a.source.equals(b.source) && !a.mac.equals(b.mac);
}

function speakTogether(pair: Pair): boolean {
  const [a, b] = pair;
  const longest = Math.max(a.said?.interval ?? seconds(1), b.said?.interval ?? seconds(1));
  return togetherFor(pair) >= times(microseconds(longest), electionIntervals);
}

/** How long both have held the addresses; negative: never. */
function togetherFor([a, b]: Pair): Duration {
  if (a.run === undefined || b.run === undefined) return microseconds(-1);
  return microseconds(Math.min(a.run.end, b.run.end) - Math.max(a.run.begin, b.run.begin));
}

type Texts = Pick<Finding, "text" | "cure">;

function splitBrainTexts(pairs: readonly Pair[], now: Instant): Texts {
  const speakers = [...new Set(pairs.flat())];
  const goesOn = pairs.some(([a, b]) => a.leadsAt(now) && b.leadsAt(now));
  const longest = microseconds(Math.max(0, ...pairs.map(togetherFor)));
  const who = listOf(speakers.map((speaker) => `${nameOf(speaker)} with priority ${speaker.said?.priority ?? "?"}`));
  const reasons = splitBrainReasons(speakers);
  return {
    text: `${who} ${goesOn ? "have held" : "held"} the same addresses at the same time for ${roughly(longest)}`,
    cure:
      reasons.length === 0
        ? "they do not hear each other, or do not believe each other: let protocol 112 through on both, and compare passwords and addresses in their configurations"
        : reasons.join("; "),
  };
}

/** What can be heard of why they do not believe each other. */
function splitBrainReasons(speakers: readonly Speaker[]): readonly string[] {
  const differences: readonly (readonly [what: string, of: (speaker: Speaker) => string])[] = [
    ["the version of the protocol", ({ version }) => String(version)],
    ["authentication", ({ said }) => said?.authentication ?? "unknown"],
    ["the advert interval", ({ said }) => (said === undefined ? "unknown" : roughly(said.interval))],
    ["the form of the checksum", ({ said }) => said?.checksumForm ?? "message"],
    ["whom they speak to", ({ destination }) => (destination.isMulticast ? destination.toString() : "unicast")],
  ];
  const differing = differences.flatMap(([what, of]) => {
    const values = distinct(speakers.map(of));
    return values.length < 2 ? [] : [`they differ in ${what} (${listOf(values)}): make them agree`];
  });
  const far = speakers.filter(({ farMessages }) => farMessages.count > 0);
  const ttl = far.length === 0 ? [] : [`${listOf(far.map(nameOf))} must send with a TTL of 255`];
  return [...differing, ...ttl];
}

function foreignTexts(pairs: readonly Pair[], all: readonly Speaker[]): Texts {
  const speakers = [...new Set(pairs.flat())];
  const lists = speakers.map(
    (speaker) => `${nameOf(speaker)} has ${shortened([...speaker.addresses], shownAddresses)}`,
  );
  const free = speakers[0] === undefined ? undefined : nextFree(all, speakers[0]);
  return {
    text: `two clusters have this number: ${listOf(lists)}`,
    cure: free === undefined ? "separate them by VLANs" : `give one of them another number, such as ${free}`,
  };
}

function sameSourceTexts(pairs: readonly Pair[]): Texts {
  const speakers = [...new Set(pairs.flat())];
  return {
    text: `${speakers[0] === undefined ? "" : nameOf(speakers[0])} is the source of two machines, ${listOf(distinct(speakers.map(({ mac }) => mac.toString())))}`,
    cure: "give one of them another address: it may be a copy of the other",
  };
}

function differenceTexts([a, b]: Pair): Texts {
  return {
    text: listOf([...onlyOf(a, b), ...onlyOf(b, a)]),
    cure: "write the same virtual_ipaddress into the configurations of both",
  };
}

function onlyOf(one: Speaker, other: Speaker): readonly string[] {
  const missing = missingIn(other, one);
  return missing.length === 0 ? [] : [`only ${nameOf(one)} has ${shortened(missing, shownAddresses)}`];
}

function handOver(first: Speaker, router: readonly Speaker[]): readonly Finding[] {
  const holders = router.filter(({ run }) => run !== undefined).sort((a, b) => (a.run?.end ?? 0) - (b.run?.end ?? 0));
  const [from, to] = holders.slice(-2);
  if (from === undefined || to === undefined) return [];
  return [
    {
      severity: "note",
      kind: "hand-over",
      vlan: first.vlan,
      subject: subjectOf(first),
      speakers: sourcesIn([from, to]),
      text: `the addresses went from ${nameOf(from)} to ${nameOf(to)}`,
      cure: "",
    },
  ];
}

function sourcesIn(speakers: readonly Speaker[]): readonly string[] {
  return distinct(speakers.map(({ source }) => source.toString()));
}
