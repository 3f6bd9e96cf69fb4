import { unreachable } from "../base/assert.ts";
import { type ChildExit, childTitle, type WorkerName } from "../supervisor/index.ts";
import { severity } from "./log.ts";
import type { DumpRequest, FromWorker, ToWorker } from "./messages.ts";
import { claimPidFile, releasePidFile } from "./pid-file.ts";
import type { ChildSurroundings, SupervisedChild } from "./supervised-child.ts";
import type { RunningChild } from "./supervisor-child.ts";

/** In what the two workers differ. */
type WorkerPart<To extends object> = {
  readonly name: WorkerName;
  /** The option that gives its pid file another path. */
  readonly pidFileOption: string;
  /** Starts a process, or takes the one on standby. */
  readonly spawn: (ended: (exit: ChildExit) => void) => RunningChild<To>;
  /** Says to a process that was just started what it needs; `before`: all has been heard of the one before it. */
  readonly begin: (child: RunningChild<To>, before: Promise<void> | undefined) => void;
  /** Gives the process the configuration in force. */
  readonly configure: () => void;
  /** The pid file is not to name the process yet. */
  readonly isNamedLater: () => boolean;
};

/**
 * The vrrp or the checkers process, as the supervisor has to do with it: what is the same for both. `To`: what it can
 * be told.
 */
export class Worker<To extends object> implements SupervisedChild {
  readonly #around: ChildSurroundings;
  readonly #part: WorkerPart<To | ToWorker>;
  #process: RunningChild<To | ToWorker> | undefined;
  #heardOut: Promise<void> | undefined;

  constructor(around: ChildSurroundings, part: WorkerPart<To | ToWorker>) {
    this.#around = around;
    this.#part = part;
  }

  start(): void {
    const { name, spawn, begin, isNamedLater } = this.#part;
    const child = spawn((exit) => {
      if (child.pid !== undefined) releasePidFile(this.#pidFile, child.pid);
      this.#process = undefined;
      this.#around.feed({ kind: "child-ended", child: name, pid: child.pid, exit });
    });
    this.#process = child;
    const before = this.#heardOut;
    this.#heardOut = child.heardOut;
    begin(child, before);
    if (child.pid === undefined) return;
    this.#around.say(`Starting ${childTitle(name)} child process, pid=${child.pid}`);
    if (!isNamedLater()) this.claimPidFile();
  }

  configure(): void {
    this.#part.configure();
  }

  /** From now on the pid file names the process that runs. */
  claimPidFile(): void {
    if (this.pid === undefined) return;
    const claim = claimPidFile(this.#pidFile, this.pid);
    if (claim.kind === "claimed") return;
    const why = claim.kind === "failed" ? claim.code : `it names the running process ${claim.pid}`;
    const objection = `Cannot write pid file ${this.#pidFile}: ${why}; name another with ${this.#part.pidFileOption}`;
    this.#around.say(objection, { severity: severity.warning });
  }

  dump(what: DumpRequest): void {
    this.tell({ kind: "dump", what });
  }

  /** False: there is no process. */
  tell(message: To | ToWorker): boolean {
    this.#process?.send(message);
    return this.pid !== undefined;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  ask(id: number): void {
    this.tell({ kind: "ask", id });
  }

  stop(): void {
    this.tell({ kind: "stop" });
  }

  async heardOut(): Promise<void> {
    await this.#heardOut;
  }

  kill(): void {
    this.#process?.kill();
  }

  /** What either worker says. */
  hear(message: FromWorker): void {
    const { name } = this.#part;
    switch (message.kind) {
      case "ready":
        return this.#around.feed({ kind: "child-ready", child: name });
      case "alive":
        return this.#around.feed({ kind: "child-alive", child: name });
      case "mail":
        return this.#around.mail(message.mail);
      case "events":
      case "answer":
      case "result":
        return this.#around.hear(name, message);
      default:
        return unreachable(message);
    }
  }

  get #pidFile(): string {
    return this.#around.configuration.pidFiles[this.#part.name];
  }
}
