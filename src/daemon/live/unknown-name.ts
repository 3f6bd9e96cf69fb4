import { nearest } from "../../config/nearest.ts";
import type { Refusal } from "../../status/live/control-protocol.ts";

/** Names that are told where one is not known: more would not be read. */
const toldNames = 10;

/** "no instance or sync group VI_11: did you mean VI_1? There are VI_1, VI_2". */
export function unknownName(what: string, given: string, known: readonly string[]): Refusal {
  const meant = nearest(given, known);
  const rest = known.length > toldNames ? ` and ${known.length - toldNames} more` : "";
  const all = known.length === 0 ? "there is none" : `there are ${known.slice(0, toldNames).join(", ")}${rest}`;
  const hint = meant === undefined ? "" : `did you mean ${meant}? `;
  return { code: "unknown-name", message: `no ${what} ${given}: ${hint}${all}` };
}
