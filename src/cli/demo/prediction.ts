import { assert, unreachable } from "../../base/assert.ts";
import { sum, times, zeroDuration, type Duration } from "../../base/time.ts";
import { masterDownInterval, skewTime } from "../../vrrp/timing.ts";
import { bestOf, type Candidate, type SharedAddress } from "./cluster.ts";

/** What happens to the cluster. */
export type Happening =
  /** All nodes begin at the same moment. */
  | { readonly kind: "start" }
  /** A node falls silent without a word: killed, or cut off. */
  | { readonly kind: "silence"; readonly node: string }
  /** A node is stopped and says so. */
  | { readonly kind: "resignation"; readonly node: string }
  /** A node that was away takes part again. */
  | { readonly kind: "return"; readonly node: string };

/** For how long the protocol lets an address go without a master, and who is its master then. */
export type Prediction = { readonly atLeast: Duration; readonly atMost: Duration; readonly servedBy: string };

/** What the protocol says of one address; `present` are the nodes that took part before. Somebody must be left. */
export function predict(shared: SharedAddress, happening: Happening, present: ReadonlySet<string>): Prediction {
  const before = bestOf(shared, present);
  const after = bestOf(shared, takePart(happening, present));
  assert(after !== undefined, `nobody is left for ${shared.address}`);
  const servedBy = after.node;
  switch (happening.kind) {
    case "start": {
      // RFC 3768 §6.4.1: a router that does not own the addresses begins as a backup.
      const wait = downInterval(after, after);
      return { atLeast: wait, atMost: wait, servedBy };
    }
    case "silence": {
      if (before?.node !== happening.node) return handOver(servedBy);
      // RFC 3768 §6.4.2: the wait began with the last advert, up to one interval before the silence.
      const wait = downInterval(after, before);
      return { atLeast: sum(wait, times(before.advertInterval, -1)), atMost: wait, servedBy };
    }
    case "resignation": {
      if (before?.node !== happening.node) return handOver(servedBy);
      // RFC 3768 §6.4.2: an advert of priority 0 leaves only the skew to wait.
      const wait = skewTime(after.version, after.priority, before.advertInterval);
      return { atLeast: wait, atMost: wait, servedBy };
    }
    case "return":
      // The master of lower priority goes on until it hears the better one (RFC 3768 §6.4.3).
      return handOver(servedBy);
    default:
      return unreachable(happening);
  }
}

/** The nodes that take part afterwards. */
export function takePart(happening: Happening, present: ReadonlySet<string>): ReadonlySet<string> {
  switch (happening.kind) {
    case "start":
      return present;
    case "silence":
    case "resignation":
      return new Set([...present].filter((name) => name !== happening.node));
    case "return":
      return new Set([...present, happening.node]);
    default:
      return unreachable(happening);
  }
}

/** How long a node waits, as backup of that master, before it takes over; also after its own start. */
export function downInterval({ version, priority, downTimerAdverts }: Candidate, master: Candidate): Duration {
  return masterDownInterval(version, priority, master.advertInterval, downTimerAdverts);
}

function handOver(servedBy: string): Prediction {
  return { atLeast: zeroDuration, atMost: zeroDuration, servedBy };
}
