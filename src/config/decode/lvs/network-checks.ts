import type { CheckConnection, CheckerConfig, CheckTiming, UdpReply } from "../../../check/config.ts";
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
import type { UsualTiming } from "./check-defaults.ts";
import { hasNoPlace } from "./checker-draft.ts";
import type { CheckerDraft } from "./checker-draft.ts";
import { decodeConnection } from "./connection.ts";

/** Reads a `TCP_CHECK` block. */
export function readTcpCheck(statement: Statement, report: Reporter): CheckerDraft {
  const own = new ScopeReader(tcpCheckScope, statement.block?.statements ?? [], report).readAll(networkCheck);
  return draft(own, usualTiming.other, report, (timing, connection) => ({ kind: "tcp", timing, connection }));
}

/** Reads a `PING_CHECK` block. */
export function readPingCheck(statement: Statement, report: Reporter): CheckerDraft {
  const own = new ScopeReader(pingCheckScope, statement.block?.statements ?? [], report).readAll(networkCheck);
  return draft(own, usualTiming.other, report, (timing, connection) => ({ kind: "ping", timing, connection }));
}

/** Reads an `SMTP_CHECK` block; what `host` blocks in it say counts more. */
export function readSmtpCheck(statement: Statement, report: Reporter): CheckerDraft {
  const scope = new ScopeReader(smtpCheckScope, statement.block?.statements ?? [], report);
  const outer = scope.readAll(smtpCheck);
  const hosts = scope.values(smtpHost).map(({ block }) => {
    return new ScopeReader(hostScope, block?.statements ?? [], report).readAll(networkCheck);
  });
  const own: Values<typeof smtpCheck> = Object.assign({}, outer, ...hosts);
  const heloName = own.heloName ?? "smtpchecker.keepalived.org";
  return draft(own, usualTiming.other, report, (timing, connection) => {
    return { kind: "smtp", timing, connection, heloName };
  });
}

/** Reads a `DNS_CHECK` block. */
export function readDnsCheck(statement: Statement, report: Reporter): CheckerDraft {
  const own = new ScopeReader(dnsCheckScope, statement.block?.statements ?? [], report).readAll(dnsCheck);
  const { type = "SOA", name = "." } = own;
  return draft(own, usualTiming.dns, report, (timing, connection) => ({ kind: "dns", timing, connection, type, name }));
}

/** Reads a `UDP_CHECK` block. */
export function readUdpCheck(statement: Statement, report: Reporter): CheckerDraft {
  const own = new ScopeReader(udpCheckScope, statement.block?.statements ?? [], report).readAll(udpCheck);
  const reply = decodeReply(own, statement, report);
  const { payload } = own;
  return draft(own, usualTiming.other, report, (timing, connection) => {
    return { kind: "udp", timing, connection, payload, reply };
  });
}

/** `make` puts the checker together. */
function draft(
  own: Values<typeof networkCheck>,
  usual: UsualTiming,
  report: Reporter,
  make: (timing: CheckTiming, connection: CheckConnection) => CheckerConfig,
): CheckerDraft {
  return {
    isPlain: hasNoPlace(own),
    arrange: (defaults) => make(decodeTiming(own, defaults, usual), decodeConnection(own, defaults, report)),
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
