import { type Duration, elapsed, type Instant, later, microseconds, zeroDuration } from "../base/time.ts";
import type { Cause } from "../vrrp/events.ts";
import type { Service } from "./services.ts";
import { longest, nobody, several, total } from "./timeline.ts";
import type { World } from "./world.ts";

/** What one event did to one service. */
export type Outcome = {
  readonly service: Service;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** How long nobody held the addresses, all in all; until the end, where `after` is empty. */
  readonly nobody: Duration;
  /** The longest time that several held them. */
  readonly several: Duration;
  /** From the event to the last change of owners; undefined: there was none. */
  readonly settledAfter: Duration | undefined;
  /** How often others held them than before. */
  readonly changes: number;
  /** Why the one that has them took them, or why the one that had them gave them up. */
  readonly why: Cause | undefined;
};

/** What happened to the services between two moments. */
export function outcomesBetween(
  world: World,
  services: readonly Service[],
  from: Instant,
  until: Instant,
): readonly Outcome[] {
  return services.map((service) => {
    const stretches = world.chronicle.timeline.stretches(service.address, from, until);
    // The event itself may change something at once.
    const before = world.chronicle.timeline.owners(service.address, later(from, microseconds(-1)));
    const after = stretches.at(-1)?.owners ?? [];
    const wasThere = stretches.findLastIndex(
      ({ owners }, index) => !isSame(owners, stretches[index - 1]?.owners ?? before),
    );
    const change = stretches[wasThere];
    return {
      service,
      before,
      after,
      nobody: before.length === 0 && change === undefined ? zeroDuration : total(stretches, nobody),
      several: longest(stretches, several),
      settledAfter: change === undefined ? undefined : elapsed(from, change.from),
      changes: stretches.filter(({ owners }, index) => !isSame(owners, stretches[index - 1]?.owners ?? before)).length,
      why: isSame(before, after) ? undefined : causeOf(world, service, before, after, from),
    };
  });
}

function causeOf(
  world: World,
  service: Service,
  before: readonly string[],
  after: readonly string[],
  from: Instant,
): Cause | undefined {
  const recent = world.chronicle.transitions.filter(
    ({ at, node, instance }) => at >= from && service.instances.get(node) === instance,
  );
  const isNew = (node: string): boolean => after.includes(node) && !before.includes(node);
  const taken = recent.findLast(({ node, to }) => to === "master" && isNew(node));
  return (taken ?? recent.findLast(({ node, to }) => to !== "master" && before.includes(node)))?.cause;
}

export function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
