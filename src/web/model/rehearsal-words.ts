import type {
  Entry,
  EntryKind,
  PictureEffect,
  PictureExpectation,
  RehearsalDocument,
} from "../../rehearse/picture/document.ts";
import type { Health } from "./health.ts";
import { handOver } from "./scene.ts";
import { printCount, printExactSpan, printSome } from "./words.ts";

/** How bad an entry is, and that in a word or two. `share` is of the longest interruption of all, from 0 to 1. */
export type Verdict = {
  readonly level: "bad" | "gap" | "moves" | "still";
  readonly word: string;
  readonly share: number;
};

/** In the order in which they are listed. */
export const chapters: readonly { readonly title: string; readonly kinds: readonly EntryKind[] }[] = [
  { title: "Stories", kinds: ["story"] },
  { title: "Failures and returns", kinds: ["failure", "return"] },
  { title: "Scripts in trouble", kinds: ["trouble"] },
  { title: "Start", kinds: ["start"] },
  { title: "Reload, one node after the other", kinds: ["reload"] },
  { title: "Two failures", kinds: ["pair"] },
];

export function judge(entry: Entry, longest: number): Verdict {
  const { kind, effects, expectations } = entry;
  if (kind === "story") {
    const unmet = expectations.filter(({ isMet }) => !isMet).length;
    if (unmet === 0) return { level: "still", word: "as expected", share: 0 };
    return { level: "bad", word: `${printCount(unmet)} not met`, share: 1 };
  }
  if (effects.length === 0) return { level: "still", word: "nothing moves", share: 0 };
  if (effects.some(({ after }) => after.length === 0)) return { level: "bad", word: "lost", share: 1 };
  if (effects.some(({ after }) => after.length > 1)) return { level: "bad", word: "several", share: 1 };
  const worst = worstGap(entry);
  if (worst === 0) return { level: "moves", word: "moves", share: 0 };
  return { level: "gap", word: printExactSpan(worst), share: longest === 0 ? 0 : worst / longest };
}

/** Microseconds for which nobody has an address that somebody had before. */
export function worstGap({ effects }: Entry): number {
  return Math.max(0, ...effects.map(({ before, nobody }) => (before.length === 0 ? 0 : nobody)));
}

/** "192.0.2.1", "192.0.2.1, 192.0.2.2, 192.0.2.3 and 997 more" */
export function printLabels(services: readonly number[], all: RehearsalDocument["services"]): string {
  const labels = services.slice(0, mostLabels).map((service) => all[service]?.label ?? "");
  const others = services.length - labels.length;
  return `${labels.join(", ")}${others === 0 ? "" : ` and ${printCount(others)} more`}`;
}

const mostLabels = 3;

/** "node1", "node1 and node2", "nobody" */
export function printOwners(owners: readonly string[]): string {
  return owners.length === 0 ? "nobody" : owners.join(" and ");
}

/** "nobody for up to 3.641 s, 3.133 s on average"; what there is to say of how it went. */
export function describeEffect({
  before,
  after,
  nobody,
  expectedNobody,
  several,
  settledAfter,
}: PictureEffect): string {
  if (after.length === 0) return "nobody has it from then on";
  const parts: string[] = [];
  const hasGap = nobody > 0 && before.length > 0;
  if (hasGap && expectedNobody !== undefined) {
    parts.push(`nobody for up to ${printExactSpan(nobody)}, ${printExactSpan(expectedNobody)} on average`);
  } else if (hasGap) {
    parts.push(`nobody for ${printExactSpan(nobody)}`);
  } else if (settledAfter !== undefined && settledAfter > 0) {
    parts.push(`after ${printExactSpan(settledAfter)}`);
  }
  // Less is a hand-over: the old one keeps the address until the new one has announced it.
  if (several > handOver) parts.push(`two at once for ${printExactSpan(several)}`);
  return parts.join(", ") || "at once";
}

/** What happens alike to several services, told once. */
export type Tale = {
  readonly services: readonly number[];
  readonly owners: string;
  readonly text: string;
  readonly why: string | undefined;
};

/** In the order in which they come. */
export function tellEffects(effects: readonly PictureEffect[]): readonly Tale[] {
  const tales = new Map<string, Tale & { readonly services: number[] }>();
  for (const effect of effects) {
    const { service, before, after, why } = effect;
    const owners = `${printOwners(before)} → ${printOwners(after)}`;
    const text = describeEffect(effect);
    const key = [owners, text, why].join("\n");
    const known = tales.get(key);
    if (known === undefined) tales.set(key, { services: [service], owners, text, why });
    else known.services.push(service);
  }
  return Array.from(tales.values());
}

/** The whole in one sentence: the worst first. */
export function assessRehearsal(rehearsal: RehearsalDocument): Health {
  const { entries, services, interruptions } = rehearsal;
  if (rehearsal.kind === "stories") {
    const failed = entries.filter(({ expectations }) => expectations.some(({ isMet }) => !isMet));
    if (entries.length === 0) return { level: "good", sentence: "No story was found that fails." };
    const sentence =
      failed.length === 0
        ? entries.length === 1
          ? "The story ends as expected."
          : `All ${printCount(entries.length)} stories end as expected.`
        : entries.length === 1
          ? "The story does not end as expected."
          : `${printCount(failed.length)} of ${printSome(entries.length, "story", "stories")} do not end as expected.`;
    return { level: failed.length === 0 ? "good" : "bad", sentence };
  }
  const worst = interruptions
    .flatMap(({ worst: found }, service) => (found === undefined ? [] : [{ ...found, service }]))
    .toSorted((a, b) => Number(b.isLasting) - Number(a.isLasting) || b.nobody - a.nobody)[0];
  const warns = rehearsal.findings.some(({ severity }) => severity === "warning");
  if (worst === undefined) {
    return { level: warns ? "attention" : "good", sentence: "No single failure moves an address." };
  }
  const label = services[worst.service]?.label ?? "";
  const when = entries[worst.entry]?.text ?? "";
  if (worst.isLasting)
    return {
      level: "bad",
      sentence: `${label} ${(services[worst.service]?.addresses.length ?? 1) > 1 ? "are" : "is"} lost when ${when}.`,
    };
  const level = warns ? "attention" : "good";
  if (worst.nobody === 0) return { level, sentence: "No single failure leaves an address without a node." };
  return { level, sentence: `At worst nobody has ${label} for ${printExactSpan(worst.nobody)}: when ${when}.` };
}

/** What was tried, and what was found: "14 failures on 2 nodes were tried: 1 warning, 1 note." */
export function describeRehearsal({ kind, entries, nodes, findings, pairs }: RehearsalDocument): string {
  if (kind === "stories") {
    const all = entries.flatMap(({ expectations }) => expectations);
    return `${printCount(all.filter(hasCome).length)} of ${printSome(all.length, "expectation")} met, on ${printSome(nodes.length, "node")}.`;
  }
  const failures = entries.filter((entry) => entry.kind === "failure").length;
  const of = (severity: "warning" | "note"): number => findings.filter((each) => each.severity === severity).length;
  const found = (["warning", "note"] as const)
    .filter((severity) => of(severity) > 0)
    .map((severity) => printSome(of(severity), severity));
  const tried = pairs.tried === 0 ? "" : ` and ${printSome(pairs.tried, "pair")} of them`;
  return `${printSome(failures, "failure")}${tried} on ${printSome(nodes.length, "node")}: ${found.join(", ") || "nothing found"}.`;
}

function hasCome(expectation: PictureExpectation): boolean {
  return expectation.isMet;
}
