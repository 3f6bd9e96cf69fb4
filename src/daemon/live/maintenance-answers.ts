import { unreachable } from "../../base/assert.ts";
import type { Refusal } from "../../status/live/control-protocol.ts";
import { objectionText } from "../../status/maintenance-wording.ts";
import type { VrrpEvent } from "../../vrrp/events.ts";
import type { MaintenanceOrder } from "../../vrrp/maintenance.ts";

type Result = readonly string[] | Refusal;

/** In the vrrp process: says what has come of orders, which takes a while where a successor is awaited. */
export class MaintenanceAnswers {
  readonly #say: (id: number, result: Result) => void;
  /** Who waits for what comes of the tentative order about that target. */
  #awaited: { readonly id: number; readonly order: MaintenanceOrder } | undefined;
  /** The supervisor may not have heard of it yet when it says all orders again. */
  #refused: MaintenanceOrder | undefined;

  constructor(say: (id: number, result: Result) => void) {
    this.#say = say;
  }

  /** `instruct` gives orders to the engine; true: what comes of one of them is not known yet. */
  take(
    id: number,
    given: readonly MaintenanceOrder[],
    instruct: (orders: readonly MaintenanceOrder[]) => boolean,
  ): void {
    const orders = this.current(given);
    const order = orders.find(({ isTentative }) => isTentative);
    const mine = this.#awaited === undefined && order !== undefined ? { id, order } : undefined;
    if (mine !== undefined) this.#awaited = mine;
    const isOpen = instruct(orders);
    if (mine === undefined) return this.#say(id, []);
    // Events may have said already what came of it.
    if (isOpen || this.#awaited !== mine) return undefined;
    this.#awaited = undefined;
    return this.#say(id, []);
  }

  /** Without what has been refused already. */
  current(orders: readonly MaintenanceOrder[]): readonly MaintenanceOrder[] {
    const refused = this.#refused;
    if (refused === undefined) return orders;
    return orders.filter(
      ({ isTentative, target, since }) => !isTentative || target !== refused.target || since !== refused.since,
    );
  }

  event(event: VrrpEvent): void {
    const awaited = this.#awaited;
    if (event.kind !== "maintenance" || awaited === undefined || event.target !== awaited.order.target) return;
    this.#awaited = undefined;
    this.#refused = event.change === "begun" ? undefined : awaited.order;
    this.#say(awaited.id, resultOf(event));
  }
}

function resultOf(event: VrrpEvent & { readonly kind: "maintenance" }): Result {
  switch (event.change) {
    case "begun":
      return [];
    case "refused":
      return { code: "refused", message: objectionText(event.instance, event.within) };
    case "abandoned":
    case "over":
      return { code: "refused", message: "it was taken back before another router had taken over" };
    default:
      return unreachable(event);
  }
}
