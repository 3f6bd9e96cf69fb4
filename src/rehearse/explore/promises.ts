import { type Duration, sum, zeroDuration } from "../../base/time.ts";
import type { ClusterPlan } from "../cluster-plan.ts";
import type { Service } from "../services.ts";
import type { Action, Step } from "../story/story.ts";
import type { Wanted } from "../story/write.ts";
import { type Bounds, boundsOf, settlingTime } from "./bounds.ts";
import { type NodeAction, NodeHealth } from "./node-health.ts";

/** A part of a story; `until` undefined: to its end. */
type Span = { readonly from: Duration; readonly until: Duration | undefined };

/** An expectation that has no line in a text yet. */
export type Promised = Wanted & { readonly kind: "never" };

type Event = { readonly at: Duration; readonly node: string; readonly action: Parameters<NodeHealth["note"]>[0] };

/**
 * What the protocol promises of a story with these steps, whoever plays it:
 * - while no packet is lost and no node is paused, two have an address no longer than it takes to hear one another;
 * - while some node is able to have an address, nobody has it no longer than that node needs to notice.
 * Nothing is promised of an address that a machine has of its own, with or without a daemon.
 */
export function promisesOf(
  plan: ClusterPlan,
  services: readonly Service[],
  steps: readonly Step[],
  beginsRunning: boolean,
): readonly Promised[] {
  const own = ownAddresses(plan);
  const sound = soundSpans(steps);
  const events = eventsOf(steps);
  return services
    .filter(({ addresses }) => !addresses.some((address) => own.has(address)))
    .flatMap((service) => {
      const bounds = boundsOf(plan, service, steps);
      return [
        ...sound.map((span) => promise("two", service, bounds, span)),
        ...ableSpans(plan, service, events, beginsRunning)
          .filter(({ from, until }) => until === undefined || until - from > bounds.silence)
          .map((span) => promise("nobody", service, bounds, span)),
      ];
    });
}

function promise(what: "two" | "nobody", { address }: Service, bounds: Bounds, { from, until }: Span): Promised {
  const longerThan = what === "two" ? bounds.contest : bounds.silence;
  return { kind: "never", what, address, longerThan, from, until };
}

function ownAddresses({ network }: ClusterPlan): ReadonlySet<string> {
  return new Set(
    Array.from(network.nodes.values()).flatMap(({ addresses }) =>
      addresses.map(({ prefix }) => prefix.address.toString()),
    ),
  );
}

/** When every packet arrives and every node runs: between them two may have an address as long as that lasts. */
function soundSpans(steps: readonly Step[]): readonly Span[] {
  const troubles = steps.flatMap(({ at, action }, index): readonly Span[] => {
    if (action.kind === "pause") return [{ from: at, until: sum(at, action.length) }];
    if (action.kind !== "fault" || action.fault.kind !== "loss") return [];
    const end = steps.slice(index).find((each) => each.action.kind === "mend" && each.action.what === "loss");
    return [{ from: at, until: end?.at }];
  });
  const spans: Span[] = [];
  let from: Duration | undefined = zeroDuration;
  for (const trouble of troubles) {
    if (from === undefined) break;
    if (trouble.from > from) spans.push({ from, until: trouble.from });
    from = trouble.until === undefined ? undefined : longer(from, trouble.until);
  }
  return from === undefined ? spans : [...spans, { from, until: undefined }];
}

function longer(one: Duration, other: Duration): Duration {
  return one > other ? one : other;
}

/** For each node the times in which it is able to have the service. */
function ableSpans(plan: ClusterPlan, service: Service, events: readonly Event[], isRunning: boolean): readonly Span[] {
  return plan.nodes.flatMap((node): readonly Span[] => {
    if (!service.instances.has(node.name)) return [];
    const health = new NodeHealth(node, isRunning);
    const settling = settlingTime(node.config);
    const spans: Span[] = [];
    let from = health.isAble(service) ? zeroDuration : undefined;
    for (const { at, action, node: name } of events) {
      if (name !== node.name) continue;
      health.note(action);
      const isAble = health.isAble(service);
      if (from !== undefined && !isAble) {
        if (at > from) spans.push({ from, until: at });
        from = undefined;
      } else if (from === undefined && isAble) from = sum(at, settling);
    }
    return from === undefined ? spans : [...spans, { from, until: undefined }];
  });
}

/** What happens to nodes, the ends of pauses included. */
function eventsOf(steps: readonly Step[]): readonly Event[] {
  return steps
    .flatMap(({ at, action }): readonly Event[] => {
      if (!isOfNode(action)) return [];
      const begun = { at, node: action.node, action };
      if (action.kind !== "pause") return [begun];
      return [begun, { at: sum(at, action.length), node: action.node, action: { kind: "resume" } }];
    })
    .sort((a, b) => a.at - b.at);
}

function isOfNode(action: Action): action is NodeAction {
  const { kind } = action;
  return kind !== "fault" && kind !== "mend" && kind !== "reload" && kind !== "server";
}
