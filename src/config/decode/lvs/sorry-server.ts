import type { SorryServer } from "../../../lvs/config.ts";
import type { Forwarding } from "../../../base/lvs-table.ts";
import type { Word } from "../../lexer.ts";
import type { Reporter } from "../../reporter.ts";
import type { Keyword } from "../../schema/keyword.ts";
import { sorryServer } from "../../schema/lvs/virtual-server.ts";
import { isBefore } from "../../source.ts";
import type { ScopeReader } from "../scope-reader.ts";

/** A `sorry_server` and where its address stands. */
export type SorryServerDraft = { readonly place: Word; readonly config: SorryServer };

/** The sorry server of a service; what stands above `sorry_server` says nothing about it. */
export function decodeSorryServer(
  scope: ScopeReader,
  serviceForwarding: Forwarding,
  report: Reporter,
): SorryServerDraft | undefined {
  const place = scope.parameterAt(sorryServer.server);
  const endpoint = scope.value(sorryServer.server);
  const read = <T>(keyword: Keyword<T>, wrong: string): T | undefined => readBehind(keyword, wrong, scope, report);
  const inhibit = read(sorryServer.inhibit, "Ignoring sorry_server inhibit used before or without");
  const forwarding = read(sorryServer.forwarding, "sorry_server forwarding used without");
  if (place === undefined || endpoint === undefined) return undefined;
  const config = { ...endpoint, forwarding: forwarding ?? serviceForwarding, inhibitOnFailure: inhibit ?? false };
  return { place, config };
}

function readBehind<T>(keyword: Keyword<T>, wrong: string, scope: ScopeReader, report: Reporter): T | undefined {
  const place = scope.keywordAt(keyword);
  if (place === undefined) return undefined;
  const server = scope.keywordAt(sorryServer.server);
  if (server !== undefined && isBefore(server, place)) return scope.value(keyword);
  report.error("conflict", place, `${wrong} sorry_server`, { cure: "move it below sorry_server" });
  return undefined;
}
