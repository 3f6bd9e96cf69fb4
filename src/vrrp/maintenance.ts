import type { Duration, Instant } from "../base/time.ts";

/** Somebody wants an instance, a sync group or everything here not to take part. */
export type MaintenanceOrder = {
  /** The name of an instance or of a sync group; undefined: every instance. */
  readonly target: string | undefined;
  /** Who gave it, and why; for people. */
  readonly by: string;
  readonly reason: string;
  /** Microseconds of the Unix epoch. Who gives orders takes them back: the engine does not look at the end. */
  readonly since: number;
  readonly until: number | undefined;
  /** It counts once other routers have taken over from those that are master, and is refused if none does. */
  readonly isTentative: boolean;
};

/** What has come of an order. */
export type MaintenanceNews =
  | { readonly change: "begun" }
  /** It was in force. */
  | { readonly change: "over" }
  /** A tentative one that was taken back before it counted. */
  | { readonly change: "abandoned" }
  /** A tentative one: that instance was silent for so long, and no other router was heard to be master. */
  | { readonly change: "refused"; readonly instance: string; readonly within: Duration };

/** An attempt: until then all masters that it concerns have to have successors. */
export type HandOver = { readonly order: MaintenanceOrder; readonly until: Instant; readonly within: Duration };

type Changes = {
  readonly begun: readonly MaintenanceOrder[];
  readonly over: readonly MaintenanceOrder[];
  /** To be tried. */
  readonly tentative: MaintenanceOrder | undefined;
  /** An attempt that nobody wants any more, or that need not succeed any more. */
  readonly ended: MaintenanceOrder | undefined;
};

/** The orders that are in force, and the one that is being tried. Two with one target are the same order. */
export class Maintenance {
  #orders: readonly MaintenanceOrder[] = [];
  #handOver: HandOver | undefined;

  get handOver(): HandOver | undefined {
    return this.#handOver;
  }

  get deadline(): Instant | undefined {
    return this.#handOver?.until;
  }

  /** What withholds an instance: an order about itself first, then its group's, then that about everything. */
  orderOf(instance: string, group: string | undefined): MaintenanceOrder | undefined {
    if (this.#orders.length === 0) return undefined;
    return (
      this.#orders.find(({ target }) => target === instance) ??
      this.#orders.find(({ target }) => target !== undefined && target === group) ??
      this.#orders.find(({ target }) => target === undefined)
    );
  }

  /** The whole list of orders, the one that is being tried included: what is not in it is over. */
  instruct(orders: readonly MaintenanceOrder[]): Changes {
    const before = this.#orders;
    const tried = this.#handOver?.order;
    const isInForce = ({ target }: MaintenanceOrder): boolean => before.some((each) => each.target === target);
    const firm = orders.filter((order) => !order.isTentative || isInForce(order));
    // Whoever gives orders waits for what comes of one before the next.
    const tentative = orders.find((order) => order.isTentative && !isInForce(order));
    // The target of an order for the whole machine is undefined: that there is an order is a question of its own.
    const goesOn = tried !== undefined && tentative !== undefined && tentative.target === tried.target;
    if (!goesOn) this.#handOver = undefined;
    this.#orders = firm;
    return {
      begun: firm.filter((order) => !isInForce(order)),
      over: before.filter(({ target }) => !firm.some((each) => each.target === target)),
      tentative: goesOn ? undefined : tentative,
      ended: goesOn ? undefined : tried,
    };
  }

  begin(handOver: HandOver): void {
    this.#handOver = handOver;
  }

  /** It counts from now on. */
  enforce(order: MaintenanceOrder): void {
    this.#handOver = undefined;
    this.#orders = [...this.#orders, order];
  }

  giveUp(): void {
    this.#handOver = undefined;
  }
}

/** Whether the order is about an instance, or about one that shares its group's fate. */
export function concerns(
  { target }: MaintenanceOrder,
  instance: string,
  group: { readonly name: string; readonly members: readonly string[] } | undefined,
): boolean {
  if (target === undefined || target === instance) return true;
  return group !== undefined && (group.name === target || group.members.includes(target));
}
