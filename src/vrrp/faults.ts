import type { Family, IpAddress } from "../base/ip-address.ts";

/** Why an instance cannot take part. It is in FAULT while the list of its reasons is not empty. */
export type FaultReason =
  | { readonly kind: "interface-missing"; readonly interface: string }
  | { readonly kind: "interface-down"; readonly interface: string }
  | { readonly kind: "interface-unsuitable"; readonly interface: string; readonly lacks: "multicast" | "not-loopback" }
  | { readonly kind: "no-source-address"; readonly interface: string; readonly family: Family }
  /** The configured source address, with `track_src_ip`. */
  | { readonly kind: "source-address-missing"; readonly address: IpAddress }
  /** Unicast, and nobody to speak to, with `unicast_fault_no_peer`. */
  | { readonly kind: "no-peers" }
  /** Nothing could be heard, so nothing may be said. */
  | { readonly kind: "no-socket"; readonly interface: string }
  /** A tracked interface with weight 0. */
  | { readonly kind: "tracked-interface"; readonly interface: string; readonly reverse: boolean }
  | { readonly kind: "script"; readonly script: string; readonly verdict: "down" | "up" }
  /** The script has not reported yet: the instance is held back rather than broken. */
  | { readonly kind: "script-pending"; readonly script: string }
  /** `value` is the number in the file, `status` what becomes of it by its weight: -254 and less is a fault. */
  | { readonly kind: "file"; readonly file: string; readonly value: number; readonly status: number }
  /** There are too few processes or too many; with `reverse` there are enough. */
  | { readonly kind: "process"; readonly process: string; readonly reverse: boolean }
  /** The processes have not been counted yet. */
  | { readonly kind: "process-pending"; readonly process: string }
  /** An operator does not want it to take part. */
  | { readonly kind: "maintenance"; readonly by: string; readonly reason: string }
  | { readonly kind: "group"; readonly group: string; readonly member: string };

/** True when nothing is wrong and the instance only waits for the first result of its trackers. */
export function isOnlyPending(reasons: readonly Pick<FaultReason, "kind">[]): boolean {
  return reasons.length > 0 && reasons.every(isPending);
}

export function isPending({ kind }: Pick<FaultReason, "kind">): boolean {
  return kind === "script-pending" || kind === "process-pending";
}

export function sameReasons(a: readonly FaultReason[], b: readonly FaultReason[]): boolean {
  return a.length === b.length && a.every((reason, index) => key(reason) === key(b[index]));
}

function key(reason: FaultReason | undefined): string {
  return reason === undefined ? "" : Object.values(reason).join("\0");
}
