import type { Duration } from "../base/time.ts";
import { OverdueError } from "./bulletin.ts";
import type { NetworkNamespace } from "./namespace.ts";
import { descendants, killAtOnce, signalProcess } from "./process-tree.ts";
import { usualPatience, type OutputLine, type Program, type ProgramEnd } from "./program.ts";

/** A Keepalived-compatible daemon: the words that start it, before any option. */
export type DaemonProgram = readonly [string, ...string[]];

/** Keepalived as the distribution packages it. */
export const referenceDaemon: DaemonProgram = ["/usr/sbin/keepalived"];

export type DaemonOptions = {
  readonly program: DaemonProgram;
  /** Configuration file as the node sees it; /etc/keepalived/keepalived.conf when left out. */
  readonly file?: string;
  /** Further options; it runs in the foreground and logs everything to the console in any case. */
  readonly options?: readonly string[];
};

/** A daemon that runs on a node of the lab. */
export class Daemon {
  readonly #program: Program;

  private constructor(program: Program) {
    this.#program = program;
  }

  /** Resolves when there is a process to send signals to. */
  static async start(namespace: NetworkNamespace, options: DaemonOptions): Promise<Daemon> {
    const file = options.file ?? "/etc/keepalived/keepalived.conf";
    const words = ["-n", "-l", "-D", "-f", file, ...(options.options ?? [])];
    const announced = ["sh", "-c", 'echo "$0"; exec "$@"', "(started by the lab)"];
    const program = namespace.spawn([...announced, ...options.program, ...words]);
    await program.awaitLine(/^\(started by the lab\)$/u);
    return new Daemon(program);
  }

  /** Its log so far, with the times of receipt. */
  get log(): readonly OutputLine[] {
    return this.#program.lines;
  }

  /** Settles when the parent process has ended. */
  get ended(): Promise<ProgramEnd> {
    return this.#program.ended;
  }

  /** A mark of where the log stands now: await what comes after it. */
  get mark(): number {
    return this.#program.mark;
  }

  onLine(listener: (line: OutputLine) => void): void {
    this.#program.onLine(listener);
  }

  /** The first line of the log, after `mark`, that matches. Rejects with OverdueError, or CommandError if it ends. */
  async awaitLog(pattern: RegExp, mark?: number, within?: Duration): Promise<OutputLine> {
    return this.#program.awaitLine(pattern, mark, within);
  }

  /** Its processes, parents first, as seen from outside. Empty when it has ended. */
  get processes(): readonly number[] {
    return this.#program.pid === undefined ? [] : descendants(this.#program.pid);
  }

  /** Sends a signal to the parent process, as an operator does. */
  signal(name: NodeJS.Signals): void {
    const [parent] = this.processes;
    if (parent !== undefined) signalProcess(parent, name);
  }

  /** SIGHUP: reads its configuration again. */
  reload(): void {
    this.signal("SIGHUP");
  }

  /** SIGTERM, and waits for its end. Rejects with OverdueError. */
  async stop(within: Duration = usualPatience): Promise<ProgramEnd> {
    this.signal("SIGTERM");
    return this.#endWithin(within);
  }

  /** SIGKILL to all its processes at one moment, which is when this returns; settles when they have ended. */
  async kill(): Promise<void> {
    const [parent, ...below] = this.processes;
    if (parent !== undefined) killAtOnce(parent, below);
    await this.#endWithin(usualPatience);
  }

  async #endWithin(within: Duration): Promise<ProgramEnd> {
    let overdue: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const tail = (): string =>
        this.log
          .slice(-10)
          .map((line) => `    ${line.text}`)
          .join("\n");
      const fail = (): void => reject(new OverdueError(`the daemon has not ended; last lines:\n${tail()}`));
      overdue = setTimeout(fail, within / 1_000);
    });
    try {
      return await Promise.race([this.ended, late]);
    } finally {
      clearTimeout(overdue);
    }
  }
}
