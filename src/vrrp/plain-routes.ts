import type { VirtualRoute } from "./config.ts";

/**
 * Whether a route is what it says without options that nothing sets in the kernel yet. One that is not would send
 * other packets, or send them elsewhere: it is not made at all.
 */
export function isPlainRoute(route: VirtualRoute): boolean {
  const { type, from, tos, vrf, onLink, encapsulation, nexthops } = route;
  return [type, from, tos, vrf, onLink, encapsulation, nexthops].every((option) => option === undefined);
}
