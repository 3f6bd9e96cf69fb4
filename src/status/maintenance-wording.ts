import { unreachable } from "../base/assert.ts";
import { type Duration, printSeconds } from "../base/time.ts";
import type { VrrpEvent } from "../vrrp/events.ts";

type MaintenanceEvent = VrrpEvent & { readonly kind: "maintenance" };

/** "Maintenance of VI_1 begins, by alice: new kernel". */
export function maintenanceText(event: MaintenanceEvent): string {
  const { target, by, reason } = event;
  const what = `Maintenance of ${target ?? "all instances"}`;
  const who = `by ${by}${reason === "" ? "" : `: ${reason}`}`;
  switch (event.change) {
    case "begun":
      return `${what} begins, ${who}`;
    case "over":
      return `${what} is over (${who})`;
    case "abandoned":
      return `${what} was taken back before another router had taken over (${who})`;
    case "refused":
      return `${what} is refused (${who}): ${objectionText(event.instance, event.within)}`;
    default:
      return unreachable(event);
  }
}

/** Why nobody can be handed over to, and the way around it. */
export function objectionText(instance: string, within: Duration): string {
  return `no router took over ${instance} within ${printSeconds(within)} s; --force hands it over to nobody`;
}
