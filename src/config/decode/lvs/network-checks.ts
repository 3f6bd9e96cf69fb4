import type { DnsCheck, PingCheck, SmtpCheck, TcpCheck, UdpCheck, UdpReply } from "../../../check/config.ts";
import type { Reporter } from "../../reporter.ts";
import type { Values } from "../../schema/keyword.ts";
import { networkCheck } from "../../schema/lvs/connection.ts";
import { dnsCheck, dnsCheckScope } from "../../schema/lvs/dns-check.ts";
import { pingCheckScope } from "../../schema/lvs/ping-check.ts";
import { hostScope, smtpCheck, smtpCheckScope, smtpHost } from "../../schema/lvs/smtp-check.ts";
import { tcpCheckScope } from "../../schema/lvs/tcp-check.ts";
import { udpCheck, udpCheckScope } from "../../schema/lvs/udp-check.ts";
import type { Statement } from "../../tree.ts";
import { ScopeReader } from "../scope-reader.ts";
import { decodeTiming, usualTiming } from "./check-defaults.ts";
import type { CheckDefaults } from "./check-defaults.ts";
import { decodeConnection } from "./connection.ts";

/** Reads a `TCP_CHECK` block. */
export function decodeTcpCheck(statement: Statement, defaults: CheckDefaults, report: Reporter): TcpCheck {
  const own = new ScopeReader(tcpCheckScope, statement.block?.statements ?? [], report).readAll(networkCheck);
  return {
    kind: "tcp",
    timing: decodeTiming(own, defaults, usualTiming.other),
    connection: decodeConnection(own, defaults, report),
  };
}

/** Reads a `PING_CHECK` block. */
export function decodePingCheck(statement: Statement, defaults: CheckDefaults, report: Reporter): PingCheck {
  const own = new ScopeReader(pingCheckScope, statement.block?.statements ?? [], report).readAll(networkCheck);
  return {
    kind: "ping",
    timing: decodeTiming(own, defaults, usualTiming.other),
    connection: decodeConnection(own, defaults, report),
  };
}

/** Reads an `SMTP_CHECK` block; what `host` blocks in it say counts more. */
export function decodeSmtpCheck(statement: Statement, defaults: CheckDefaults, report: Reporter): SmtpCheck {
  const scope = new ScopeReader(smtpCheckScope, statement.block?.statements ?? [], report);
  const outer = scope.readAll(smtpCheck);
  const hosts = scope.values(smtpHost).map(({ block }) => {
    return new ScopeReader(hostScope, block?.statements ?? [], report).readAll(networkCheck);
  });
  const own: Values<typeof smtpCheck> = Object.assign({}, outer, ...hosts);
  return {
    kind: "smtp",
    timing: decodeTiming(own, defaults, usualTiming.other),
    connection: decodeConnection(own, defaults, report),
    heloName: own.heloName ?? "smtpchecker.keepalived.org",
  };
}

/** Reads a `DNS_CHECK` block. */
export function decodeDnsCheck(statement: Statement, defaults: CheckDefaults, report: Reporter): DnsCheck {
  const own = new ScopeReader(dnsCheckScope, statement.block?.statements ?? [], report).readAll(dnsCheck);
  return {
    kind: "dns",
    timing: decodeTiming(own, defaults, usualTiming.dns),
    connection: decodeConnection(own, defaults, report),
    type: own.type ?? "SOA",
    name: own.name ?? ".",
  };
}

/** Reads a `UDP_CHECK` block. */
export function decodeUdpCheck(statement: Statement, defaults: CheckDefaults, report: Reporter): UdpCheck {
  const own = new ScopeReader(udpCheckScope, statement.block?.statements ?? [], report).readAll(udpCheck);
  return {
    kind: "udp",
    timing: decodeTiming(own, defaults, usualTiming.other),
    connection: decodeConnection(own, defaults, report),
    payload: own.payload,
    reply: decodeReply(own, statement, report),
  };
}

/** Lengths without `require_reply` are compared as well, and then mean nothing. */
function decodeReply(own: Values<typeof udpCheck>, { keyword }: Statement, report: Reporter): UdpReply | undefined {
  const { minimumLength = 0, maximumLength = 255, requiredReply } = own;
  if (minimumLength > maximumLength) {
    const message = `UDP_CHECK min_reply length ${minimumLength} > max_reply_length ${maximumLength} - will always fail`;
    report.warning("conflict", keyword, message);
  }
  return requiredReply && { pattern: requiredReply.pattern, minimumLength, maximumLength };
}
