import type { MiscCheck, SmtpCheck } from "../check/config.ts";
import type { CheckFailure } from "../check/outcome.ts";
import type { Member } from "../lvs/events.ts";
import { printErrorNumber } from "./error-words.ts";
import { printHost, printServer, printService } from "./lvs-names.ts";

/** "Timeout connecting" and the like: what the reference says before " server [192.0.2.1]:tcp:80". */
export function httpFailure(reason: CheckFailure, isTls: boolean): string {
  const { kind } = reason;
  if (kind === "connect" || kind === "impossible") return "Connection failed";
  if (kind === "digest") return "MD5 digest error to";
  if (kind === "pattern") return "Regex match failed";
  if (kind === "status" || kind === "protocol") return "HTTP status code error to";
  if (kind === "timeout" && (reason.stage === "connect" || reason.stage === "handshake")) return "Timeout connecting";
  if (kind === "timeout") return isTls ? "Timeout SSL read" : "Timeout WEB read";
  if (kind === "tls" || (kind === "closed" && reason.stage === "handshake")) {
    return "SSL handshake/communication error connecting to";
  }
  // Two blanks, as in the reference.
  return kind === "closed" && reason.code === undefined ? "Read, no data received from " : "Read error with";
}

/** "Bad greeting banner from server [192.0.2.1]:25": with the address that was asked. */
export function smtpFailure({ server }: Member, { connection }: SmtpCheck, reason: CheckFailure): string {
  const { address = server.address, port = server.port } = connection;
  return `${smtpWords(reason)} server ${printHost(address)}:${port}`;
}

/** What the greeting of a server answers, in the words of the checks. */
export const greeting = "connection";

function smtpWords(reason: CheckFailure): string {
  const { kind } = reason;
  if (kind === "connect" || kind === "impossible") return "Could not connect to";
  if (kind === "timeout") return reason.stage === "connect" ? "Connection timeout to" : "Read timeout from";
  if (kind === "smtp" && reason.command === greeting) return "Bad greeting banner from";
  if (kind === "smtp") return `Bad ${reason.command.split(" ", 1)[0] ?? ""} response from`;
  if (kind === "protocol") return reason.stage === "banner" ? "Bad greeting banner from" : "Bad response from";
  return "Read failure from";
}

/** What the reference says after "DNS_CHECK ([192.0.2.1]:udp:53) ". */
export function dnsFailure(reason: CheckFailure): string {
  if (reason.kind === "timeout") return "read timeout from socket";
  if (reason.kind === "connect") return `failed to read socket; ${printErrorNumber(reason.code)}`;
  if (reason.kind !== "dns") return "read error occurred.";
  const code = responseCodes.indexOf(reason.code);
  return `read error occurred. (rcode = ${code < 0 ? reason.code : code})`;
}

/** By their numbers (RFC 1035 §4.1.1, RFC 2136 §2.2). */
const responseCodes: readonly string[] = [
  "NOERROR",
  "FORMERR",
  "SERVFAIL",
  "NXDOMAIN",
  "NOTIMP",
  "REFUSED",
  "YXDOMAIN",
  "YXRRSET",
  "NXRRSET",
  "NOTAUTH",
  "NOTZONE",
];

export function miscFailure(member: Member, checker: MiscCheck, reason: CheckFailure, which: string): string {
  return `${miscCheck(member, checker)} ${miscVerdict(reason)}${which}${miscEnd(reason)}.`;
}

/** "Misc check for [[192.0.2.1]:tcp:80 VS [192.0.2.9]:tcp:80] by [/bin/true]". */
export function miscCheck({ virtualServer, server }: Member, { script }: MiscCheck): string {
  const [program] = script.command.words;
  return `Misc check for [${printServer(virtualServer, server)} VS ${printService(virtualServer)}] by [${program}]`;
}

export function miscVerdict(reason: CheckFailure): string {
  return reason.kind === "script-timeout" ? "timed out" : "failed";
}

/** Of a failure that is not the last one. */
export function retriesAhead({ timing: { retry } }: MiscCheck, remaining: number): string {
  if (remaining < retry) return ` on retry ${retry - remaining}/${retry}`;
  return `, will do ${retry} ${retry === 1 ? "retry" : "retries"}`;
}

/** Of the last one. */
export function miscRetries({ timing }: MiscCheck, retries: number): string {
  if (timing.retry === 0) return " with retry disabled";
  if (retries === 0) return "";
  return ` after ${retries} ${retries === 1 ? "retry" : "retries"}`;
}

function miscEnd(reason: CheckFailure): string {
  if (reason.kind === "exited") return ` (exited with status ${reason.status})`;
  return reason.kind === "signalled" ? ` (due to signal ${reason.signal})` : "";
}
