import type { RealServer } from "../../../lvs/config.ts";
import type { Forwarding } from "../../../base/lvs-table.ts";
import type { Word } from "../../lexer.ts";
import type { Reporter } from "../../reporter.ts";
import { parseEndpoint } from "../../schema/lvs/endpoint.ts";
import type { Endpoint } from "../../schema/lvs/endpoint.ts";
import { refuseExtraWords, requiredWord, shorten } from "../../schema/words.ts";
import type { Statement } from "../../tree.ts";
import type { TimingSettings } from "./check-defaults.ts";
import type { ServerBodies, ServerBody } from "./server-body.ts";

/** What real servers inherit. */
export type ServerDefaults = {
  readonly weight: number;
  readonly forwarding: Forwarding;
  readonly inhibitOnFailure: boolean;
  readonly alpha: boolean;
  readonly virtualHost: string | undefined;
  readonly timing: TimingSettings;
  readonly mail: boolean;
  readonly logAllFailures: boolean;
};

/** A `real_server` and where its address stands. */
export type RealServerDraft = { readonly place: Word; readonly config: RealServer };

/** Reads a `real_server` block; undefined, after a finding, when its address is none. */
export function decodeRealServer(
  statement: Statement,
  defaults: ServerDefaults,
  bodies: ServerBodies,
  report: Reporter,
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
  return { place, config: arrangeServer(endpoint, bodies.read(statement.block), defaults) };
}

function arrangeServer({ address, port }: Endpoint, body: ServerBody, defaults: ServerDefaults): RealServer {
  const { own } = body;
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
    alpha: own.alpha ?? defaults.alpha,
    mail: own.smtpAlert ?? defaults.mail,
    snmpName: own.snmpName,
    checkers: body.checkers(address, defaults),
  };
}
