import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";

import { seconds, type Duration, type Instant } from "../base/time.ts";
import { Bulletin } from "./bulletin.ts";
import { CommandError, labEnvironment } from "./command.ts";
import { wallClock } from "./wall-clock.ts";

/** A line of output and when it was received. */
export type OutputLine = { readonly time: Instant; readonly text: string };

/** How a program ended: its exit status, or the signal that ended it. */
export type ProgramEnd = { readonly status: number | undefined; readonly signal: NodeJS.Signals | undefined };

/** How many lines of a program's output are kept, the latest ones. */
export const keptLines = 50_000;

/**
 * How long to wait for a line, when the caller does not say: 10 s, or as many seconds as HOLDFAST_LAB_PATIENCE says
 * where everything is slow.
 */
export const usualPatience: Duration = seconds(Number(process.env["HOLDFAST_LAB_PATIENCE"] ?? 10));

/** A running program: its output as lines with times of receipt, awaited without polling. */
export class Program {
  /** Settles when the program has ended, whatever its status. */
  readonly ended: Promise<ProgramEnd>;
  readonly #command: readonly string[];
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #bulletin = new Bulletin();
  readonly #lines: OutputLine[] = [];
  readonly #listeners = new Set<(line: OutputLine) => void>();
  #dropped = 0;
  #end: ProgramEnd | undefined;
  #silent = false;

  /** Starts `command`; with `binary` standard output is left alone for the reader of `output`. */
  constructor(command: readonly string[], options: { readonly binary?: boolean } = {}) {
    const [file = "", ...words] = command;
    this.#command = command;
    this.#child = spawn(file, words, { cwd: "/", env: labEnvironment(), stdio: "pipe" });
    this.#child.stdin.on("error", () => {});
    this.#readLines(this.#child.stderr);
    if (options.binary !== true) this.#readLines(this.#child.stdout);
    this.ended = new Promise((resolve) => {
      const end = (result: ProgramEnd): void => {
        this.#end ??= result;
        resolve(this.#end);
      };
      this.#child.once("error", (error) => {
        this.#silent = true;
        this.#add(error.message);
        end({ status: 127, signal: undefined });
      });
      this.#child.once("exit", (status, signal) => {
        end({ status: status ?? undefined, signal: signal ?? undefined });
      });
      // Its last lines may still be on their way when it has ended.
      this.#child.once("close", () => {
        this.#silent = true;
        this.#bulletin.announce();
      });
    });
  }

  /** Undefined when it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  get input(): NodeJS.WritableStream {
    return this.#child.stdin;
  }

  get output(): NodeJS.ReadableStream {
    return this.#child.stdout;
  }

  /** The latest lines of standard output and standard error together. */
  get lines(): readonly OutputLine[] {
    return this.#lines;
  }

  /** How many lines there have been so far: a mark from which to await the next ones. */
  get mark(): number {
    return this.#dropped + this.#lines.length;
  }

  onLine(listener: (line: OutputLine) => void): void {
    this.#listeners.add(listener);
  }

  /**
   * The first line after `mark` that matches. Rejects with OverdueError, and with CommandError when the program ends.
   */
  async awaitLine(pattern: RegExp, mark = 0, within: Duration = usualPatience): Promise<OutputLine> {
    const found = await this.#bulletin.until<OutputLine | CommandError>(
      () => {
        const line = this.#lines.slice(Math.max(0, mark - this.#dropped)).find((each) => pattern.test(each.text));
        return line ?? (this.#silent ? this.#failure(`ended without ${String(pattern)}`) : undefined);
      },
      within,
      () => this.#failure(`no line like ${String(pattern)}`).message,
    );
    if (found instanceof CommandError) throw found;
    return found;
  }

  #failure(what: string): CommandError {
    const tail = this.#lines.slice(-25).map((line) => `    ${line.text}`);
    return new CommandError([`${this.#command.join(" ")}: ${what}; last lines:`, ...tail].join("\n"));
  }

  #readLines(stream: NodeJS.ReadableStream): void {
    createInterface({ input: stream }).on("line", (text) => {
      this.#add(text);
    });
  }

  #add(text: string): void {
    const line = { time: wallClock(), text };
    this.#lines.push(line);
    if (this.#lines.length > keptLines) {
      this.#lines.shift();
      this.#dropped += 1;
    }
    for (const listener of this.#listeners) listener(line);
    this.#bulletin.announce();
  }
}
