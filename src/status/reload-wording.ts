import { unreachable } from "../base/assert.ts";
import type { ConfigChange } from "../vrrp/config-difference.ts";
import type { VrrpEvent } from "../vrrp/events.ts";

/** What the log says of a reload. */

/** What is new in one block. */
export function configurationChanged({
  part,
  name,
  changes,
}: VrrpEvent & { readonly kind: "configuration-changed" }): string {
  return `${blockName(part, name)} reloaded: ${changes.map(printChange).join(", ")}`;
}

function blockName(part: "instance" | "group" | "script", name: string): string {
  if (part === "instance") return `(${name})`;
  return part === "group" ? `VRRP_Group(${name})` : `VRRP_Script(${name})`;
}

/** "priority 100 -> 90", "address 192.0.2.100/32 added". */
export function printChange(change: ConfigChange): string {
  switch (change.kind) {
    case "changed":
      return `${change.what} ${change.from} -> ${change.to}`;
    case "replaced":
      return `${change.what} changed`;
    case "added":
    case "removed":
      return `${change.what} ${change.kind}`;
    default:
      return unreachable(change);
  }
}

export function reloadSummary(event: VrrpEvent & { readonly kind: "reloaded" }): string {
  const parts = [
    ...event.added.map((name) => `${name} added`),
    ...event.removed.map((name) => `${name} removed`),
    ...event.changed.map((name) => `${name} changed`),
  ];
  return parts.length === 0 ? "no instance differs" : parts.join(", ");
}
