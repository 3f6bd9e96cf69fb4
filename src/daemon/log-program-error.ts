import { type Log, severity } from "./log.ts";
import { exitStatus } from "./messages.ts";

/**
 * From now on a mistake of this program is one line in the log, never a stack trace on an operator's screen, and
 * the process ends with status 70.
 */
export function reportProgramErrors(log: Log): void {
  const end = (error: unknown): void => {
    log.log(describeProgramError(error), { severity: severity.error });
    log.flushNow();
    process.exit(exitStatus.programError);
  };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
}

/** "Program error: NAME: MESSAGE (where)": enough for a report, on one line. */
export function describeProgramError(error: unknown): string {
  if (!(error instanceof Error)) return `Program error: ${oneLine(String(error))}`;
  const frame = error.stack?.split("\n").find((line) => /^\s+at /u.test(line));
  const where = frame === undefined ? "" : ` (${frame.trim()})`;
  return `Program error: ${error.name}: ${oneLine(error.message)}${where}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/gu, "; ");
}
