import type { Command } from "../../base/command.ts";
import { elapsed, type Instant } from "../../base/time.ts";
import {
  type ProcessExit,
  type ProcessRunner,
  type RunningProcess,
  type SystemError,
  SystemException,
} from "../ports.ts";
import { ChildProcess, type StartedChild } from "./child-process.ts";
import { monotonicClock } from "./clock.ts";
import { close, kill, pidfdOpen, waitid } from "./ffi.ts";
import { openOutputPipe } from "./output-pipe.ts";
import { childInformation } from "./child-exit.ts";
import { spawnProgram } from "./spawn.ts";
import { stringVector } from "./string-vector.ts";
import { must } from "./system-call.ts";

/** Variables that change what a program executes (keepalived.conf(5), "SCRIPTS"). */
const removedVariables: ReadonlySet<string> = new Set(["LD_PRELOAD", "LD_LIBRARY_PATH", "IFS"]);

/** Starts programs with posix_spawn(3): the event loop waits only until the program is executed. */
export function openProcessRunner(): ProcessRunner {
  return new SpawningProcessRunner();
}

class SpawningProcessRunner implements ProcessRunner {
  readonly #running = new Set<ChildProcess>();
  readonly #inherited: Readonly<Record<string, string | undefined>> = { ...process.env };
  #closed = false;

  /** The environment is that of this process, in which the given variables take the place of others. */
  start(
    command: Command,
    environment: Readonly<Record<string, string>>,
    done: (exit: ProcessExit) => void,
  ): RunningProcess {
    const startedAt = monotonicClock.now();
    try {
      return this.#follow(startChild(command, { ...this.#inherited, ...environment }, startedAt), done);
    } catch (error) {
      if (!(error instanceof SystemException)) throw error;
      return this.#reportLater(error.error, startedAt, done);
    }
  }

  /** What runs is left to itself. */
  close(): void {
    this.#closed = true;
    for (const child of this.#running) child.abandon();
    this.#running.clear();
  }

  #follow(started: StartedChild, done: (exit: ProcessExit) => void): RunningProcess {
    const child = new ChildProcess(started, (exit) => {
      this.#running.delete(child);
      done(exit);
    });
    this.#running.add(child);
    return child;
  }

  #reportLater(error: SystemError, startedAt: Instant, done: (exit: ProcessExit) => void): RunningProcess {
    const exit: ProcessExit = {
      how: { kind: "not-started", error },
      duration: elapsed(startedAt, monotonicClock.now()),
      output: "",
    };
    setImmediate(() => {
      if (!this.#closed) done(exit);
    });
    return { pid: undefined, signalGroup: () => false };
  }
}

/** Throws SystemException. */
function startChild(
  command: Command,
  environment: Readonly<Record<string, string | undefined>>,
  startedAt: Instant,
): StartedChild {
  const words = stringVector(command.words);
  const variables = stringVector(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined || removedVariables.has(name) ? [] : [`${name}=${value}`],
    ),
  );
  const { reading, writing } = openOutputPipe();
  try {
    const pid = must("execve", spawnProgram(command.words[0], words, variables, writing));
    return { pid, pidDescriptor: openPidDescriptor(pid), output: reading, startedAt };
  } catch (error) {
    close(reading);
    throw error;
  } finally {
    close(writing);
  }
}

const killSignal = 9;
const waitForPid = 1;
const waitExited = 4;

/** A child that cannot be watched is ended at once. Throws SystemException. */
function openPidDescriptor(pid: number): number {
  const descriptor = pidfdOpen(pid);
  if (descriptor < 0) {
    kill(-pid, killSignal);
    waitid(waitForPid, pid, new Uint8Array(childInformation.size), waitExited);
  }
  return must("pidfd_open", descriptor);
}
