import type { CheckHealth } from "../check/schedule.ts";
import type { FileWeight } from "../check/config.ts";

/** At or below this a file says that the server is down (keepalived.conf(5), "Track files"). */
const fault = -2_147_483_648;

/** What a tracked file says about a server. */
export type FileVerdict = {
  readonly state: CheckHealth["state"];
  /** Goes into the weight of the server. */
  readonly adjustment: number;
};

/** Of a FILE_CHECK: the number times the weight is added; with weight 0 every number but 0 is a failure. */
export function fileVerdict(number: number, { value, reverse }: FileWeight): FileVerdict {
  if (value === 0) return { state: number === 0 ? "up" : "down", adjustment: 0 };
  const product = number * value * (reverse ? -1 : 1);
  return product <= fault ? { state: "down", adjustment: 0 } : { state: "up", adjustment: product };
}
