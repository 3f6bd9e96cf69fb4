import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { Duplex } from "node:stream";
import type { ChildExit, ChildName } from "../supervisor/index.ts";
import type { FromCheckersProcess, FromObserver, FromVrrpProcess, News } from "./messages.ts";
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
  /** Resolves when everything has been heard that it has said. */
  readonly heardOut: Promise<void>;
};

/**
 * Starts this program again in another role. It keeps the arguments of the daemon, because managers recognise
 * all of them by these. In the foreground it writes to the same standard error, otherwise to nowhere.
 */
export function spawnChild(role: ChildName, options: SupervisorOptions): ChildProcess {
  return spawnRole(role, options, ["ipc"]);
}

/**
 * The same of the observer process, which comes after others that want the processors, already while it loads its
 * program: `line` ends at its descriptor 3, and speaks as the status socket does.
 */
export function spawnObserver(options: SupervisorOptions): {
  readonly child: ChildProcess;
  readonly line: Duplex | undefined;
} {
  const child = spawnRole("observer", options, ["pipe", "ipc"], withoutCapabilities());
  if (child.pid !== undefined) yieldProcessors(child.pid);
  const line = child.stdio[3];
  return { child, line: line instanceof Duplex ? line : undefined };
}

/**
 * The words that take away what is not root's to give up with its user: capabilities that somebody has given to a
 * daemon of another user are inherited. None where there are no such, or no setpriv(1): the observer says then what it
 * has.
 */
function withoutCapabilities(): readonly string[] {
  if (process.geteuid?.() === 0) return [];
  const program = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path));
  return program === undefined ? [] : [program, "--ambient-caps=-all", "--inh-caps=-all", "--"];
}

/** It has one thread yet, from which the others will have it. What cannot be had is done without. */
function yieldProcessors(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended.
  }
}

function spawnRole(
  role: ChildName,
  options: SupervisorOptions,
  lines: readonly ("pipe" | "ipc")[],
  before: readonly string[] = [],
): ChildProcess {
  const output = options.foreground ? "inherit" : "ignore";
  const [file = process.execPath, ...words] = [
    ...before,
    process.execPath,
    process.argv[1] ?? "",
    ...options.arguments,
  ];
  return spawn(file, words, {
    ...(before.length === 0 && { argv0: options.program }),
    env: environmentFor(role),
    stdio: ["ignore", output, output, ...lines],
  });
}

/** From now on `listener` is told about it. */
export function followChild<To extends object, From>(
  child: ChildProcess,
  isMessage: (message: unknown) => message is From,
  listener: ChildListener<From>,
): RunningChild<To> {
  listen(child, isMessage, listener);
  const heardOut = new Promise<void>((resolve) => {
    if (child.connected) child.once("disconnect", resolve);
    else resolve();
  });
  return {
    heardOut,
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
  return isOneOf(message, [...newsKinds, "loaded", "prepared", "ready", "mail", "alive", "instance-state"]);
}

export function isFromCheckersProcess(message: unknown): message is FromCheckersProcess {
  return isOneOf(message, [...newsKinds, "balancer", "ready", "mail", "alive"]);
}

export function isFromObserver(message: unknown): message is FromObserver {
  if (isOneOf(message, ["ready", "alive"])) return true;
  return isOneOf(message, ["log"]) && hasText(message);
}

const newsKinds: readonly News["kind"][] = ["events", "answer", "result"];

/** The one process that strangers can reach: what it sends is looked at. */
function hasText(message: unknown): boolean {
  if (typeof message !== "object" || message === null) return false;
  return "message" in message && typeof message.message === "string";
}

/** Whether it is a message of this program at all: what it consists of is not doubted. */
function isOneOf(message: unknown, kinds: readonly string[]): boolean {
  if (typeof message !== "object" || message === null || !("kind" in message)) return false;
  return kinds.some((kind) => kind === message.kind);
}
