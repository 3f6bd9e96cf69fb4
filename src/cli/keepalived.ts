import { unreachable } from "../base/assert.ts";
import { setProcessTitle } from "../daemon/process-title.ts";
import type { Role } from "../daemon/role.ts";
import type { SupervisorOptions } from "../daemon/supervisor-options.ts";
import { readKeepalivedCommand } from "./keepalived-command.ts";

/**
 * The keepalived command line. `role` is "daemon" in the detached copy of a process that was asked to go to the
 * background; `prefix` are the words before the options. Resolves with the exit status, or never while a daemon
 * runs: that ends the process itself.
 */
export async function runKeepalived(
  program: string,
  commandArguments: readonly string[],
  role: Role,
  prefix: readonly string[] = [],
): Promise<number> {
  const [first, ...rest] = commandArguments;
  if (first === "-T" || first === "--genhash") {
    const { runGenhash } = await import("./genhash.ts");
    return await runGenhash(rest);
  }
  const command = readKeepalivedCommand(program, commandArguments, prefix);
  switch (command.kind) {
    case "say":
      process[command.stream].write(`${command.text}\n`);
      return command.status;
    case "config-test": {
      const { testConfiguration } = await import("./config-test.ts");
      return testConfiguration(command.file, command.reading, command.report, command.backend);
    }
    case "run":
      return await run(command.options, role);
    default:
      return unreachable(command);
  }
}

async function run(options: SupervisorOptions, role: Role): Promise<number> {
  if (role === "command" && !options.logging.console) {
    for (const remark of options.remarks) process.stderr.write(`${remark}\n`);
  }
  if (role === "command" && !options.foreground) {
    const { startDetached } = await import("../daemon/supervisor-detach.ts");
    return await startDetached(options.program, options.arguments);
  }
  setProcessTitle(options.program, options.arguments);
  if (options.umask !== undefined) process.umask(options.umask);
  // The first vrrp process loads its program while the supervisor does, and while the configuration is read.
  const { VrrpProcesses } = await import("../daemon/vrrp-processes.ts");
  const processes = new VrrpProcesses(options);
  if (options.vrrp) processes.keepStandby(true);
  const { startSupervisor } = await import("../daemon/supervisor.ts");
  return await startSupervisor(options, processes);
}
