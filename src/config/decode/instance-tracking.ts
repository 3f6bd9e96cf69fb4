import type { InstanceConfig, TrackedInterface, TrackedScript } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import { vrrpInstance } from "../schema/vrrp-instance.ts";
import { locationKey } from "./context.ts";
import type { DecodeContext } from "./context.ts";
import type { ScopeReader } from "./scope-reader.ts";
import { decodeTrackInterfaces, decodeTrackScripts } from "./tracking.ts";
import type { Tracker } from "./tracking.ts";
import type { ScriptDraft } from "./vrrp-script.ts";
import { noWeight } from "./weight.ts";

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
  scripts: ReadonlyMap<string, ScriptDraft>,
  context: DecodeContext,
): Pick<InstanceConfig, "trackInterfaces" | "trackScripts"> {
  const name = instance.name.text;
  const tracker: Tracker = { kind: "instance", name, report: context.report.within(name) };
  const interfaces = decodeTrackInterfaces(scope.values(vrrpInstance.trackInterface).flat(), tracker, context);
  const tracked = decodeTrackScripts(scope.values(vrrpInstance.trackScript).flat(), tracker, scripts, context);
  const listed = interfaces.filter(
    (entry) =>
      isOther(entry, instance.interface, tracker, context) &&
      !instance.devices.has(entry.interface) &&
      counts("track_interface", entry.interface, entry, instance, context),
  );
  const implied = [...instance.devices].filter((device) => device !== instance.interface);
  return {
    trackInterfaces: [...listed, ...implied.map((device) => ({ interface: device, weight: noWeight }))],
    trackScripts: tracked.filter((entry) => counts("track_script", entry.script, entry, instance, context)),
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
function counts(
  block: string,
  entryName: string,
  entry: TrackedInterface | TrackedScript,
  { name, isOwner }: TrackingInstance,
  { locations, report }: DecodeContext,
): boolean {
  if (entry.weight.value === 0 || !isOwner) return true;
  const place = locations.get(locationKey("instance", name.text, `${block} ${entryName}`));
  const message = `ignoring weighted ${block} ${entryName}: an address owner's priority of 255 does not change`;
  report.within(name.text).warning("conflict", place, message);
  return false;
}
