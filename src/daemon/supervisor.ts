import { openSyslog } from "./open-syslog.ts";
import { reportUp } from "./supervisor-detach.ts";
import { type SupervisorOptions, withAbsolutePaths } from "./supervisor-options.ts";
import { runSupervisor } from "./supervisor-process.ts";

/**
 * Entry point of the supervisor, in the foreground or already detached. Never resolves: the supervisor ends the
 * process.
 */
export function startSupervisor(options: SupervisorOptions): Promise<never> {
  if (options.umask !== undefined) process.umask(options.umask);
  if (options.foreground) {
    runSupervisor(options, openSyslog, () => undefined);
  } else {
    const detached = withAbsolutePaths(options);
    process.chdir("/");
    runSupervisor(detached, openSyslog, reportUp);
  }
  return new Promise<never>(() => undefined);
}
