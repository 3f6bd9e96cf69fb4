import type { LvsStatus } from "../../lvs/status.ts";
import { printService } from "../lvs-names.ts";

/** Services that an operator who has just changed weights should know about: those without a quorum. */
export function quorumLines({ services }: LvsStatus): readonly string[] {
  return services
    .filter(({ quorum, servers }) => quorum === "down" && servers.some(({ override }) => override !== undefined))
    .map(({ virtualServer, live, isSorry }) => {
      const serves = isSorry ? "; the sorry server serves" : "";
      return `${printService(virtualServer)} has no quorum: live weight ${live} of ${virtualServer.quorum}${serves}`;
    });
}
