import { unreachable } from "../base/assert.ts";
import { printSeconds } from "../base/time.ts";
import type { CheckerConfig, HttpCheck, MiscCheck, StatusCodes } from "../check/config.ts";
import type { CheckFailure, CheckStage } from "../check/outcome.ts";
import { greeting } from "./checker-phrases.ts";
import { printErrorCode } from "./error-words.ts";
import { printSaid } from "./said.ts";

/** Why a check has failed, in words: what came, and what was expected instead. */
export function printCheckFailure(reason: CheckFailure, checker: CheckerConfig): string {
  switch (reason.kind) {
    case "connect":
      return printErrorCode(reason.code);
    case "timeout":
      return `no ${stageWords[reason.stage]}${limitOf(checker)}`;
    case "closed": {
      const how = reason.code === undefined ? "" : `: ${printErrorCode(reason.code)}`;
      return `the connection ended before ${a(stageWords[reason.stage])} was complete${how}`;
    }
    case "tls":
      return `TLS: ${printSaid(reason.message)}`;
    case "protocol":
      return printSaid(reason.message);
    case "too-long":
      return `more than ${reason.limit} bytes came`;
    case "status":
      return `${reason.path} has status ${reason.status}, expected ${expectedCodes(reason.path, checker)}`;
    case "digest":
      return `${reason.path} has digest ${reason.found}, expected ${reason.expected}`;
    case "pattern":
      return reason.inverted
        ? `the body of ${reason.path} matches "${reason.expression}", which it must not`
        : `the body of ${reason.path} does not match "${reason.expression}"`;
    case "smtp":
      return `${reason.command === greeting ? "the greeting" : `the answer to ${reason.command}`} is "${printSaid(reason.reply)}", expected ${reason.expected}`;
    case "dns":
      return `${checker.kind === "dns" ? `${checker.type} ${checker.name}` : "the query"} was answered with ${reason.code}, expected NOERROR`;
    case "reply":
      return printSaid(reason.message);
    case "exited":
      return `exited with status ${reason.status}, expected ${expectedStatuses(checker)}`;
    case "signalled":
      return `ended by signal ${reason.signal}`;
    case "script-timeout":
      return checker.kind === "misc" ? `ran longer than ${printSeconds(checker.timeout)} s` : "ran too long";
    case "impossible":
      return printSaid(reason.message);
    default:
      return unreachable(reason);
  }
}

const stageWords: Readonly<Record<CheckStage, string>> = {
  connect: "connection",
  handshake: "TLS handshake",
  banner: "greeting",
  response: "response",
  body: "body",
  reply: "reply",
};

function a(noun: string): string {
  return noun === "body" ? `the ${noun}` : `a ${noun}`;
}

/** " within 5 s". */
function limitOf(checker: CheckerConfig): string {
  return "connection" in checker ? ` within ${printSeconds(checker.connection.connectTimeout)} s` : "";
}

function expectedCodes(path: string, checker: CheckerConfig): string {
  const codes = checker.kind === "http" ? codesOf(path, checker) : [];
  return codes.map(printStatusCodes).join(" ") || "another";
}

function codesOf(path: string, { urls }: HttpCheck): readonly StatusCodes[] {
  return urls.find((url) => url.path === path)?.statusCodes ?? [];
}

/** "200-299", or "404" for a single one. */
export function printStatusCodes({ first, last }: StatusCodes): string {
  return first === last ? String(first) : `${first}-${last}`;
}

function expectedStatuses(checker: CheckerConfig): string {
  return isDynamic(checker) ? "0 or 2 to 255" : "0";
}

function isDynamic(checker: CheckerConfig): checker is MiscCheck {
  return checker.kind === "misc" && checker.dynamic;
}
