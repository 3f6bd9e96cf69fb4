import type { VrrpEvent } from "../../vrrp/events.ts";
import { lastLines } from "../said.ts";
import { describeVrrpEvent } from "./describe-vrrp.ts";
import type { CauseLink } from "./event-record.ts";
import type { ChainFact, Facts, Known } from "./facts.ts";
import { inner, link, recalled } from "./link.ts";
import type { Plain } from "./plain.ts";
import type { Account, Circumstances } from "./recorder.ts";
import { rejectionText } from "./rejection-text.ts";
import { outcomeWords } from "./script-outcome-text.ts";
import { chainOf, partChain } from "./vrrp-causes.ts";

type Event = Plain<VrrpEvent>;
type Of<Kind extends VrrpEvent["kind"]> = Extract<Event, { readonly kind: Kind }>;

/** An event of the vrrp process, which is remembered for what comes of it. */
export function accountOfVrrp(event: Event, { id, at, omitted }: Circumstances, facts: Facts): Account {
  const described = describeVrrpEvent(event, omitted);
  const causes = causesOf(event, at, facts);
  remember(event, { id, at, text: inner(described.text), causes }, facts);
  return { ...described, causes };
}

function causesOf(event: Event, at: number, facts: Facts): readonly CauseLink[] {
  const { kind } = event;
  if (kind === "instance-state" || kind === "advert-timeout") {
    return chainOf(event.cause, { instance: event.instance, at }, facts);
  }
  if (kind === "group-state" || kind === "group-arrived") {
    return chainOf(event.cause, { instance: undefined, at }, facts);
  }
  if (kind === "priority") return changedParts(event, facts).flatMap((label) => partChain(label, facts));
  if (kind === "advert-rejected") return [rejectionLink(event)];
  if (kind === "warning") return rejectionBehind(event, facts);
  if (kind === "script-result" || kind === "script-verdict") return [outcomeLink(event)];
  if (kind === "configuration-changed" || kind === "reloaded") return recalled("reloading", facts.reload);
  return isConsequence(event) ? transitionOf(event.instance, facts) : [];
}

/** It belongs to a transition. */
function isConsequence(event: Event): event is Of<Consequence> {
  return consequences.has(event.kind);
}

type Consequence = "addresses-set" | "addresses-kept" | "addresses-removed" | "priority-zero-sent" | "announced";
const consequences: ReadonlySet<Event["kind"]> = new Set<Consequence>([
  "addresses-set",
  "addresses-kept",
  "addresses-removed",
  "priority-zero-sent",
  "announced",
]);

/** The last transition of an instance, without what is behind it: its record says so. */
export function transitionOf(instance: string, facts: Facts): readonly CauseLink[] {
  const fact = facts.transitions.get(instance);
  return fact === undefined ? [] : [link("instance-state", fact.text, { event: fact.id })];
}

/** What later events may have been caused by. */
function remember(event: Event, fact: Known<ChainFact>, facts: Facts): void {
  const { kind } = event;
  const { id, at } = fact;
  if (kind === "instance-state") facts.transitions.set(event.instance, fact);
  else if (kind === "group-state") facts.transitions.set(event.group, fact);
  else if (kind === "priority") {
    facts.priorities.set(event.instance, { ...fact, from: event.from, to: event.to, parts: event.parts });
  } else if (kind === "advert-rejected") {
    facts.rejections.set(event.instance, { source: event.source, link: rejectionLink(event, id), id, at });
  } else if (kind === "stalled" || kind === "late-advert") {
    facts.stalls.set(event.instance, { ...fact, late: event.late });
  } else if (kind === "link-state") facts.links.set(event.interface, fact);
  else if (kind === "script-result" || kind === "script-verdict") {
    const inARow = kind === "script-verdict" ? (event.inARow ?? 1) : 1;
    facts.scripts.set(event.script, { outcome: event.outcome, output: lastLines(event.output), inARow, id, at });
  } else if (kind === "file-value") facts.files.set(event.file, { ...fact, from: event.from, to: event.to });
  else if (kind === "process-quorum") facts.processes.set(event.process, { ...fact, count: event.count });
}

/** Labels of the parts that are new, gone or different since the last change. */
function changedParts({ instance, parts }: Of<"priority">, facts: Facts): readonly string[] {
  const previous = facts.priorities.get(instance)?.parts ?? [];
  const amounts = new Map(previous.map(({ label, amount }) => [label, amount]));
  const labels = new Set(parts.map(({ label }) => label));
  return [
    ...parts.filter(({ label, amount }) => amounts.get(label) !== amount).map(({ label }) => label),
    ...previous.filter(({ label }) => !labels.has(label)).map(({ label }) => label),
  ];
}

/** The fields of the packet as far as they were the reason. */
function rejectionLink({ instance, source, version, reason }: Of<"advert-rejected">, event?: number): CauseLink {
  const { kind, ...fields } = reason;
  const text = `an advert of ${source} for ${instance} was rejected: ${rejectionText(reason)}`;
  return link("advert-rejected", text, { source, version, reason: kind, ...fields, event });
}

/** Why adverts of the router that a warning is about are not believed. */
function rejectionBehind({ instance, other }: Of<"warning">, facts: Facts): readonly CauseLink[] {
  const fact = facts.rejections.get(instance);
  return fact?.source === other ? [fact.link] : [];
}

function outcomeLink({ outcome, output }: Of<"script-result" | "script-verdict">): CauseLink {
  const { kind, ...fields } = outcome;
  const said = lastLines(output);
  return link(kind, outcomeWords(outcome), { ...fields, output: said.length > 0 ? said : undefined });
}
