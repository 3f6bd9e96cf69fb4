import type { Forwarding, RealServer } from "../../../lvs/config.ts";
import type { Word } from "../../lexer.ts";
import { parseEndpoint } from "../../schema/lvs/endpoint.ts";
import type { Endpoint } from "../../schema/lvs/endpoint.ts";
import { refuseExtraWords, requiredWord, shorten } from "../../schema/words.ts";
import type { Statement } from "../../tree.ts";
import type { DecodeContext } from "../context.ts";
import { inheritTiming } from "./check-defaults.ts";
import type { CheckDefaults, TimingSettings } from "./check-defaults.ts";
import { arrangeCheckers } from "./checkers.ts";
import type { ServerBodies, ServerBody } from "./server-body.ts";

/** What real servers inherit, and what reads their blocks. */
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
  readonly bodies: ServerBodies;
};

/** A `real_server` and where its address stands. */
export type RealServerDraft = { readonly place: Word; readonly config: RealServer };

/** Reads a `real_server` block; undefined, after a finding, when its address is none. */
export function decodeRealServer(
  statement: Statement,
  defaults: ServerDefaults,
  { report }: DecodeContext,
): RealServerDraft | undefined {
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
  const config = defaults.bodies.use(statement.block, (body) => arrangeServer(endpoint, body, defaults));
  return { place, config };
}

function arrangeServer({ address, port }: Endpoint, body: ServerBody, defaults: ServerDefaults): RealServer {
  const { own } = body;
  const alpha = own.alpha ?? defaults.alpha;
  const checks: CheckDefaults = {
    address,
    port: port === 0 ? defaults.port : port,
    timing: inheritTiming(own, defaults.timing),
    alpha,
    logAllFailures: defaults.logAllFailures,
    virtualHost: own.virtualHost ?? defaults.virtualHost,
  };
  return {
    address,
    port,
    forwarding: own.forwarding ?? defaults.forwarding,
    weight: own.weight ?? defaults.weight,
    inhibitOnFailure: own.inhibitOnFailure ?? defaults.inhibitOnFailure,
    upperThreshold: own.upperThreshold ?? 0,
    lowerThreshold: own.lowerThreshold ?? 0,
    notifyUp: body.notifyUp,
    notifyDown: body.notifyDown,
    alpha,
    mail: own.smtpAlert ?? defaults.mail,
    snmpName: own.snmpName,
    checkers: arrangeCheckers(body.checkers, checks),
  };
}
