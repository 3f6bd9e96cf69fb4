import { openSyslog } from "./open-syslog.ts";
import { reportUp } from "./supervisor-detach.ts";
import { type SupervisorOptions, withAbsolutePaths } from "./supervisor-options.ts";
import { runSupervisor } from "./supervisor-process.ts";
import type { VrrpProcesses } from "./vrrp-processes.ts";

/**
 * Entry point of the supervisor, in the foreground or already detached. Never resolves: the supervisor ends the
 * process.
 */
export function startSupervisor(options: SupervisorOptions, processes: VrrpProcesses): Promise<never> {
  if (options.foreground) {
    runSupervisor(options, processes, openSyslog, () => undefined);
  } else {
    const detached = withAbsolutePaths(options);
    process.chdir("/");
    runSupervisor(detached, processes, openSyslog, reportUp);
  }
  return new Promise<never>(() => undefined);
}
