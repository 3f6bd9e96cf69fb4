import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { inNamespace, type Program } from "./programs.ts";

/** How long anything may take before the test counts as failed. Milliseconds. */
const limit = 15_000;

/** A daemon in the foreground of its own namespace, and what it says on standard error. */
export class Daemon {
  readonly lines: string[] = [];
  readonly #process: ChildProcess;
  readonly #watchers = new Set<() => void>();
  #status: number | undefined;

  /** `prefix` are words before the program, such as those that take permissions away. */
  constructor(program: Program, words: readonly string[], prefix: readonly string[] = []) {
    const [command, ...rest] = inNamespace([
      ...prefix,
      program.command,
      ...(program.prefix ?? []),
      "-n",
      "-l",
      "-G",
      ...words,
    ]);
    this.#process = spawn(command, rest, { stdio: ["ignore", "ignore", "pipe"] });
    if (this.#process.stderr !== null) {
      createInterface(this.#process.stderr).on("line", (line) => {
        this.lines.push(line);
        this.#changed();
      });
    }
    this.#process.on("close", (status, signal) => {
      this.#status = signal === null ? (status ?? 0) : 128;
      this.#changed();
    });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get output(): string {
    return this.lines.join("\n");
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** The `count`-th line that matches, as soon as it is there. */
  async line(pattern: RegExp, count = 1): Promise<string> {
    const find = (): string | undefined => this.lines.filter((line) => pattern.test(line))[count - 1];
    await this.#until(() => find() !== undefined || this.#status !== undefined, `line ${String(pattern)}`);
    const line = find();
    if (line === undefined) throw new Error(`the daemon ended without ${String(pattern)}:\n${this.output}`);
    return line;
  }

  /** The exit status, once it has ended and all of its output is there; 128 when it was killed. */
  async ended(): Promise<number> {
    await this.#until(() => this.#status !== undefined, "an end");
    return this.#status ?? 0;
  }

  async stop(): Promise<number> {
    this.signal("SIGTERM");
    return await this.ended();
  }

  /** For the end of a test that may have failed anywhere. */
  async close(): Promise<void> {
    if (this.#status !== undefined) return;
    this.signal("SIGTERM");
    const kill = setTimeout(() => this.signal("SIGKILL"), 3_000);
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, "exit");
    clearTimeout(kill);
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
  }

  #until(holds: () => boolean, what: string): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const watcher = (): void => {
        if (!holds()) return;
        clearTimeout(timeout);
        this.#watchers.delete(watcher);
        resolve();
      };
      const timeout = setTimeout(() => {
        this.#watchers.delete(watcher);
        reject(new Error(`waited in vain for ${what}:\n${this.output}`));
      }, limit);
      this.#watchers.add(watcher);
    });
  }
}

/** Runs `use` with a daemon and ends that whatever happens. */
export async function withDaemon(daemon: Daemon, use: (daemon: Daemon) => Promise<void>): Promise<void> {
  try {
    await use(daemon);
  } finally {
    await daemon.close();
  }
}

/** The daemon runs: an instance has its first state. */
export const running = /Entering BACKUP STATE/u;
