import type { HmacConfig, HmacKey } from "../../vrrp/config.ts";
import type { Member, Router } from "./node.ts";

/**
 * Signed adverts (`auth_hmac`): all nodes sign or none, and each has the key that another one signs with. The keys show
 * up in no message; those in files of their own cannot be compared.
 */
export function compareSignatures({ members }: Router): void {
  for (const member of members) {
    const problem = members.flatMap((other) => (other === member ? [] : (problemWith(member, other) ?? [])))[0];
    if (problem === undefined) continue;
    const { node, config } = member;
    const cure = "write the same auth_hmac block on all nodes";
    const place = node.place(config.name, "auth_hmac");
    const options = { cure, effect: "none", secret: true } as const;
    node.report.within(config.name).error("authentication-differs", place, problem, options);
  }
}

/** What keeps the other node from believing what the member signs. */
export function problemWith(
  { config: { hmac: here } }: Member,
  { node, config: { hmac: there } }: Member,
): string | undefined {
  if (here === undefined) {
    const enforced = there !== undefined && (there.mode === undefined || there.mode === "enforce");
    return enforced ? `adverts are not signed here, but ${node.label} enforces auth_hmac and discards them` : undefined;
  }
  // What an unsigned node does wrong is told there.
  if (there === undefined) return undefined;
  const key = keyOf(here, here.activeKey);
  const known = keyOf(there, here.activeKey);
  if (key === undefined) return undefined;
  if (known === undefined)
    return `adverts are signed with key ${here.activeKey} here, which ${node.label} does not have`;
  return differ(key, known) ? `key ${here.activeKey} is another one than in ${node.label}` : undefined;
}

function keyOf({ keys }: HmacConfig, id: number): HmacKey | undefined {
  return keys.find((key) => key.id === id);
}

function differ({ secret: a }: HmacKey, { secret: b }: HmacKey): boolean {
  if (!(a instanceof Uint8Array) || !(b instanceof Uint8Array)) return false;
  return a.length !== b.length || a.some((byte, index) => byte !== b[index]);
}
