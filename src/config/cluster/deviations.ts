import type { Member } from "./node.ts";

/** A member that differs from what most members say, and the first of those. */
export type Deviation = { readonly member: Member; readonly usual: Member };

/**
 * The members whose value is not that of most; where no value has a majority over the others, not that of the first
 * member. With two nodes the second is held against the first.
 */
export function deviations(
  members: readonly Member[],
  valueOf: (member: Member) => string | undefined,
): readonly Deviation[] {
  const values = members.map(valueOf);
  if (values.every((value) => value === values[0])) return [];
  const byValue = new Map<string, Member[]>();
  for (const [index, member] of members.entries()) {
    const value = values[index];
    if (value === undefined) continue;
    const same = byValue.get(value);
    if (same === undefined) byValue.set(value, [member]);
    else same.push(member);
  }
  const groups = Array.from(byValue.values());
  const most = Math.max(...groups.map((group) => group.length));
  const usual = groups.find((group) => group.length === most);
  const [first] = usual ?? [];
  if (first === undefined) return [];
  return members.flatMap((member, index) =>
    usual?.includes(member) === true || values[index] === undefined ? [] : [{ member, usual: first }],
  );
}
