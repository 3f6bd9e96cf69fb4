import type { VrrpEvent } from "../vrrp/events.ts";
import { addressLine } from "./dump/address-line.ts";
import { routeLine } from "./dump/route-line.ts";
import { ruleLine } from "./dump/rule-line.ts";

/** One text for each thing that was put back: of static ones as the reference writes it. */
export function restoredTexts(event: VrrpEvent & { readonly kind: "restored" }): readonly string[] {
  const { instance, addresses, routes, rules } = event;
  const things = [
    ...addresses.map((address) => ["address", addressLine(address, true)] as const),
    ...routes.map((route) => ["route", routeLine(route)] as const),
    ...rules.map((rule) => ["rule", ruleLine(rule)] as const),
  ];
  return things.map(([kind, text]) =>
    instance === undefined
      ? `Restoring deleted static ${kind} ${text}`
      : `(${instance}) ${kind} ${text} was removed by somebody else - restored`,
  );
}
