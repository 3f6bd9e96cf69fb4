import type { BfdSessionConfig } from "../../bfd/config.ts";
import { milliseconds } from "../../base/time.ts";
import type { IpAddress } from "../../base/ip-address.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { bfdInstance, bfdInstanceScope } from "../schema/bfd-instance.ts";
import { noWeight } from "../schema/weight.ts";
import { shorten } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import type { DecodeContext } from "./context.ts";
import { ScopeReader } from "./scope-reader.ts";
import type { Definition } from "./track-kinds.ts";

export type BfdDraft = Definition & { readonly config: BfdSessionConfig };

/** Longer names do not fit into the messages between the processes of the reference. */
const longestName = 31;

/**
 * Reads a `bfd_instance` block; undefined and a finding when there is no session to make of it. `neighbors` holds the
 * addresses of the sessions before it, and gets its own.
 */
export function decodeBfdInstance(
  name: Word,
  statement: Statement,
  neighbors: Set<string>,
  context: DecodeContext,
): BfdDraft | undefined {
  const report = context.report.within(name.text);
  const scope = new ScopeReader(bfdInstanceScope, statement.block?.statements ?? [], report);
  const neighborPlace = scope.parameterAt(bfdInstance.neighbor) ?? name;
  const neighbor = decodeNeighbor(scope, neighborPlace, neighbors, report);
  const sourcePlace = scope.parameterAt(bfdInstance.source);
  const source = scope.value(bfdInstance.source);
  const weight = scope.value(bfdInstance.weight) ?? noWeight;
  const minimumTransmit = scope.value(bfdInstance.minimumTransmit) ?? milliseconds(10);
  const settings = {
    name: name.text,
    minimumReceive: scope.value(bfdInstance.minimumReceive) ?? milliseconds(10),
    minimumTransmit,
    idleTransmit: scope.value(bfdInstance.idleTransmit) ?? milliseconds(1000),
    multiplier: scope.value(bfdInstance.multiplier) ?? 5,
    passive: scope.value(bfdInstance.passive) ?? false,
    ...decodeHops(scope, neighbor, report),
    multihop: scope.value(bfdInstance.multihop) ?? false,
    weight,
    listeners: decodeListeners(scope),
  };
  if (name.text.length > longestName) {
    const message = `BFD instance ${shorten(name.text)} name too long (maximum length is ${longestName} characters)`;
    context.report.error("invalid-value", name, `${message} - ignoring`);
    return undefined;
  }
  if (neighbor === undefined) return undefined;
  if (source !== undefined && source.family !== neighbor.family) {
    const message = `source address ${source.toString()} and neighbor address ${neighbor.toString()}`;
    report.error("address-family", sourcePlace, `${message} are not of the same family, disabling instance`);
    return undefined;
  }
  return { name, weight, config: { ...settings, neighbor, source } };
}

function decodeNeighbor(
  scope: ScopeReader,
  place: Word,
  neighbors: Set<string>,
  report: Reporter,
): IpAddress | undefined {
  const neighbor = scope.value(bfdInstance.neighbor);
  if (neighbor === undefined) {
    const message = "BFD instance has no neighbor address set, disabling instance";
    report.error("missing-setting", place, message, { cure: "write neighbor_ip ADDRESS" });
    return undefined;
  }
  const key = neighbor.toString();
  if (neighbors.has(key)) {
    report.error("duplicate", place, `BFD instance has duplicate neighbor address ${key}, ignoring instance`);
    return undefined;
  }
  neighbors.add(key);
  return neighbor;
}

function decodeHops(
  scope: ScopeReader,
  neighbor: IpAddress | undefined,
  report: Reporter,
): Pick<BfdSessionConfig, "timeToLive" | "maximumHops"> {
  const timeToLive = scope.value(bfdInstance.timeToLive) ?? (neighbor?.family === "ipv6" ? 64 : 255);
  const place = scope.parameterAt(bfdInstance.maximumHops);
  const maximumHops = scope.value(bfdInstance.maximumHops) ?? 0;
  // 255 switches the check off.
  if (maximumHops <= timeToLive || maximumHops === 255) return { timeToLive, maximumHops };
  report.warning("adjusted", place, "BFD instance: max_hops exceeds ttl/hoplimit - setting to ttl/hoplimit");
  return { timeToLive, maximumHops: timeToLive };
}

/** Both keywords together are the same as none. */
function decodeListeners(scope: ScopeReader): BfdSessionConfig["listeners"] {
  const vrrp = scope.value(bfdInstance.vrrp) ?? false;
  const checker = scope.value(bfdInstance.checker) ?? false;
  if (vrrp === checker) return "all";
  return vrrp ? "vrrp" : "checker";
}
