import { unreachable } from "../base/assert.ts";
import type { CheckerConfig } from "../check/config.ts";
import type { CheckFailure } from "../check/outcome.ts";
import type { VirtualServer } from "../lvs/config.ts";
import type { LvsEvent, Member } from "../lvs/events.ts";
import { printCheckFailure } from "./check-failure.ts";
import { checkerName, downText, failedText, upText } from "./checker-wording.ts";
import type { LogLine } from "./log-line.ts";
import { printServer, printService } from "./lvs-names.ts";
import { lastLines } from "./said.ts";

/**
 * The log lines of an event of load balancing, in the words that operators of Keepalived search for and alert on
 * (section 34 of the reference). What the reference leaves out, the cause above all, follows in lines of our own.
 */
export function lvsLogLines(event: LvsEvent): readonly LogLine[] {
  switch (event.kind) {
    case "checker-started":
      return [always(`Activating healthchecker for ${ofService(event)}`)];
    case "check-failed":
      return checkFailed(event);
    case "checker-state":
      return checkerState(event);
    case "server-state":
      // Checks are told by their checkers, and what came of them by the table.
      return [];
    case "server-added":
    case "server-removed":
    case "server-enabled":
    case "server-disabled":
      return serverPlace(event);
    case "weight-changed": {
      const { from, to, active } = event;
      return [
        always(`Changing weight from ${from} to ${to} for ${active ? "active" : "inactive"} ${memberAnd("of", event)}`),
      ];
    }
    case "quorum":
      return quorum(event);
    case "sorry-server-added":
    case "sorry-server-removed":
      return sorryServer(event);
    case "suspended":
      return eachChecker("Suspending", event.virtualServer);
    case "resumed":
      return eachChecker("Activating", event.virtualServer);
    case "service-added":
      return [always(`Adding Virtual Server ${printService(event.virtualServer)}`)];
    case "service-removed":
      return [always(`Removing Virtual Server ${printService(event.virtualServer)}`)];
    case "table-repaired":
      return [
        always(
          `${event.changes === 1 ? "An entry" : `${event.changes} entries`} of the load balancer changed by somebody else - restored`,
        ),
      ];
    default:
      return unreachable(event);
  }
}

function serverPlace(event: LvsEvent & { readonly kind: keyof typeof places }): readonly LogLine[] {
  const [verb, preposition] = places[event.kind];
  const line = always(`${verb} ${memberAnd(preposition, event)}`);
  switch (event.cause) {
    case undefined:
      return [line];
    case "quorum":
      // That of all of them is told with the sorry server.
      return [];
    case "stop":
      return [always(`Shutting down ${memberAnd("from", event)}`)];
    case "reload":
      return [always(`service ${printServer(event.virtualServer, event.server)} no longer exist`), line];
    default:
      return unreachable(event.cause);
  }
}

const places = {
  "server-added": ["Adding", "to"],
  "server-removed": ["Removing", "from"],
  "server-enabled": ["Enabling", "of"],
  "server-disabled": ["Disabling", "of"],
} as const;

/** "service [198.51.100.1]:tcp:80 to VS [192.0.2.1]:tcp:80". */
function memberAnd(preposition: "to" | "from" | "of", { virtualServer, server }: Member): string {
  return `service ${printServer(virtualServer, server)} ${preposition} VS ${printService(virtualServer)}`;
}

function ofService({ virtualServer, server }: Member): string {
  return `service ${printServer(virtualServer, server)} for VS ${printService(virtualServer)}`;
}

/** Of a server that is up and stays so; the failure that ends it is told with the end, unless each is asked for. */
function checkFailed(event: LvsEvent & { readonly kind: "check-failed" }): readonly LogLine[] {
  const { checker, reason, remaining, wasUp } = event;
  if (!wasUp) return [];
  const isAsked = "timing" in checker && checker.timing.logAllFailures;
  const text = failedText(event, checker, reason, remaining);
  if (remaining > 0) {
    const lines = [text, causeText(event, checker, reason), ...outputTexts(checker, reason)];
    return lines.map((line) => ({ text: line, detail: !isAsked }));
  }
  return isAsked && isToldApart(checker) ? [always(text)] : [];
}

/** Of these the reference tells the last failure and the end of the server in two lines. */
function isToldApart({ kind }: CheckerConfig): boolean {
  return kind === "tcp" || kind === "udp" || kind === "ping" || kind === "http";
}

function checkerState(event: LvsEvent & { readonly kind: "checker-state" }): readonly LogLine[] {
  const { checker, reason, retries, state } = event;
  if (state === "up") {
    const text = upText(event, checker);
    return text === undefined ? [] : [always(text)];
  }
  if (reason === undefined) return [always(`${checkerName(checker)} on ${memberAnd("of", event)} failed.`)];
  return [
    always(downText(event, checker, reason, retries)),
    always(causeText(event, checker, reason)),
    ...outputTexts(checker, reason).map(always),
  ];
}

/** What was expected and what came. */
function causeText(member: Member, checker: CheckerConfig, reason: CheckFailure): string {
  return `${checkerName(checker)} on ${memberAnd("of", member)}: ${printCheckFailure(reason, checker)}`;
}

function outputTexts(checker: CheckerConfig, reason: CheckFailure): readonly string[] {
  if (checker.kind !== "misc" || !("output" in reason)) return [];
  return lastLines(reason.output).map((line) => `Misc check by [${checker.script.command.words[0]}] said: ${line}`);
}

function quorum(event: LvsEvent & { readonly kind: "quorum" }): readonly LogLine[] {
  // The end takes every quorum away, which says nothing about the servers.
  if (event.cause === "stop") return [];
  return [always(`${quorumText(event)} for VS ${printService(event.virtualServer)}`)];
}

/** "Gained quorum 2+1=3 <= 4": the sums that decide. */
export function quorumText({
  state,
  quorum: needed,
  hysteresis,
  live,
}: LvsEvent & { readonly kind: "quorum" }): string {
  if (state === "gained") return `Gained quorum ${needed}+${hysteresis}=${needed + hysteresis} <= ${live}`;
  const start = state === "lost" ? "Lost quorum" : "Starting with quorum down";
  return `${start} ${needed}-${hysteresis}=${needed - hysteresis} > ${live}`;
}

function sorryServer(
  event: LvsEvent & { readonly kind: "sorry-server-added" | "sorry-server-removed" },
): readonly LogLine[] {
  const { kind, virtualServer, sorryServer: sorry } = event;
  const [server, service] = [printServer(virtualServer, sorry), printService(virtualServer)];
  if (kind === "sorry-server-added") {
    return [
      always(`${sorry.inhibitOnFailure ? "Enabling" : "Adding"} sorry server ${server} to VS ${service}`),
      always(`Removing alive servers from the pool for VS ${service}`),
    ];
  }
  return [
    always(`${sorry.inhibitOnFailure ? "Disabling" : "Removing"} sorry server ${server} from VS ${service}`),
    always(`Adding alive servers to the pool for VS ${service}`),
  ];
}

function eachChecker(verb: "Suspending" | "Activating", virtualServer: VirtualServer): readonly LogLine[] {
  return virtualServer.realServers.flatMap((server) =>
    server.checkers.map(() => always(`${verb} healthchecker for ${ofService({ virtualServer, server })}`)),
  );
}

function always(text: string): LogLine {
  return { text, detail: false };
}
