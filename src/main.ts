import { unreachable } from "./base/assert.ts";
import { describeProgramError } from "./daemon/log-program-error.ts";
import { exitStatus } from "./daemon/messages.ts";
import { setProcessTitle } from "./daemon/process-title.ts";
import { type Role, takeRole } from "./daemon/role.ts";

/** The names this program is started under. */
export type Program = "keepalived" | "holdfast" | "genhash";

/**
 * The one entry of every process of this program: a command line, the detached supervisor or one of its children. Each
 * loads only what it needs, because start-up is part of a fail-over.
 */
export function main(program: Program): void {
  process.once("uncaughtException", giveUp);
  const role = takeRole();
  start(program, role, process.argv.slice(2)).then((status) => {
    process.exitCode = status;
    // Standard error has been written to; what is left of a large configuration is not taken apart first.
    if (role === "command" && program === "keepalived") process.exit();
  }, giveUp);
}

async function start(program: Program, role: Role, commandArguments: readonly string[]): Promise<number> {
  switch (role) {
    case "vrrp": {
      setProcessTitle(program, commandArguments);
      const { runVrrpProcess } = await import("./daemon/vrrp-process.ts");
      process.off("uncaughtException", giveUp);
      runVrrpProcess();
      return exitStatus.ok;
    }
    case "checkers": {
      setProcessTitle(program, commandArguments);
      const { runCheckersProcess } = await import("./daemon/checkers-process.ts");
      process.off("uncaughtException", giveUp);
      runCheckersProcess();
      return exitStatus.ok;
    }
    case "mailer": {
      setProcessTitle(program, commandArguments);
      const { runMailerProcess } = await import("./daemon/mailer-process.ts");
      runMailerProcess();
      return exitStatus.ok;
    }
    case "observer": {
      setProcessTitle(program, commandArguments);
      const { runObserverProcess } = await import("./observe/observer-process.ts");
      process.off("uncaughtException", giveUp);
      runObserverProcess();
      return exitStatus.ok;
    }
    case "command":
    case "daemon":
      return await runCommandLine(program, role, commandArguments);
    default:
      return unreachable(role);
  }
}

async function runCommandLine(program: Program, role: Role, commandArguments: readonly string[]): Promise<number> {
  if (program === "genhash") {
    const { runGenhash } = await import("./cli/genhash.ts");
    return await runGenhash(commandArguments);
  }
  const [first, ...rest] = commandArguments;
  if (program === "holdfast" && first !== "run") {
    const { runHoldfast } = await import("./cli/holdfast.ts");
    return await runHoldfast(commandArguments);
  }
  const { runKeepalived } = await import("./cli/keepalived.ts");
  return program === "holdfast"
    ? await runKeepalived(program, rest, role, ["run"])
    : await runKeepalived(program, commandArguments, role);
}

/** A mistake of this program before there is a log: one line, no stack trace. */
function giveUp(error: unknown): void {
  process.stderr.write(`${describeProgramError(error)}\n`);
  process.exit(exitStatus.programError);
}
