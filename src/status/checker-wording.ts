import { unreachable } from "../base/assert.ts";
import type { CheckerConfig } from "../check/config.ts";
import type { CheckFailure } from "../check/outcome.ts";
import type { Member } from "../lvs/events.ts";
import {
  dnsFailure,
  httpFailure,
  miscCheck,
  miscFailure,
  miscRetries,
  miscVerdict,
  retriesAhead,
  smtpFailure,
} from "./checker-phrases.ts";
import { printServer, printService } from "./lvs-names.ts";

/** What the reference calls a checker in its log: HTTP_GET and SSL_GET are one. */
export function checkerName({ kind }: CheckerConfig): string {
  return checkerNames[kind];
}

const checkerNames: Readonly<Record<CheckerConfig["kind"], string>> = {
  tcp: "TCP_CHECK",
  http: "HTTP_CHECK",
  smtp: "SMTP_CHECK",
  dns: "DNS_CHECK",
  misc: "MISC_CHECK",
  bfd: "BFD_CHECK",
  ping: "ICMP CHECK",
  udp: "UDP_CHECK",
  file: "FILE_CHECK",
};

/** It is up again, or for the first time; undefined: the reference says nothing. */
export function upText(member: Member, checker: CheckerConfig): string | undefined {
  const server = printServer(member.virtualServer, member.server);
  switch (checker.kind) {
    case "tcp":
      return `TCP connection to ${server} success.`;
    case "udp":
      return `UDP connection to ${server} success.`;
    case "ping":
      return `ICMP connection to ${server} success.`;
    case "http":
      return `Remote Web server ${server} succeed on service.`;
    case "smtp":
      return `Remote SMTP server ${server} succeed on service.`;
    case "misc":
      return `${miscCheck(member, checker)} succeeded.`;
    case "dns":
    case "bfd":
    case "file":
      return undefined;
    default:
      return unreachable(checker);
  }
}

/** A run has failed and `remaining` more may, as `log_all_failures` has it. */
export function failedText(member: Member, checker: CheckerConfig, reason: CheckFailure, remaining: number): string {
  const server = printServer(member.virtualServer, member.server);
  const isTimeout = reason.kind === "timeout";
  switch (checker.kind) {
    case "tcp":
      return `TCP connection to ${server} ${isTimeout ? "timeout" : "failed"}.`;
    case "udp":
      return reason.kind === "reply"
        ? `UDP check to ${server} reply data mismatch.`
        : `UDP connection to ${server} failed.`;
    case "ping":
      return `ICMP connection to address ${server} ${isTimeout ? "timeout" : "failed"}.`;
    case "http":
      return `${httpFailure(reason, checker.tls !== undefined)} server ${server}.`;
    case "smtp":
      return `SMTP_CHECK ${smtpFailure(member, checker, reason)}`;
    case "dns":
      return `DNS_CHECK (${server}) ${dnsFailure(reason)}`;
    case "misc":
      return miscFailure(member, checker, reason, retriesAhead(checker, remaining));
    case "bfd":
    case "file":
      return `${checkerName(checker)} on service ${server} failed.`;
    default:
      return unreachable(checker);
  }
}

/** It is down, after so many retries. */
export function downText(member: Member, checker: CheckerConfig, reason: CheckFailure, retries: number): string {
  const server = printServer(member.virtualServer, member.server);
  switch (checker.kind) {
    case "ping":
      return retries === 0
        ? `ICMP CHECK on service ${server} failed.`
        : `ICMP CHECK on service ${server} of ${printService(member.virtualServer)} failed after ${retries} retries.`;
    case "smtp":
      return `SMTP_CHECK ${smtpFailure(member, checker, reason)}`;
    case "dns":
      return `DNS_CHECK (${server}) ${dnsFailure(reason)}${retries === 0 ? "" : ` after ${retries} retries`}`;
    case "misc":
      return miscFailure(member, checker, reason, miscRetries(checker, retries));
    case "tcp":
    case "udp":
    case "http":
    case "bfd":
    case "file":
      return `${checkerName(checker)} on service ${server} failed${retries === 0 ? "" : ` after ${retries} retries`}.`;
    default:
      return unreachable(checker);
  }
}

/** What the mail of the reference says about it, between "=> " and " <=". */
export function mailText(member: Member, checker: CheckerConfig, reason: CheckFailure | undefined): string {
  const hasFailed = reason !== undefined;
  switch (checker.kind) {
    case "tcp":
    case "udp":
      return `${checker.kind.toUpperCase()} CHECK ${hasFailed ? "failed" : "succeed"} on service`;
    case "ping":
      return `ICMP CHECK ${hasFailed ? "failed" : "succeed"} on service`;
    case "http":
      return hasFailed ? "CHECK failed on service : HTTP request failed" : "CHECK succeed on service";
    case "smtp":
      return hasFailed
        ? `CHECK failed on service : ${smtpFailure(member, checker, reason)}`
        : "CHECK succeed on service";
    case "dns":
      return `DNS_CHECK: ${hasFailed ? "failed" : "succeed"} on service`;
    case "misc":
      return `MISC CHECK ${hasFailed ? miscVerdict(reason) : "succeeded"} on service`;
    case "bfd":
    case "file":
      return `${checkerName(checker)} ${hasFailed ? "failed" : "succeed"} on service`;
    default:
      return unreachable(checker);
  }
}
