import type { CheckerConfig } from "../../check/config.ts";
import type { RealServer, VirtualServer } from "../../lvs/config.ts";
import { settingOf } from "../advice/blocks.ts";
import { printServiceName } from "../decode/lvs/service.ts";
import { printEndpoint } from "../schema/lvs/endpoint.ts";
import type { Statement } from "../tree.ts";
import { absent, present, words } from "./effective.ts";
import type { EffectiveBlock, EffectiveValue } from "./effective.ts";

/** A virtual server after everything that did not fit was changed. */
export function effectiveVirtualServer(server: VirtualServer, written: Statement): EffectiveBlock {
  const { service, scheduler, quorum, hysteresis, onePacket, suspendWithoutAddress } = server;
  const protocol = service.kind === "mark" ? undefined : service.protocol;
  const given = (keyword: string): boolean => settingOf(written, keyword) !== undefined;
  const values: (readonly [string, EffectiveValue])[] = [
    ["lvs_sched", words(scheduler)],
    ...(protocol === undefined ? [] : ([["protocol", words(protocol)]] as const)),
    ...(given("quorum") ? ([["quorum", words(String(quorum))]] as const) : []),
    ...(given("hysteresis") ? ([["hysteresis", words(String(hysteresis))]] as const) : []),
    ["ops", present(onePacket)],
    ["ha_suspend", present(suspendWithoutAddress)],
    ["sorry_server", server.sorryServer === undefined ? absent : words(printEndpoint(server.sorryServer))],
  ];
  return { header: printServiceName(service), values: new Map(values) };
}

/** A real server with the port that it gets. */
export function effectiveRealServer(server: RealServer): EffectiveBlock {
  return { header: printEndpoint(server), values: new Map() };
}

/** A check that comes from the address that is not of the wrong family. */
export function effectiveCheck(check: CheckerConfig): EffectiveBlock {
  const isBound = !("connection" in check) || check.connection.source.address !== undefined;
  return { values: new Map(isBound ? [] : [["bindto", absent]]) };
}

/** Whether a `BFD_CHECK` or `FILE_CHECK` block is the one of this check. */
export function refersTo(check: CheckerConfig, written: Statement): boolean {
  const nameBehind = (keyword: string): string | undefined => settingOf(written, keyword)?.words[0]?.text;
  if (check.kind === "bfd") return check.session === nameBehind("name");
  return check.kind === "file" && check.file === nameBehind("track_file");
}
