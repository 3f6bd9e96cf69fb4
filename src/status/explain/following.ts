import type { Cause } from "../../vrrp/events.ts";
import type { Plain } from "../live/plain.ts";

/** An instance goes where another member of its sync group goes. */
export type Following = { readonly group: string; readonly member: string };

/** Whom an instance has followed; undefined: it has a reason of its own. */
export function followed(cause: Plain<Cause>): Following | undefined {
  if (cause.kind === "group") return { group: cause.group, member: cause.member };
  if (cause.kind !== "fault" && cause.kind !== "recovered") return undefined;
  const members = cause.reasons.flatMap((each) => (each.kind === "group" ? [each] : []));
  const [first] = members;
  return first !== undefined && members.length === cause.reasons.length ? first : undefined;
}
