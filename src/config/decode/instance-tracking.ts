import type { InstanceConfig, TrackedInterface } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import { noWeight } from "../schema/weight.ts";
import { locationKey } from "./context.ts";
import type { DecodeContext } from "./context.ts";
import { reviseTracking } from "./revise-tracking.ts";
import type { ScopeReader } from "./scope-reader.ts";
import { trackKinds } from "./track-kinds.ts";
import type { Definitions } from "./track-kinds.ts";
import { decodeTracking } from "./tracking.ts";
import type { Tracker, Tracking } from "./tracking.ts";
import { withoutWeight } from "./weighted-tracking.ts";

export type TrackingInstance = {
  readonly name: Word;
  readonly interface: string | undefined;
  readonly isOwner: boolean;
  /** Interfaces of its addresses and routes. */
  readonly devices: ReadonlySet<string>;
};

/**
 * What an instance tracks. Its own interface is tracked without being listed, and so are the interfaces of its
 * addresses and routes: the loss of one of them is a fault whatever weight is given (as 2.2.7 does).
 */
export function decodeInstanceTracking(
  scope: ScopeReader,
  instance: TrackingInstance,
  definitions: Definitions,
  context: DecodeContext,
): Pick<InstanceConfig, keyof Tracking> {
  const name = instance.name.text;
  const tracker: Tracker = { kind: "instance", name, report: context.report.within(name) };
  const written = decodeTracking(scope, tracker, definitions, context);
  const tracking = instance.isOwner ? dropWeights(written, tracker, context) : written;
  const listed = tracking.trackInterfaces.filter(
    (entry) => isOther(entry, instance.interface, tracker, context) && !instance.devices.has(entry.interface),
  );
  const implied = [...instance.devices].filter((device) => device !== instance.interface);
  if (listed.length + implied.length === 0 && tracking.trackInterfaces.length === 0) return tracking;
  return {
    ...tracking,
    trackInterfaces: [...listed, ...implied.map((device) => ({ interface: device, weight: noWeight }))],
  };
}

function isOther(
  entry: TrackedInterface,
  own: string | undefined,
  { name, report }: Tracker,
  { locations }: DecodeContext,
): boolean {
  if (entry.interface !== own) return true;
  const place = locations.get(locationKey("instance", name, `track_interface ${entry.interface}`));
  report.warning("duplicate", place, `Ignoring track_interface ${entry.interface} since own interface`, {
    cure: "leave it out: the interface of an instance is always tracked",
  });
  return false;
}

/** The priority of an address owner does not change, so weights mean nothing to it. */
function dropWeights(tracking: Tracking, { name: tracker, report }: Tracker, { locations }: DecodeContext): Tracking {
  return reviseTracking(tracking, (entry, kind, name) => {
    const place = locations.get(locationKey("instance", tracker, `${trackKinds[kind].block} ${name}`));
    return withoutWeight(entry, { kind, name, place }, "address_owner", report);
  });
}
