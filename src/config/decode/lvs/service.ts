import { unreachable } from "../../../base/assert.ts";
import type { IpAddress } from "../../../base/ip-address.ts";
import type { Service } from "../../../lvs/config.ts";
import type { Protocol } from "../../../base/lvs-table.ts";
import type { Word } from "../../lexer.ts";
import { Findings, Reporter } from "../../reporter.ts";
import { parseMark } from "../../schema/lvs/mark.ts";
import { unsignedMaximum } from "../../schema/numbers.ts";
import { parseEndpoint, printEndpoint } from "../../schema/lvs/endpoint.ts";
import type { Endpoint } from "../../schema/lvs/endpoint.ts";
import { quoteWord, refuseExtraWords, requiredWord, shorten } from "../../schema/words.ts";
import type { Statement } from "../../tree.ts";

/** What stands behind `virtual_server`: `ADDRESS [PORT]`, `fwmark N` or `group NAME`. */
export type ServiceName =
  | { readonly kind: "address"; readonly endpoint: Endpoint; readonly place: Word }
  | { readonly kind: "mark"; readonly mark: number; readonly place: Word }
  | { readonly kind: "group"; readonly group: string; readonly place: Word };

/** Undefined, after a finding, when nothing can be balanced. */
export function parseServiceName(statement: Statement, report: Reporter): ServiceName | undefined {
  const first = requiredWord(statement, 0, report);
  if (first === undefined) return undefined;
  refuseExtraWords(statement, 2, report);
  const [, second] = statement.words;
  if (first.text === "fwmark") {
    const word = requiredWord(statement, 1, report);
    const mark = word && parseMark(word);
    if (mark !== undefined) return { kind: "mark", mark, place: first };
    if (word !== undefined) {
      const message = `virtual server fwmark '${shorten(word.text)}' must be in [1, ${unsignedMaximum}] - ignoring`;
      report.error("out-of-range", word, message);
    }
    return undefined;
  }
  if (first.text === "group") {
    const name = requiredWord(statement, 1, report);
    return name && { kind: "group", group: name.text, place: name };
  }
  const endpoint = parseEndpoint(first, second, report);
  if (endpoint !== undefined) return { kind: "address", endpoint, place: first };
  const text = second === undefined ? first.text : `${first.text}/${second.text}`;
  report.error("invalid-value", first, `Invalid virtual server IP address/port ${shorten(text)} - skipping`);
  return undefined;
}

/** The words behind `virtual_server` for a service. */
export function printServiceName(service: Service): string {
  switch (service.kind) {
    case "address":
      return printEndpoint(service);
    case "mark":
      return `fwmark ${service.mark}`;
    case "group":
      return `group ${quoteWord(service.group)}`;
    default:
      return unreachable(service);
  }
}

/** How the log calls a service: "[192.0.2.1]:tcp:80", "FWM 1", "[web]:0". */
export function labelService(name: ServiceName, protocol: Protocol | undefined): string {
  if (name.kind === "mark") return `FWM ${name.mark}`;
  if (name.kind === "group") return `[${name.group}]:0`;
  return labelEndpoint(name.endpoint, protocol);
}

export function labelEndpoint(
  { address, port }: { readonly address: IpAddress; readonly port: number },
  protocol: Protocol | undefined,
): string {
  return `[${address.toString()}]:${protocol?.toLowerCase() ?? "none"}:${port}`;
}

/** Whether a `virtual_server` line names this service. */
export function namesService(statement: Statement, service: Service): boolean {
  const name = parseServiceName(statement, new Reporter(new Findings()));
  switch (name?.kind) {
    case "address":
      return service.kind === "address" && printEndpoint(name.endpoint) === printEndpoint(service);
    case "mark":
      return service.kind === "mark" && name.mark === service.mark;
    case "group":
      return service.kind === "group" && name.group === service.group;
    case undefined:
      return false;
    default:
      return unreachable(name);
  }
}

/** Whether a `real_server` line names this server; its port may be another one behind DR and TUN. */
export function namesServer(
  { words: [place, port] }: Statement,
  { address }: { readonly address: IpAddress },
): boolean {
  const endpoint = place && parseEndpoint(place, port, new Reporter(new Findings()));
  return endpoint?.address.equals(address) === true;
}
