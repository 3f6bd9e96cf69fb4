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
import { kill, pidfdOpen, waitid } from "./ffi.ts";
import { closeOutputPipe, openOutputPipe } from "./output-pipe.ts";
import { childInformation } from "./child-exit.ts";
import { ScriptEnvironment } from "./script-environment.ts";
import { spawnProgram } from "./spawn.ts";
import { stringVector } from "./string-vector.ts";
import { must } from "./system-call.ts";

/** Starts programs with posix_spawn(3): the event loop waits only until the program is executed. */
export function openProcessRunner(): ProcessRunner {
  return new SpawningProcessRunner();
}

class SpawningProcessRunner implements ProcessRunner {
  readonly #running = new Set<ChildProcess>();
  readonly #environment = new ScriptEnvironment();
  #closed = false;

  /** The environment is that of this process, in which the given variables take the place of others. */
  start(
    command: Command,
    environment: Readonly<Record<string, string>>,
    done: (exit: ProcessExit) => void,
  ): RunningProcess {
    const startedAt = monotonicClock.now();
    try {
      return this.#follow(startChild(command, this.#environment.with(environment), startedAt), done);
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
    return { pid: undefined, signalGroup: () => false, killGroupAtEnd: () => {}, output: () => "" };
  }
}

/** `environment` is an `envp`. Throws SystemException. */
function startChild(command: Command, environment: Uint8Array, startedAt: Instant): StartedChild {
  const words = stringVector(command.words);
  const output = openOutputPipe();
  try {
    const pid = must("execve", spawnProgram(command.words[0], words, environment, output.writing));
    return { pid, pidDescriptor: openPidDescriptor(pid), output, startedAt };
  } catch (error) {
    closeOutputPipe(output);
    throw error;
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
