import { unreachable } from "../../base/assert.ts";
import { toSeconds } from "../../base/time.ts";
import type { CheckConnection, CheckerConfig, CheckTiming, MiscCheck, UdpCheck } from "../../check/config.ts";
import type { CheckerStatus, ServerStatus, ServiceStatus } from "../../lvs/status.ts";
import { printCheckFailure } from "../check-failure.ts";
import { printHost, printServer, printService } from "../lvs-names.ts";
import type { CheckFacts } from "./check-facts.ts";
import { httpLines } from "./http-lines.ts";
import { block, type Line, onOff, onOffCapitals, yesNo } from "./lines.ts";

/** One checker: " [192.0.2.1]:tcp:80 -> [198.51.100.1]:tcp:80", and how it is with it. */
export function checkerBlock(
  service: ServiceStatus,
  server: ServerStatus,
  status: CheckerStatus,
  facts: CheckFacts,
): string {
  const { virtualServer, isSuspended } = service;
  const { checker } = status;
  const from = printService(virtualServer);
  return (
    block(1, [`${from} -> ${printServer(virtualServer, server.server)}`]) +
    block(3, [
      `Enabled = ${onOff(!isSuspended, yesNo)}`,
      `Up = ${onOff(status.state === "up", yesNo)}`,
      `Has run = ${onOff(status.isKnown, yesNo)}`,
      `Current weight = ${adjustment(checker, server)}`,
      ...("timing" in checker ? timingLines(checker.timing, status.retries) : []),
    ]) +
    ("connection" in checker ? connectionLines(checker.connection, server) : "") +
    block(3, [...methodLines(checker, facts), ...history(status, facts)])
  );
}

/** What the checker makes of the weight that is configured. */
function adjustment(checker: CheckerConfig, { server, effectiveWeight }: ServerStatus): number {
  const adjusts = checker.kind === "file" || (checker.kind === "misc" && checker.dynamic);
  return adjusts ? effectiveWeight - server.weight : 0;
}

/** Times are in microseconds, as they are here. */
function timingLines(timing: CheckTiming, retries: number): readonly Line[] {
  return [
    `Alpha = ${onOff(timing.alpha, yesNo)}`,
    `Delay loop = ${timing.delayLoop} us`,
    `Warmup = ${timing.warmup} us`,
    `Retries = ${timing.retry}`,
    `Delay before retry = ${timing.delayBeforeRetry} us`,
    `Retries iterations = ${retries}`,
    `Log all failures = ${onOff(timing.logAllFailures, yesNo)}`,
  ];
}

function connectionLines(
  { address, port, connectTimeout, source, mark }: CheckConnection,
  status: ServerStatus,
): string {
  const { server } = status;
  const bound = source.address === undefined ? "" : printHost(source.address);
  return (
    block(3, ["Connection"]) +
    block(5, [
      `Dest = ${printHost(address ?? server.address)}:${port ?? server.port}`,
      (source.address !== undefined || source.port !== undefined) && `Bind to = ${bound}:${source.port ?? 0}`,
      source.interface !== undefined && `Bind i/f = ${source.interface}`,
      mark !== 0 && `Mark = ${mark}`,
      `Timeout = ${toSeconds(connectTimeout).toFixed(6)}`,
    ])
  );
}

function methodLines(checker: CheckerConfig, facts: CheckFacts): readonly Line[] {
  switch (checker.kind) {
    case "tcp":
    case "ping":
      return [`Keepalive method = ${checker.kind.toUpperCase()}_CHECK`];
    case "http":
      return httpLines(checker);
    case "smtp":
      return ["Keepalive method = SMTP_CHECK", `helo = ${checker.heloName}`];
    case "dns":
      return ["Keepalive method = DNS_CHECK", `Type = ${checker.type}`, `Name = ${checker.name}`];
    case "udp":
      return ["Keepalive method = UDP_CHECK", ...udpLines(checker)];
    case "misc":
      return ["Keepalive method = MISC_CHECK", ...miscLines(checker, facts)];
    case "bfd":
      return [
        "Keepalive method = BFD_CHECK",
        `Name = ${checker.session}`,
        `Alpha is ${onOff(checker.alpha, onOffCapitals)}`,
      ];
    case "file":
      return ["Keepalive method = FILE_CHECK", `  Tracked file = ${checker.file}`];
    default:
      return unreachable(checker);
  }
}

function udpLines({ payload, reply }: UdpCheck): readonly Line[] {
  return [
    payload === undefined ? "Payload specified = no" : `Payload len = ${payload.length}`,
    `Require reply = ${onOff(reply !== undefined, yesNo)}`,
    ...(reply === undefined
      ? []
      : [
          `  Min reply length = ${reply.minimumLength}`,
          `  Max reply length = ${reply.maximumLength}`,
          reply.pattern !== undefined && `  Reply data len = ${reply.pattern.bytes.length}`,
          reply.pattern !== undefined &&
            `  Reply data mask = ${onOff(
              reply.pattern.mask.some((bits) => bits !== 0xff),
              yesNo,
            )}`,
        ]),
  ];
}

function miscLines({ script: call, timeout, dynamic }: MiscCheck, { script }: CheckFacts): readonly Line[] {
  const facts = script(call);
  return [
    facts && `script = ${facts.command}`,
    `timeout = ${toSeconds(timeout)}`,
    `dynamic = ${dynamic ? "YES" : "NO"}`,
    facts && `uid:gid = ${facts.account}`,
  ];
}

/** Not in the reference: what it has seen so far, and why it failed. */
function history(
  { checker, runs, failures, lastFailure, lastTransition }: CheckerStatus,
  facts: CheckFacts,
): readonly Line[] {
  return [
    `Runs = ${runs}, of which ${failures} failed`,
    lastFailure !== undefined &&
      `Last failure = ${printCheckFailure(lastFailure.reason, checker)} (${facts.calendar(lastFailure.at).words})`,
    lastTransition !== undefined && `State changed = ${facts.calendar(lastTransition).words}`,
  ];
}
