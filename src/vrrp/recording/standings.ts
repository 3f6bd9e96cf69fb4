import type { Instant } from "../../base/time.ts";
import type { VrrpConfig } from "../config.ts";
import { advertInterface } from "../devices.ts";
import type { VrrpEngine } from "../engine.ts";
import { held } from "../held.ts";
import type { Instance } from "../instance.ts";
import type { LeftInstance, Predecessor } from "../predecessor.ts";
import type { State } from "../state.ts";
import type { Standing, Standings } from "./record.ts";

/** How it stands with an engine now; some microseconds for each hundred instances. */
export function standingsOf(engine: Pick<VrrpEngine, "instances" | "verdicts" | "isHandingOver">): Standings {
  const { instances, verdicts, isHandingOver } = engine;
  return { instances: instances.map(standingOf), verdicts, isHandingOver };
}

function standingOf({ config: { name }, state }: Instance): Standing {
  const heardAt = state.name === "backup" ? state.master?.heardAt : undefined;
  return { name, state: state.name, timer: timerOf(state), heardAt };
}

/** Undefined: there is none, or it has expired and the others of the group are waited for. */
function timerOf(state: State): Instant | undefined {
  if (state.name === "master") return state.advertiseAt;
  return state.name === "backup" && state.masterDown.name === "armed" ? state.masterDown.at : undefined;
}

export function timersOf({ instances }: Standings): ReadonlyMap<string, Instant> {
  return new Map(instances.flatMap(({ name, timer }) => (timer === undefined ? [] : [[name, timer]])));
}

/** What an engine that goes on from there has to believe that somebody before it has left. */
export function predecessorOf(at: Instant, { instances }: VrrpConfig, standings: Standings): Predecessor {
  const states = new Map(standings.instances.map((standing) => [standing.name, standing]));
  return {
    verdicts: standings.verdicts,
    instances: instances.flatMap((config): readonly LeftInstance[] => {
      const { name, family, vrid, interface: link, transport } = config;
      const standing = states.get(name);
      if (standing === undefined) return [];
      const identity = { name, family, vrid, interface: link, transport, advertInterface: advertInterface(config) };
      const { state } = standing;
      // A master is one, whenever it advertised.
      return [{ ...identity, state, held: held(config), advertisedAt: state === "master" ? at : undefined }];
    }),
  };
}
