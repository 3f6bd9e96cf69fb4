import type { ProcessExit } from "../platform/ports.ts";

/** "exited with status 3: the end of its output"; undefined when it was a success. */
export function describeFailure({ how, output }: ProcessExit): string | undefined {
  const said = output.trim() === "" ? "" : `: ${output.trim().split("\n").slice(-3).join(" / ")}`;
  if (how.kind === "exited") return how.status === 0 ? undefined : `exited with status ${how.status}${said}`;
  if (how.kind === "signalled") return `was ended by ${how.name}${said}`;
  return `could not be started (${how.error.code})`;
}
