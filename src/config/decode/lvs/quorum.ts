import type { RealServer } from "../../../lvs/config.ts";
import type { Word } from "../../lexer.ts";
import type { Reporter } from "../../reporter.ts";

/** Weight that is needed, and by how much it may be missed; 1 and 0 unless given. */
export type Quorum = { readonly quorum: number; readonly hysteresis: number };

/** What the quorum of a service is about, for findings. */
export type QuorumPlaces = {
  readonly label: string;
  readonly quorum: Word;
  readonly hysteresis: Word;
};

/** Lowers a quorum that all servers together do not reach, and a hysteresis that is not below the quorum. */
export function limitQuorum(
  wanted: Partial<Quorum>,
  servers: readonly RealServer[],
  findPlaces: () => QuorumPlaces,
  report: Reporter,
): Quorum {
  const { quorum: wantedQuorum = 1, hysteresis: wantedHysteresis = 0 } = wanted;
  const total = servers.reduce((sum, server) => sum + server.weight, 0);
  const quorum = Math.min(wantedQuorum, total);
  const hysteresis = Math.min(wantedHysteresis, Math.max(0, quorum - 1));
  if (quorum === wantedQuorum && hysteresis === wantedHysteresis) return { quorum, hysteresis };
  const places = findPlaces();
  if (quorum < wantedQuorum) {
    const problem = `exceeds total weight of real servers ${total}`;
    const message = `Warning - quorum ${wantedQuorum} for ${places.label} ${problem}, reducing quorum to ${total}`;
    report.warning("adjusted", places.quorum, message, { cure: "lower the quorum, or give the servers more weight" });
  }
  if (hysteresis < wantedHysteresis) {
    const problem = `hysteresis ${wantedHysteresis} >= quorum ${quorum}`;
    const message = `Virtual server ${places.label}: ${problem}; setting hysteresis to ${hysteresis}`;
    report.warning("adjusted", places.hysteresis, message);
  }
  return { quorum, hysteresis };
}
