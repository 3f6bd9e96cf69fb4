import { IpAddress } from "../../base/ip-address.ts";
import type { PlannedNode } from "../cluster-plan.ts";
import type { RehearsedStart } from "../rehearse.ts";

/** The virtual addresses that the node has once all nodes have started, in the order of the command line. */
export function startAddresses([first]: readonly RehearsedStart[], { name }: PlannedNode): readonly IpAddress[] {
  const held = (first?.outcomes ?? []).filter(({ after }) => after.includes(name));
  return held.flatMap(({ service }) => service.addresses.map((each) => IpAddress.of(each)));
}
