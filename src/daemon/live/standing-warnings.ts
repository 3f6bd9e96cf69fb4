import { unreachable } from "../../base/assert.ts";
import { instant } from "../../base/time.ts";
import { IpAddress } from "../../base/ip-address.ts";
import { BoundedMap } from "../../status/live/bounded-map.ts";
import type { StoodWarning } from "../../vrrp/recollection.ts";
import type { Warning } from "../../vrrp/warning.ts";
import type { StampedEvent } from "../messages.ts";

/** Warnings that are remembered: those of some hundred instances with everybody they hear. */
export const standingLimit = 4096;

/** As it travels between processes: addresses are text. */
export type PlainWarning = StoodWarning<string>;

/**
 * The warnings of the vrrp process that have been told and not been taken back, in the supervisor: a process that takes
 * the place of one that was killed goes on with them, and says when they are over.
 */
export class StandingWarnings {
  readonly #standing: BoundedMap<string, { readonly pid: number; readonly told: PlainWarning }> = new BoundedMap(
    standingLimit,
  );

  /** As they come from the process, in their order. */
  hear(events: readonly StampedEvent[]): void {
    for (const { process, event, monotonic, pid } of events) {
      if (process !== "vrrp" || (event.kind !== "warning" && event.kind !== "warning-over")) continue;
      if (!("warning" in event)) continue;
      const { instance, other, warning } = event;
      const key = `${instance} ${warning.kind} ${other}`;
      if (event.kind === "warning-over") this.#standing.delete(key);
      else this.#standing.set(key, { pid, told: { instance, other, warning, since: instant(monotonic) } });
    }
  }

  /** Of all processes but that one, which knows its own; the oldest first. */
  besides(pid: number | undefined): readonly PlainWarning[] {
    return this.#standing.values.filter((each) => each.pid !== pid).map(({ told }) => told);
  }
}

/** What a process is given by its supervisor, as its engine has it. */
export function reviveWarning({ other, warning, ...rest }: PlainWarning): StoodWarning {
  return { ...rest, other: IpAddress.of(other), warning: revive(warning) };
}

function revive(warning: Warning<string>): Warning {
  switch (warning.kind) {
    case "address-list-differs":
      return { ...warning, missing: parsed(warning.missing), unexpected: parsed(warning.unexpected) };
    case "vrid-conflict":
      return { ...warning, addresses: parsed(warning.addresses) };
    case "split-brain":
    case "carp":
    case "owner-conflict":
    case "adverts-rejected":
      return warning;
    default:
      return unreachable(warning);
  }
}

function parsed(addresses: readonly string[]): readonly IpAddress[] {
  return addresses.map((text) => IpAddress.of(text));
}
