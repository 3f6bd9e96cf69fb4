import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { ChildExit, ChildName } from "../supervisor/index.ts";
import type { FromCheckersProcess, FromVrrpProcess } from "./messages.ts";
import { environmentFor } from "./role.ts";
import type { SupervisorOptions } from "./supervisor-options.ts";

export type ChildListener<From> = {
  readonly message: (message: From) => void;
  /** Called exactly once, never from inside the call that starts the process. */
  readonly ended: (exit: ChildExit) => void;
};

/** A child as the supervisor sees it. */
export type RunningChild<To> = {
  /** Undefined when it could not be started; the listener is told why. */
  readonly pid: number | undefined;
  send(message: To): void;
  kill(): void;
};

/**
 * Starts this program again in another role. It keeps the arguments of the daemon, because managers recognise
 * all of them by these. In the foreground it writes to the same standard error, otherwise to nowhere.
 */
export function spawnChild(role: ChildName, options: SupervisorOptions): ChildProcess {
  const output = options.foreground ? "inherit" : "ignore";
  return spawn(process.execPath, [process.argv[1] ?? "", ...options.arguments], {
    argv0: options.program,
    env: environmentFor(role),
    stdio: ["ignore", output, output, "ipc"],
  });
}

/** From now on `listener` is told about it. */
export function followChild<To extends object, From>(
  child: ChildProcess,
  isMessage: (message: unknown) => message is From,
  listener: ChildListener<From>,
): RunningChild<To> {
  listen(child, isMessage, listener);
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

function listen<From>(
  child: ChildProcess,
  isMessage: (message: unknown) => message is From,
  listener: ChildListener<From>,
): void {
  child.on("message", (message) => {
    if (isMessage(message)) listener.message(message);
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
  return isOneOf(message, ["loaded", "prepared", "ready", "mail", "alive", "instance-state"]);
}

export function isFromCheckersProcess(message: unknown): message is FromCheckersProcess {
  return isOneOf(message, ["balancer", "ready", "mail", "alive"]);
}

/** Whether it is a message of this program at all: what it consists of is not doubted. */
function isOneOf(message: unknown, kinds: readonly string[]): boolean {
  if (typeof message !== "object" || message === null || !("kind" in message)) return false;
  return kinds.some((kind) => kind === message.kind);
}
