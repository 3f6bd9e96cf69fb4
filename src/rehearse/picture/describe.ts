import type { ClusterPlan } from "../cluster-plan.ts";
import { describeFailure } from "../events.ts";
import { eventFindings, pairFindings, type RehearsalFinding, troubleFindings } from "../findings.ts";
import type { Outcome } from "../outcome.ts";
import type { Effect, Rehearsal, Rehearsed, RehearsedReload, Spread } from "../rehearse.ts";
import { slowestMove, worstEvent } from "../report.ts";
import { serverLines, virtualServerLines } from "../servers/report.ts";
import { type Service, servicesOf } from "../services.ts";
import type { NamedStory } from "../story/print.ts";
import { Names } from "../wording.ts";
import type {
  Entry,
  Interruption,
  PictureEffect,
  PictureSegment,
  PictureService,
  RehearsalDocument,
} from "./document.ts";
import type { Scene } from "./scene.ts";

/** Of pairs of failures those that cost an address, at most. */
export const mostPairsShown = 100;

type FoundIn = (findings: readonly RehearsalFinding[]) => readonly number[];

/** A rehearsal with its scenes, for the page. */
export function picture(rehearsal: Rehearsal, findings: readonly RehearsalFinding[]): RehearsalDocument {
  const { plan, services } = rehearsal;
  const names = new Names(plan);
  const keys = new Map(findings.map((each, index) => [keyOf(each), index] as const));
  const foundIn: FoundIn = (some) => {
    const places = some.flatMap((each) => keys.get(keyOf(each)) ?? []);
    return Array.from(new Set(places)).sort((a, b) => a - b);
  };
  const all = new AllServices(services, rehearsal.reloads);
  const failures = rehearsal.events.map((event) => failureEntries(rehearsal, event, names, foundIn));
  const pairs = rehearsal.pairs.flatMap((pair): readonly Entry[] => {
    const found = foundIn(pairFindings({ ...rehearsal, pairs: [pair] }));
    if (found.length === 0) return [];
    const text = pair.failures.map(describeFailure).join(", then ");
    return [entry("pair", text, outcomeEffects(pair.outcomes, names), pair.scene, found)];
  });
  return {
    ...networkOf(plan, all.services),
    kind: "rehearsal",
    entries: [
      ...failures.flat(),
      ...rehearsal.troubles.flatMap((event): readonly Entry[] => {
        const found = foundIn(troubleFindings(rehearsal, event));
        return found.length === 0
          ? []
          : [entry("trouble", event.text, spreadEffects(event.effects, names), event.scene, found)];
      }),
      ...rehearsal.starts.map(({ order, outcomes, scene }) =>
        entry("start", `a start in the order ${order.join(", ")}`, outcomeEffects(outcomes, names), scene),
      ),
      ...rehearsal.reloads.map(({ node, outcomes, scene }) => {
        const places = outcomes.map(({ service }) => all.place(service));
        const effects = outcomeEffects(outcomes, names).map((each) => ({
          ...each,
          service: places[each.service] ?? 0,
        }));
        const rows = scene?.rows.map((row) => ({ ...row, service: places[row.service] ?? 0 }));
        return entry("reload", `${node} reloads`, effects, scene && { ...scene, rows: rows ?? [] });
      }),
      ...pairs.slice(0, mostPairsShown),
    ],
    interruptions: services.map((_, index): Interruption => {
      const found = worstEvent(rehearsal, index);
      const place = found === undefined ? -1 : rehearsal.events.indexOf(found.event);
      const worst = found && {
        entry: failures.slice(0, place).flat().length,
        isLasting: found.effect.outcome.after.length === 0,
        nobody: found.effect.nobody.worst,
        expected: found.effect.nobody.expected,
      };
      return { worst, byTracking: slowestMove(rehearsal, index) };
    }),
    findings: findings.map(({ severity, text, cure }) => ({ severity, text, cure })),
    balancing: { virtualServers: virtualServerLines(rehearsal), failures: serverLines(rehearsal) },
    pairs: { tried: rehearsal.pairs.length, leftOut: rehearsal.pairsLeftOut },
  };
}

/** Those that there are at first, and behind them what the files to change to make of them. */
class AllServices {
  readonly services: readonly Service[];
  readonly #places: ReadonlyMap<string, number>;

