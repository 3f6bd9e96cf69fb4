import type { IpAddress } from "../../../base/ip-address.ts";
import { seconds } from "../../../base/time.ts";
import type { CheckConnection } from "../../../check/config.ts";
import type { Word } from "../../lexer.ts";
import type { Reporter } from "../../reporter.ts";
import { isInterfaceName, isShortEnough } from "../../schema/interface-name.ts";
import type { Values } from "../../schema/keyword.ts";
import type { connection } from "../../schema/lvs/connection.ts";
import { parseServerAddress } from "../../schema/lvs/endpoint.ts";
import { shorten } from "../../schema/words.ts";
import { isBefore } from "../../source.ts";
import type { CheckDefaults } from "./check-defaults.ts";

/** What the keywords of the connection of one checker say. */
export type ConnectionSettings = Values<typeof connection>;

const untouched: CheckConnection["source"] = { address: undefined, port: undefined, interface: undefined };

/** Where a check goes to and comes from; what cannot be used is left to the real server and to the kernel. */
export function decodeConnection(own: ConnectionSettings, defaults: CheckDefaults, report: Reporter): CheckConnection {
  const { connectAddress: place } = own;
  const address = place && decodeAddress(place, "connect_ip", report);
  if (place !== undefined && isUnreachable(address ?? defaults.address, own)) {
    const message = `Checker link local address ${(address ?? defaults.address).toString()} requires a bind_if`;
    report.error("missing-setting", place, message, { cure: "write bind_if INTERFACE" });
  }
  return {
    address,
    port: own.connectPort,
    connectTimeout: own.connectTimeout ?? defaults.timing.connectTimeout ?? seconds(5),
    source: decodeSource(own, address ?? defaults.address, defaults, report),
    mark: own.mark ?? 0,
  };
}

function isUnreachable(address: IpAddress, { sourceInterface }: ConnectionSettings): boolean {
  return address.isLinkLocal && address.family === "ipv6" && sourceInterface === undefined;
}

function decodeAddress(place: Word, name: string, report: Reporter): IpAddress | undefined {
  const address = parseServerAddress(place, report);
  if (address === undefined) {
    report.error("invalid-value", place, `Invalid ${name} address ${shorten(place.text)} - ignoring`);
  }
  return address;
}

function decodeSource(
  own: ConnectionSettings,
  address: IpAddress,
  defaults: CheckDefaults,
  report: Reporter,
): CheckConnection["source"] {
  const { sourceAddress, sourcePort, sourceInterface } = own;
  if (sourceAddress === undefined && sourcePort === undefined && sourceInterface === undefined) return untouched;
  return {
    address: sourceAddress && decodeSourceAddress(sourceAddress, own.connectAddress, { address, defaults }, report),
    port: sourcePort,
    interface: sourceInterface && decodeInterface(sourceInterface, report),
  };
}

/** The reference compares the families when it comes to `bindto`: a later `connect_ip` does not count. */
function decodeSourceAddress(
  place: Word,
  connectPlace: Word | undefined,
  { address, defaults }: { readonly address: IpAddress; readonly defaults: CheckDefaults },
  report: Reporter,
): IpAddress | undefined {
  const source = decodeAddress(place, "bindto", report);
  const target = connectPlace !== undefined && isBefore(connectPlace, place) ? address : defaults.address;
  if (source === undefined || source.family === target.family) return source;
  const message = `bindto address ${source.toString()} does not match address family of connect_ip - skipping`;
  report.error("address-family", place, message);
  return undefined;
}

function decodeInterface(place: Word, report: Reporter): string | undefined {
  if (isInterfaceName(place)) return place.text;
  if (isShortEnough(place)) {
    report.error("invalid-value", place, `${shorten(place.text)} is no name of an interface`, { effect: "none" });
  } else report.error("out-of-range", place, `Interface name ${shorten(place.text)} is too long - ignoring`);
  return undefined;
}
