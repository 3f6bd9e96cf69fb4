import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { ChildExit } from "../supervisor/index.ts";
import type { FromVrrpProcess, ToVrrpProcess } from "./messages.ts";
import { environmentFor } from "./role.ts";
import type { SupervisorOptions } from "./supervisor-options.ts";

export type ChildListener = {
  readonly message: (message: FromVrrpProcess) => void;
  /** Called exactly once, never from inside `VrrpProcesses.start`. */
  readonly ended: (exit: ChildExit) => void;
};

/** The vrrp process as the supervisor sees it. */
export type RunningChild = {
  /** Undefined when it could not be started; the listener is told why. */
  readonly pid: number | undefined;
  send(message: ToVrrpProcess): void;
  kill(): void;
};

/**
 * Starts this program again in the role "vrrp". It keeps the arguments of the daemon, because managers recognise
 * either process by them. In the foreground it writes to the same standard error, otherwise to nowhere.
 */
export function spawnVrrpProcess(options: SupervisorOptions): ChildProcess {
  const output = options.foreground ? "inherit" : "ignore";
  return spawn(process.execPath, [process.argv[1] ?? "", ...options.arguments], {
    argv0: options.program,
    env: environmentFor("vrrp"),
    stdio: ["ignore", output, output, "ipc"],
  });
}

/** From now on `listener` is told about it. */
export function followChild(child: ChildProcess, listener: ChildListener): RunningChild {
  listen(child, listener);
  return {
    pid: child.pid,
    send(message) {
      // A message that cannot be delivered is one to a process that is ending; its end is what counts.
      if (child.connected) child.send(message, () => undefined);
    },
    kill() {
      child.kill("SIGKILL");
    },
  };
}

function listen(child: ChildProcess, listener: ChildListener): void {
  child.on("message", (message) => {
    if (isFromVrrpProcess(message)) listener.message(message);
  });
  child.on("exit", (status, signal) => {
    listener.ended(
      signal === null
        ? { kind: "exited", status: status ?? 0 }
        : { kind: "signalled", signal: constants.signals[signal], name: signal },
    );
  });
  child.on("error", (error) => {
    // Other errors are about messages and signals to a process that runs or has ended.
    if (child.pid === undefined) listener.ended({ kind: "not-started", reason: error.message });
  });
}

export function isFromVrrpProcess(message: unknown): message is FromVrrpProcess {
  if (typeof message !== "object" || message === null || !("kind" in message)) return false;
  return ["loaded", "prepared", "ready", "mail", "alive"].some((kind) => kind === message.kind);
}
