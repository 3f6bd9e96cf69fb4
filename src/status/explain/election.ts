import type { Cause } from "../../vrrp/events.ts";
import type { Plain } from "../live/plain.ts";
import type { Evidence, Told } from "./evidence.ts";
import type { Reasoning } from "./explanation.ts";
import { join } from "./explanation.ts";
import { strangerStory } from "./strangers.ts";
import { partStory } from "./trackers.ts";
import { printLength, printList } from "./words.ts";

type CauseOf<Kind extends Cause["kind"]> = Plain<Cause & { readonly kind: Kind }>;

/** A master gave way to an advert. */
export function outvotedStory(cause: CauseOf<"advert">, evidence: Evidence): Reasoning {
  const { source, priority, ours, won } = cause;
  const stranger = strangerStory(source, evidence);
  const vote =
    won === "by-priority"
      ? `${source} advertised with priority ${priority}, ours was ${ours}: the higher one is master.`
      : `${source} advertised with our priority ${priority} and has the higher address: that one is master.`;
  if (stranger !== undefined) return join({ why: [vote] }, stranger);
  const fall = ownChange(evidence, ours);
  if (fall !== undefined && fall.event.to < fall.event.from) return join({ why: [vote] }, changeStory(fall, evidence));
  return join({ why: [vote] }, comeback(source, evidence) ?? newcomer(source, evidence));
}

/** A backup took over from a master of lower priority. */
export function preemptedStory(cause: CauseOf<"preempted">, evidence: Evidence): Reasoning {
  const { master, priority, ours } = cause;
  const why = [`${master} was master with priority ${priority}, ours is ${ours}: the higher one takes over (preempt).`];
  const rise = ownChange(evidence, ours);
  if (rise !== undefined && rise.event.to > rise.event.from) return join({ why }, changeStory(rise, evidence));
  const followed = evidence.own(evidence.chapter, "master-changed").some(({ event }) => event.to === master);
  if (!followed) return join({ why });
  return join({
    why: [
      ...why,
      `This node had followed ${master} before, so ${master} has probably lowered its own priority: something that it tracks has failed there, or its configuration was changed.`,
    ],
    toDo: [`Ask ${master} for the reason: there, holdfast explain ${evidence.name}`],
  });
}

/** The change that made our priority what it was. */
function ownChange(evidence: Evidence, ours: number): Told<"priority"> | undefined {
  const last = evidence.own(evidence.chapter, "priority").at(-1);
  return last?.event.to === ours ? last : undefined;
}

function changeStory({ event, record }: Told<"priority">, evidence: Evidence): Reasoning {
  const { from, to, parts } = event;
  const { turn, name } = evidence;
  const earlier = evidence
    .own(
      evidence.records.filter(({ id }) => id < record.id),
      "priority",
    )
    .at(-1);
  const had = new Map((earlier?.event.parts ?? []).map(({ label, amount }) => [label, amount]));
  const now = new Map(parts.map(({ label, amount }) => [label, amount]));
  const labels = [...new Set([...had.keys(), ...now.keys()])].filter((label) => had.get(label) !== now.get(label));
  const sums = labels.map((label) => `${label} ${signed((now.get(label) ?? 0) - (had.get(label) ?? 0))}`);
  const when = turn === undefined ? "" : `, ${printLength(evidence.since(record, turn.record))} before`;
  const because = sums.length === 0 ? "" : `: ${printList(sums)}`;
  return join(
    { why: [`Our priority had ${to < from ? "fallen" : "risen"} from ${from} to ${to}${because}${when}.`] },
    ...labels.map((label) => partStory(label, to > from, evidence)),
    // The change before this one is in no record any more: what the recorder knew of it.
    sums.length === 0 ? { why: record.causes.map(({ text }) => `${capital(text)}.`) } : {},
    sums.length === 0 ? { toDo: [`See what its priority is made of: holdfast status ${name}`] } : {},
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function signed(amount: number): string {
  return amount < 0 ? String(amount) : `+${amount}`;
}

/** Who had been the master before this node took over from it. */
function comeback(source: string, evidence: Evidence): Reasoning | undefined {
  const { previous, turn } = evidence;
  if (previous === undefined || turn === undefined || previous.event.to !== "master") return undefined;
  const { cause } = previous.event;
  if (!("master" in cause) || cause.master !== source) return undefined;
  const gap = printLength(evidence.since(previous.record, turn.record));
  if (cause.kind === "master-resigned") {
    return join({ why: [`${source} had said goodbye ${gap} before, and is back.`] });
  }
  if (cause.kind !== "timeout") return undefined;
  const away = printLength(evidence.since(previous.record, turn.record) + (cause.silence ?? 0));
  return join({
    why: [
      `${source} is back: it had been silent for ${away}, and this node had taken over ${gap} before.`,
      "It had been held up, cut off, or started anew: only its own records know which.",
    ],
    toDo: [`Ask ${source} why it was away: there, holdfast explain ${evidence.name}`],
  });
}

function newcomer(source: string, evidence: Evidence): Reasoning {
  const heardFirst = evidence.instance?.peers.find((peer) => peer.source === source)?.firstHeard;
  const { turn } = evidence;
  if (heardFirst === undefined || turn === undefined || turn.record.wall - heardFirst > 10_000_000) return join();
  return join({
    why: [`${source} had not been heard before: it was started, or reached this node for the first time.`],
  });
}
