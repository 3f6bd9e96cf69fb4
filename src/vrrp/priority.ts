import { ownerPriority } from "./config.ts";

/** What one tracked object adds to the base priority: "script chk -20". */
export type PriorityPart = { readonly label: string; readonly amount: number };

/**
 * Base plus parts, kept within 1 to 254; an address owner's 255 is never changed (keepalived.conf(5), "weight").
 */
export function effectivePriority(base: number, parts: readonly PriorityPart[]): number {
  if (base === ownerPriority) return base;
  const total = parts.reduce((value, part) => value + part.amount, base);
  return Math.min(Math.max(total, 1), ownerPriority - 1);
}
