import { readFileSync } from "node:fs";

/** Bits of a capability set that the daemon needs (capabilities(7)). */
const needed = { CAP_NET_ADMIN: 12, CAP_NET_RAW: 13 } as const;

export type Capability = keyof typeof needed;

/** Which of the capabilities that VRRP needs this process does not have; none for root. */
export function missingCapabilities(): readonly Capability[] {
  return missingFrom(readFileSync("/proc/self/status", "utf8"));
}

/** The same of the text of a /proc/PID/status (proc(5)). */
export function missingFrom(status: string): readonly Capability[] {
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/mu.exec(status)?.[1] ?? "0"}`);
  const all: readonly Capability[] = ["CAP_NET_ADMIN", "CAP_NET_RAW"];
  return all.filter((capability) => ((effective >> BigInt(needed[capability])) & 1n) === 0n);
}
