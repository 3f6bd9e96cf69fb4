import { unreachable } from "../../base/assert.ts";
import type { Command } from "../../base/command.ts";
import type { ProcessExit } from "../../platform/ports.ts";
import type { ProgramReport } from "../../status/live/event-record.ts";
import { lastLines } from "../../status/said.ts";

/** What a program was run for. */
export type Purpose = Pick<ProgramReport, "purpose" | "instance"> & { readonly command: Command };

/** How a run of it ended, for the stream of events. */
export function programReport({ purpose, instance, command }: Purpose, exit: ProcessExit): ProgramReport {
  const failure = failureOf(exit);
  return {
    kind: "program-run",
    purpose,
    instance,
    words: command.words,
    failure,
    duration: exit.duration,
    output: failure === undefined ? [] : lastLines(exit.output),
  };
}

function failureOf({ how }: ProcessExit): string | undefined {
  switch (how.kind) {
    case "exited":
      return how.status === 0 ? undefined : `status ${how.status}`;
    case "signalled":
      return how.name;
    case "not-started":
      return how.error.code;
    default:
      return unreachable(how);
  }
}
