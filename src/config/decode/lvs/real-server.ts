import type { Forwarding, RealServer } from "../../../lvs/config.ts";
import type { Word } from "../../lexer.ts";
import { parseEndpoint } from "../../schema/lvs/endpoint.ts";
import { realServer, realServerScope, serverScripts } from "../../schema/lvs/real-server.ts";
import { refuseExtraWords, requiredWord, shorten } from "../../schema/words.ts";
import type { Statement } from "../../tree.ts";
import type { DecodeContext } from "../context.ts";
import { ScopeReader } from "../scope-reader.ts";
import { decodeScriptCall } from "../script-line.ts";
import { inheritTiming } from "./check-defaults.ts";
import type { CheckDefaults, TimingSettings } from "./check-defaults.ts";
import { decodeCheckers } from "./checkers.ts";
import type { CheckReferences } from "./references.ts";

/** What real servers inherit, and what their checkers refer to. */
export type ServerDefaults = {
  /** 0: the service has no port of its own. */
  readonly port: number;
  readonly weight: number;
  readonly forwarding: Forwarding;
  readonly inhibitOnFailure: boolean;
  readonly alpha: boolean;
  readonly virtualHost: string | undefined;
  readonly timing: TimingSettings;
  readonly mail: boolean;
  readonly logAllFailures: boolean;
  readonly references: CheckReferences;
};

/** A `real_server` and where its address stands. */
export type RealServerDraft = { readonly place: Word; readonly config: RealServer };

/** Reads a `real_server` block; undefined, after a finding, when its address is none. */
export function decodeRealServer(
  statement: Statement,
  defaults: ServerDefaults,
  context: DecodeContext,
): RealServerDraft | undefined {
  const { report } = context;
  const place = requiredWord(statement, 0, report);
  if (place === undefined) return undefined;
  refuseExtraWords(statement, 2, report);
  const [, portWord] = statement.words;
  const endpoint = parseEndpoint(place, portWord, report);
  if (endpoint === undefined) {
    const text = `${place.text}${portWord === undefined ? "" : `/${portWord.text}`}`;
    report.error("invalid-value", place, `Invalid real server ip address/port ${shorten(text)} - skipping`);
    return undefined;
  }
  const scope = new ScopeReader(realServerScope, statement.block?.statements ?? [], report);
  const own = scope.readAll(realServer);
  const alpha = own.alpha ?? defaults.alpha;
  const checks: CheckDefaults = {
    address: endpoint.address,
    port: endpoint.port === 0 ? defaults.port : endpoint.port,
    timing: inheritTiming(own, defaults.timing),
    alpha,
    logAllFailures: defaults.logAllFailures,
    virtualHost: own.virtualHost ?? defaults.virtualHost,
  };
  const config: RealServer = {
    address: endpoint.address,
    port: endpoint.port,
    forwarding: own.forwarding ?? defaults.forwarding,
    weight: own.weight ?? defaults.weight,
    inhibitOnFailure: own.inhibitOnFailure ?? defaults.inhibitOnFailure,
    upperThreshold: own.upperThreshold ?? 0,
    lowerThreshold: own.lowerThreshold ?? 0,
    notifyUp: decodeScriptCall(scope.value(serverScripts.notifyUp), context, report, "none"),
    notifyDown: decodeScriptCall(scope.value(serverScripts.notifyDown), context, report, "none"),
    alpha,
    mail: own.smtpAlert ?? defaults.mail,
    snmpName: own.snmpName,
    checkers: decodeCheckers(scope, { defaults: checks, references: defaults.references, context }),
  };
  return { place, config };
}
