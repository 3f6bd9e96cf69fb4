import { toSeconds } from "../base/time.ts";
import type { RehearsalFinding } from "./findings.ts";
import { describeFailure } from "./events.ts";
import type { Outcome } from "./outcome.ts";
import type { Effect, Rehearsal, Spread } from "./rehearse.ts";
import { slowestMove, worstEvent } from "./report.ts";
import { describeServers } from "./servers/json.ts";
import { Names } from "./wording.ts";

/** Grows by one when a field changes its name or its meaning; new fields may appear without. */
const formatVersion = 1;

/** A rehearsal for programs; times are in seconds. */
export function describeRehearsal(rehearsal: Rehearsal, findings: readonly RehearsalFinding[]): unknown {
  const { plan, services, starts, events, pairs, pairsLeftOut, reloads } = rehearsal;
  const names = new Names(plan);
  const outcome = (each: Outcome): unknown => describeOutcome(each, names);
  return {
    format: formatVersion,
    nodes: plan.nodes.map(({ name }) => name),
    segments: plan.network.segments,
    services: services.map(({ addresses, instances }) => ({ addresses, instances: Object.fromEntries(instances) })),
    starts: starts.map(({ order, outcomes }) => ({ order, services: outcomes.map(outcome) })),
    events: events.map(({ failure, text, effects, back }) => ({
      kind: failure.kind,
      node: failure.node,
      text,
      services: effects.map((effect) => describeEffect(effect, names)),
      back: { text: back.text, services: back.outcomes.map(outcome) },
    })),
    pairs: pairs.map(({ failures, outcomes }) => ({
      text: failures.map(describeFailure),
      services: outcomes.map(outcome),
    })),
    pairsLeftOut,
    reloads: reloads.map(({ node, outcomes }) => ({ node, services: outcomes.map(outcome) })),
    interruptions: services.map(({ addresses }, index) => {
      const worst = worstEvent(rehearsal, index);
      const moved = slowestMove(rehearsal, index);
      return {
        addresses,
        event: worst?.event.text,
        lasting: worst !== undefined && worst.effect.outcome.after.length === 0,
        worst: worst && toSeconds(worst.effect.nobody.worst),
        expected: worst && toSeconds(worst.effect.nobody.expected),
        byTracking: moved && toSeconds(moved),
      };
    }),
    ...describeServers(rehearsal.servers),
    findings: findings.map(({ severity, code, text, cure }) => ({ severity, code, text, cure })),
  };
}

function describeEffect({ outcome, nobody, settledAfter }: Effect, names: Names): unknown {
  return {
    ...describeOutcome(outcome, names),
    nobodyFor: describeSpread(nobody),
    settledIn: describeSpread(settledAfter),
  };
}

function describeOutcome(
  { service, before, after, nobody, several, settledAfter, why }: Outcome,
  names: Names,
): object {
  return {
    address: service.address,
    before,
    after,
    nobody: toSeconds(nobody),
    several: toSeconds(several),
    settledAfter: settledAfter && toSeconds(settledAfter),
    why: why && names.printCause(why),
  };
}

function describeSpread({ worst, expected }: Spread): unknown {
  return { worst: toSeconds(worst), expected: toSeconds(expected) };
}
