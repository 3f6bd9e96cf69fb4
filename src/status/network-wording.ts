import { unreachable } from "../base/assert.ts";
import type { VrrpEvent } from "../vrrp/events.ts";
import { detail, type LogLine } from "./log-line.ts";

/** What the log says of virtual MAC interfaces, and of what is announced to neighbours. */

export function device({ instance, interface: name, change }: VrrpEvent & { readonly kind: "device" }): string {
  switch (change) {
    case "created":
      return `(${instance}): Success creating VMAC interface ${name}`;
    case "adopted":
      return `(${instance}) Found matching interface ${name}`;
    case "restored":
      return `(${instance}): VMAC interface ${name} was removed or taken down by somebody else - restored`;
    case "removed":
      return `(${instance}) Success removing VMAC interface ${name}`;
    default:
      return unreachable(change);
  }
}

export function announced({
  instance,
  addresses,
  repeat,
}: VrrpEvent & { readonly kind: "announced" }): readonly LogLine[] {
  const lines: LogLine[] = [];
  for (const { prefix, interface: name } of addresses) {
    const what = prefix.address.family === "ipv4" ? "gratuitous ARP" : "unsolicited Neighbour Advert";
    lines.push(detail(`(${instance}) Sending/queueing ${what}s on ${name} for ${prefix.address.toString()}`));
    for (let round = 0; round < repeat; round += 1) {
      lines.push(detail(`Sending ${what} on ${name} for ${prefix.address.toString()}`));
    }
  }
  return lines;
}
