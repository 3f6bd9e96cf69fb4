import { type Instant, later, zeroDuration } from "../base/time.ts";
import type { VrrpEvent } from "./events.ts";
import type { Instance } from "./instance.ts";
import type { InstanceInput } from "./instance-input.ts";
import { lingeringTime } from "./lingering.ts";
import { concerns, type Maintenance, type MaintenanceNews, type MaintenanceOrder } from "./maintenance.ts";
import type { Member } from "./members.ts";

/** What is to be done about orders, one after the other. */
export type HandOverStep =
  | { readonly kind: "event"; readonly event: VrrpEvent }
  | { readonly kind: "feed"; readonly instance: Instance; readonly input: InstanceInput }
  /** What waits for its turn would draw the traffic back from the successor. */
  | { readonly kind: "forget-announcements"; readonly instance: Instance }
  /** What the orders mean for every instance. */
  | { readonly kind: "evaluate" };

/** All that there are: each time it is iterated, as they are then. */
type AllMembers = Iterable<Member>;

type Steps = Generator<HandOverStep, undefined>;

/** The whole list of orders, as somebody has given them. */
export function* instruct(
  now: Instant,
  maintenance: Maintenance,
  orders: readonly MaintenanceOrder[],
  members: AllMembers,
): Steps {
  const { begun, over, tentative, ended } = maintenance.instruct(orders);
  for (const order of over) yield told(order, { change: "over" });
  for (const order of begun) yield told(order, { change: "begun" });
  if (ended !== undefined && !begun.some(({ target }) => target === ended.target)) {
    yield* abandon(ended, { change: "abandoned" }, members);
  }
  if (tentative !== undefined) yield* tryIt(now, maintenance, tentative, members);
  yield { kind: "evaluate" };
}

/** Masters keep everything until their successors are there. */
function* tryIt(now: Instant, maintenance: Maintenance, order: MaintenanceOrder, members: AllMembers): Steps {
  const masters = mastersOf(order, members);
  // As long as a backup needs that has not heard the priority 0.
  const within = masters.reduce((longest, { config }) => {
    const needed = lingeringTime("backup", config, true);
    return needed > longest ? needed : longest;
  }, zeroDuration);
  maintenance.begin({ order, until: later(now, within), within });
  for (const instance of masters) {
    yield { kind: "feed", instance, input: { kind: "yield", atMost: within } };
    yield { kind: "forget-announcements", instance };
  }
}

/**
 * It succeeds when the last successor is heard, or the last master has gone for another reason. `heardAll`: everything
 * that has arrived, so that silence is one.
 */
export function* lookAfter(now: Instant, maintenance: Maintenance, heardAll: boolean, members: AllMembers): Steps {
  const { handOver } = maintenance;
  if (handOver === undefined) return;
  const { order, until, within } = handOver;
  const alone = mastersOf(order, members).find(
    ({ state }) => state.name === "master" && state.yielding?.successor === undefined,
  );
  if (alone === undefined) {
    maintenance.enforce(order);
    yield told(order, { change: "begun" });
    yield { kind: "evaluate" };
  } else if (until <= now && heardAll) {
    maintenance.giveUp();
    yield* abandon(order, { change: "refused", instance: alone.config.name, within }, members);
  }
}

function* abandon(order: MaintenanceOrder, news: MaintenanceNews, members: AllMembers): Steps {
  yield told(order, news);
  for (const instance of mastersOf(order, members)) yield { kind: "feed", instance, input: { kind: "resume" } };
}

function told({ target, by, reason }: MaintenanceOrder, news: MaintenanceNews): HandOverStep {
  return { kind: "event", event: { kind: "maintenance", target, by, reason, ...news } };
}

function mastersOf(order: MaintenanceOrder, members: AllMembers): readonly Instance[] {
  return Array.from(members)
    .filter(
      ({ instance, group }) => instance.state.name === "master" && concerns(order, instance.config.name, group?.config),
    )
    .map(({ instance }) => instance);
}
