import type { Command } from "../base/command.ts";
import type { CheckerConfig, ScriptCall } from "../check/config.ts";
import type { CheckFailure } from "../check/outcome.ts";
import type { RealServer } from "../lvs/config.ts";
import type { LvsEvent, Member } from "../lvs/events.ts";
import type { LvsOccurrence, LvsState } from "../notify/lvs-occurrence.ts";
import { printCheckFailure } from "../status/check-failure.ts";
import { checkerName, mailText } from "../status/checker-wording.ts";
import { printServer, printService } from "../status/lvs-names.ts";
import { quorumText } from "../status/lvs-wording.ts";

/** What is to be run for a configured script; undefined: it cannot be started. */
export type CommandOf = (call: ScriptCall) => Command | undefined;

/** What there is to tell of an event; undefined: nothing. */
export function lvsOccurrenceOf(event: LvsEvent, commandOf: CommandOf): LvsOccurrence | undefined {
  if (event.kind === "quorum") return ofQuorum(event, commandOf);
  if (event.kind === "server-state") return ofServer(event, commandOf);
  // With a single checker, the server says it all.
  if (event.kind === "checker-state" && event.server.checkers.length > 1) return ofChecker(event);
  return undefined;
}

function ofQuorum(event: LvsEvent & { readonly kind: "quorum" }, commandOf: CommandOf): LvsOccurrence {
  const { virtualServer, cause, live, quorum } = event;
  const { quorumUp, quorumDown, mail } = virtualServer;
  const state: LvsState = event.state === "gained" ? "UP" : "DOWN";
  const script = state === "UP" ? quorumUp : quorumDown;
  const summary = atStart(event)
    ? quorumText(event).replace("Gained quorum", "Starting with quorum up")
    : quorumText(event);
  return {
    kind: "virtual-server",
    name: printService(virtualServer),
    state,
    oldState: atStart(event) ? undefined : opposite(state),
    script: script && commandOf(script),
    mail,
    summary,
    reason: cause === "stop" ? "stopped" : summary,
    live,
    quorum,
  };
}

function atStart({ state, cause }: LvsEvent & { readonly kind: "quorum" }): boolean {
  return cause === "start" || state === "starts-down";
}

function ofServer(event: LvsEvent & { readonly kind: "server-state" }, commandOf: CommandOf): LvsOccurrence {
  const { virtualServer, server, because, isFirst } = event;
  const state: LvsState = event.state === "up" ? "UP" : "DOWN";
  const script = state === "UP" ? server.notifyUp : server.notifyDown;
  const told = because === undefined ? endOf(event) : tellCheck(event, because.checker, because.reason);
  return {
    kind: "real-server",
    name: printServer(virtualServer, server),
    virtualServer: printService(virtualServer),
    state,
    oldState: isFirst ? undefined : opposite(state),
    script: script && commandOf(script),
    mail: server.mail,
    isChange: !isFirst || event.state !== stateAtFirst(server),
    ...told,
  };
}

/** No check has said so. */
function endOf({ state, cause }: LvsEvent & { readonly kind: "server-state" }): { summary: string; reason: string } {
  if (cause === "start") return { summary: "CHECK succeed on service", reason: "started" };
  if (cause === "stop") return { summary: "Shutting down", reason: "stopped" };
  if (cause === "reload" && state === "down") return { summary: "Removing", reason: "reloaded" };
  const summary = state === "up" ? "CHECK succeed on service" : "CHECK failed on service";
  return { summary, reason: cause === "reload" ? "reloaded" : summary };
}

function ofChecker(event: LvsEvent & { readonly kind: "checker-state" }): LvsOccurrence {
  const { virtualServer, server, checker } = event;
  const state: LvsState = event.state === "up" ? "UP" : "DOWN";
  return {
    kind: "checker",
    name: printServer(virtualServer, server),
    virtualServer: printService(virtualServer),
    checker: server.checkers.indexOf(checker),
    state,
    oldState: opposite(state),
    mail: server.mail,
    ...tellCheck(event, checker, event.reason),
  };
}

/** `reason`: undefined: it has succeeded. */
function tellCheck(
  member: Member,
  checker: CheckerConfig,
  reason: CheckFailure | undefined,
): { readonly summary: string; readonly reason: string } {
  const came = reason === undefined ? "succeeded" : printCheckFailure(reason, checker);
  return { summary: mailText(member, checker, reason), reason: `${checkerName(checker)}: ${came}` };
}

/** What is assumed until a check has said more. */
function stateAtFirst({ checkers }: RealServer): "up" | "down" {
  return checkers.some((checker) => checker.kind !== "file" && isAlpha(checker)) ? "down" : "up";
}

function isAlpha(checker: Exclude<CheckerConfig, { readonly kind: "file" }>): boolean {
  return checker.kind === "bfd" ? checker.alpha : checker.timing.alpha;
}

function opposite(state: LvsState): LvsState {
  return state === "UP" ? "DOWN" : "UP";
}
