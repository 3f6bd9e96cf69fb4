import type { InstanceDocument } from "../status-document.ts";

/** A priority as the sum of what it is made of: "100 -20 chk_http = 80"; "100" where there is nothing to add. */
export function printPriority({
  priority,
  basePriority,
  parts,
}: Pick<InstanceDocument, "priority" | "basePriority" | "parts">): string {
  const moved = parts.filter(({ amount }) => amount !== 0);
  if (moved.length === 0 && priority === basePriority) return String(priority);
  const terms = moved.map(({ label, amount }) => `${amount < 0 ? "" : "+"}${amount} ${label}`);
  const sum = moved.reduce((total, { amount }) => total + amount, basePriority);
  // The protocol has room for 1 to 254 (RFC 5798 §5.2.4).
  const limited = sum === priority ? "" : ` (${sum}, which is out of range)`;
  return `${[basePriority, ...terms].join(" ")} = ${priority}${limited}`;
}
