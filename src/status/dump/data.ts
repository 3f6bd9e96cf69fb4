import { printSeconds } from "../../base/time.ts";
import type { AnnouncementGroup, Statics } from "../../vrrp/network-config.ts";
import type { VrrpStatus } from "../../vrrp/status.ts";
import { addressLine } from "./address-line.ts";
import type { DumpFacts } from "./facts.ts";
import { groupBlock } from "./group-block.ts";
import { instanceBlock } from "./instance-block.ts";
import { interfaceBlock } from "./interface-block.ts";
import { block, section, title } from "./lines.ts";
import { routeLine } from "./route-line.ts";
import { ruleLine } from "./rule-line.ts";
import { fileBlock, processBlock, scriptBlock } from "./tracker-blocks.ts";

/** keepalived.data: the global definitions, then everything that the vrrp process knows, in pieces. */
export function* printData(status: VrrpStatus, facts: DumpFacts): Iterable<string> {
  const { statics, trackGroups = [], announcementGroups = [], trackFiles = [], trackProcesses = [] } = status.config;
  yield* printGlobals(facts.globals);
  yield* announcementDelays(announcementGroups);
  if (statics !== undefined) yield* printStatics(statics);
  yield* titled(
    "Static Track groups",
    trackGroups,
    ({ name, instances }) =>
      block(1, [`Static Track Group = ${name}`]) + block(3, section("VRRP member instances :", instances)),
  );
  yield* titled("VRRP Topology", status.instances, (instance) => instanceBlock(instance, facts));
  yield* titled("VRRP Sync groups", status.groups, (group) => groupBlock(group, status, facts));
  yield* titled("VRRP Scripts", status.scripts, (script) => scriptBlock(script, status, facts));
  yield* titled("VRRP Track files", trackFiles, (file) => fileBlock(file, status));
  yield* titled("VRRP Track processes", trackProcesses, (process) => processBlock(process, status));
  yield* titled("Interfaces", facts.interfaces, (link) => interfaceBlock(link, status));
}

/** keepalived_parent.data, and the beginning of the files of the others. */
export function* printGlobals(lines: readonly string[]): Iterable<string> {
  yield title("Global definitions");
  yield block(1, lines);
}

function* titled<T>(heading: string, items: readonly T[], print: (item: T) => string): Iterable<string> {
  if (items.length > 0) yield title(heading);
  for (const item of items) yield print(item);
}

function* printStatics({ addresses, routes, rules }: Statics): Iterable<string> {
  yield* titled("Static Addresses", addresses, (address) => block(5, [addressLine(address, false)]));
  yield* titled("Static Routes", routes, (route) => block(5, [routeLine(route)]));
  yield* titled("Static Rules", rules, (rule) => block(5, [ruleLine(rule)]));
}

function* announcementDelays(groups: readonly AnnouncementGroup[]): Iterable<string> {
  if (groups.length > 0) yield title("Gratuitous ARP delays");
  for (const [index, { interfaces, garpInterval, gnaInterval }] of groups.entries()) {
    yield title(`GARP delay group ${index + 1}`);
    yield block(1, [
      garpInterval !== undefined && `GARP interval = ${printSeconds(garpInterval)}`,
      gnaInterval !== undefined && `GNA interval = ${printSeconds(gnaInterval)}`,
      "Interfaces",
      ...interfaces.map((name) => ` ${name}`),
    ]);
  }
}
