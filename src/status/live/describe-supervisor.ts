import { unreachable } from "../../base/assert.ts";
import type { ChildExit, ChildName, SupervisorEvent } from "../../supervisor/events.ts";
import { counted, type Described, type Severity, span } from "./described.ts";
import type { ProcessName, SupervisorReport } from "./event-record.ts";
import type { Plain } from "./plain.ts";

type Event = Plain<SupervisorEvent> | SupervisorReport;

/** An event of the supervisor as a sentence. */
export function describeSupervisorRecord(event: Event): Described {
  const [severity, text] = sentence(event);
  return { subject: undefined, severity, text };
}

function sentence(event: Event): readonly [Severity, string] {
  switch (event.kind) {
    case "no-work":
      return ["warning", "The configuration gives the daemon nothing to do"];
    case "reloading":
      return ["notice", "The configuration is read again"];
    case "reload-remembered":
      return ["info", "Another reload was asked for and follows the one under way"];
    case "reload-refused":
      return ["error", "The new configuration was refused: the one before stays in force"];
    case "stopping":
      return ["notice", "The daemon was told to stop"];
    case "child-died":
      return ["error", `${processTitle(event.child)}${ofPid(event.pid)} died: ${printExit(event.exit)}`];
    case "restart-delayed":
      return event.delay === 0
        ? ["info", `${processTitle(event.child)} is started again at once`]
        : ["warning", `${processTitle(event.child)} is started again in ${span(event.delay)}, as it dies too often`];
    case "permanent-error":
      return [
        "error",
        `${processTitle(event.child)}${ofPid(event.pid)} ended with status ${event.status}, which another start would not change`,
      ];
    case "child-silent":
      return ["error", `${processTitle(event.child)} gave no sign of life and is killed`];
    case "child-killed":
      return ["warning", `${processTitle(event.child)} did not end when it was told to, and is killed`];
    case "daemon-started":
      return ["notice", `${event.version} started with ${event.configuration}`];
    case "daemon-stopped":
      return ["notice", `The daemon stopped with status ${event.status}`];
    case "configuration-refused":
      return [
        "error",
        `The configuration was refused: ${event.findings[0] ?? "it cannot be used"}${event.findings.length > 1 ? `, and ${counted(event.findings.length - 1, "more finding")}` : ""}`,
      ];
    case "records-lost":
      return [
        "warning",
        `${counted(event.count, "record")} of ${processTitle(event.of, "the")} ${event.count === 1 ? "is" : "are"} missing here`,
      ];
    case "command":
      return commandSentence(event);
    default:
      return unreachable(event);
  }
}

function commandSentence({
  user,
  command,
  result,
  text,
}: Extract<Event, { readonly kind: "command" }>): readonly [Severity, string] {
  const [first = ""] = text.split("\n");
  const said = first === "" ? "" : `: ${first}`;
  if (result === "begun") return ["info", `${user} commanded: ${command}`];
  return result === "done"
    ? ["notice", `${user}: ${command}: done${said}`]
    : ["warning", `${user}: ${command} was refused${said}`];
}

/** "exited with status 1", "SIGKILL". */
export function printExit(exit: ChildExit): string {
  switch (exit.kind) {
    case "exited":
      return `it exited with status ${exit.status}`;
    case "signalled":
      return `ended by ${exit.name}`;
    case "not-started":
      return `it could not be started: ${exit.reason}`;
    default:
      return unreachable(exit);
  }
}

function processTitle(name: ProcessName | ChildName, article = "The"): string {
  return name === "supervisor" ? `${article} supervisor` : `${article} ${name} process`;
}

function ofPid(pid: number | undefined): string {
  return pid === undefined ? "" : ` ${pid}`;
}