  constructor(first: readonly Service[], reloads: readonly RehearsedReload[]) {
    const later = reloads.flatMap(({ outcomes }) => outcomes.map(({ service }) => service));
    const byKey = new Map(later.map((service) => [keyOfService(service), service] as const));
    for (const service of first) byKey.delete(keyOfService(service));
    this.services = [...first, ...byKey.values()];
    this.#places = new Map(this.services.map((service, place) => [keyOfService(service), place] as const));
  }

  place(service: Service): number {
    return this.#places.get(keyOfService(service)) ?? 0;
  }
}

function keyOfService({ addresses, instances }: Service): string {
  return JSON.stringify([addresses, ...instances]);
}

/** Stories that were played with their scenes. */
export function pictureStories(plan: ClusterPlan, stories: readonly NamedStory[]): RehearsalDocument {
  return {
    ...networkOf(plan, servicesOf(plan.nodes)),
    kind: "stories",
    entries: stories.map(({ name, played }) => ({
      ...entry("story", name, [], played.scene),
      expectations: played.verdicts.map(({ expectation, isMet, detail }) => ({
        line: expectation.line,
        text: expectation.text,
        isMet,
        detail,
        at: expectation.kind === "never" ? undefined : expectation.at,
      })),
    })),
    interruptions: [],
    findings: [],
    balancing: { virtualServers: [], failures: [] },
    pairs: { tried: 0, leftOut: 0 },
  };
}

/** A failure, and its return where anything has moved at all. */
function failureEntries(rehearsal: Rehearsal, event: Rehearsed, names: Names, foundIn: FoundIn): readonly Entry[] {
  const { text, effects, back, scene } = event;
  const failed = spreadEffects(effects, names);
  const returned = outcomeEffects(back.outcomes, names);
  const found = eventFindings(rehearsal, event);
  // What is said of the return is said of the failure's return.
  const ofReturn = found.filter(({ code }) => code === "moves-back");
  const first = entry("failure", text, failed, scene, foundIn(found.filter((each) => !ofReturn.includes(each))));
  if (failed.length + returned.length === 0) return [first];
  return [first, entry("return", back.text, returned, back.scene, foundIn(ofReturn))];
}

function entry(
  kind: Entry["kind"],
  text: string,
  effects: readonly PictureEffect[],
  scene: Scene | undefined,
  findings: readonly number[] = [],
): Entry {
  return { kind, text, effects, findings, scene, expectations: [] };
}

function spreadEffects(effects: readonly Effect[], names: Names): readonly PictureEffect[] {
  return effects.flatMap(({ outcome, nobody, settledAfter }, service) =>
    outcome.changes === 0 ? [] : [effectOf(outcome, service, names, nobody, settledAfter)],
  );
}

function outcomeEffects(outcomes: readonly Outcome[], names: Names): readonly PictureEffect[] {
  return outcomes.flatMap((outcome, service) =>
    outcome.changes === 0 ? [] : [effectOf(outcome, service, names, undefined, undefined)],
  );
}

function effectOf(
  outcome: Outcome,
  service: number,
  names: Names,
  nobody: Spread | undefined,
  settledAfter: Spread | undefined,
): PictureEffect {
  const { before, after, several, why } = outcome;
  return {
    service,
    before,
    after,
    nobody: nobody?.worst ?? outcome.nobody,
    expectedNobody: nobody?.expected,
    several,
    settledAfter: settledAfter?.worst ?? outcome.settledAfter,
    why: why && names.printCause(why),
  };
}

function networkOf(
  { nodes, network }: ClusterPlan,
  services: readonly Service[],
): Pick<RehearsalDocument, "format" | "nodes" | "services" | "segments"> {
  return {
    format: 1,
    nodes: nodes.map(({ name }) => name),
    services: services.map(({ label, addresses, instances }): PictureService => {
      return { label, addresses, instances: Object.fromEntries(instances) };
    }),
    segments: network.segments.map(({ name, ports }): PictureSegment => ({
      name,
      ports: ports.map(({ node, interface: link }) => {
        const own = network.nodes.get(node)?.addresses.find((each) => each.interface === link);
        const address = own?.prefix.address.toString();
        return { node, interface: link, address, isAssumed: own?.invented ?? false };
      }),
    })),
  };
}

function keyOf({ code, subject }: RehearsalFinding): string {
  return `${code} ${subject}`;
}
