import { assert } from "../base/assert.ts";
import { elapsed, instant, type Instant, printDuration } from "../base/time.ts";
import type { InstanceCounters } from "../vrrp/counters.ts";
import type { VrrpEngine } from "../vrrp/engine.ts";
import type { Instance } from "../vrrp/instance.ts";
import { printWarning } from "./print.ts";
import { printPeer, printStranger } from "./print-peers.ts";
import type { Words } from "./script-language.ts";

/** What an engine says of itself when a line of a scenario asks; undefined: the line asks for nothing. */
export function answer({ verb, name }: Words, engine: VrrpEngine, now: Instant): readonly string[] | undefined {
  switch (verb) {
    case "peers": {
      const peers = engine.status(now).instances.find(({ config }) => config.name === name)?.peers;
      assert(peers !== undefined, `no instance ${name}`);
      return peers.length === 0 ? ["no peers"] : peers.map(printPeer);
    }
    case "warnings": {
      const standing = engine.instances.flatMap(printWarnings);
      return standing.length === 0 ? ["no warnings"] : standing;
    }
    case "strangers":
      return engine.status(now).strangers.map(printStranger);
    case "transitions":
      return countersOf(engine, name).transitions.map(({ to, cause, count }) => `to ${to} by ${cause}: ${count}`);
    case "counters": {
      const counters = countersOf(engine, name);
      const rejected = Array.from(counters.rejected, ([kind, count]) => `${kind} ${count}`).join(", ");
      const { received, accepted, sent, becameMaster, releasedMaster } = counters;
      return [
        `counters received ${received} accepted ${accepted} rejected [${rejected}] sent ${sent} became-master ${becameMaster} released-master ${releasedMaster} unclaimed ${engine.unclaimedPackets}`,
      ];
    }
    default:
      return undefined;
  }
}

function countersOf(engine: VrrpEngine, name: string): InstanceCounters {
  const counters = engine.instances.find((instance) => instance.config.name === name)?.counters;
  assert(counters !== undefined, `no instance ${name}`);
  return counters;
}

function printWarnings({ config, warnings }: Instance): readonly string[] {
  return warnings.map(({ warning, other, since }) => {
    const at = printDuration(elapsed(instant(0), since));
    return `${config.name} ${printWarning(warning)} of ${other.toString()} since ${at}`;
  });
}
