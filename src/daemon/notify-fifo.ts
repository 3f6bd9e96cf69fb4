import type { Command } from "../base/command.ts";
import { zeroDuration, printSeconds } from "../base/time.ts";
import {
  type NamedPipe,
  type NamedPipeOptions,
  type OpenNamedPipe,
  printSystemError,
  SystemException,
} from "../platform/ports.ts";
import { FifoReader, type ReaderPorts } from "./fifo-reader.ts";
import { describeFailure } from "./process-failure.ts";

/** As the configuration wants one. */
export type NotifyFifoSpec = {
  /** For the log: "notify fifo", "vrrp notify fifo". */
  readonly title: string;
  readonly path: string;
  readonly owner: NamedPipeOptions["owner"];
  /** Reads it; undefined: somebody does whom we do not start. */
  readonly reader: Command | undefined;
};

export type FifoPorts = ReaderPorts & { readonly openNamedPipe: OpenNamedPipe };

/** Everybody may listen, as with the reference; only the owner may write. */
const mode = 0o644;

/** One notify FIFO with its reader. A line that it cannot take is lost and counted: nobody waits for a reader. */
export class NotifyFifo {
  readonly spec: NotifyFifoSpec;
  readonly #report: (message: string) => void;
  readonly #pipe: NamedPipe | undefined;
  readonly #reader: FifoReader | undefined;
  #lost = 0;
  #hasReader = false;

  /** `readerGone` is called once its reader has ended for good, if it had one. */
  constructor(spec: NotifyFifoSpec, ports: FifoPorts, report: (message: string) => void, readerGone: () => void) {
    this.spec = spec;
    this.#report = report;
    this.#pipe = this.#open(ports.openNamedPipe);
    if (this.#pipe === undefined || spec.reader === undefined) return;
    const { title } = spec;
    this.#hasReader = true;
    this.#reader = new FifoReader(spec.reader, ports, {
      ended: (exit, delay) => {
        const how = describeFailure(exit) ?? "ended by itself";
        const again = delay === zeroDuration ? "at once" : `in ${printSeconds(delay)} seconds`;
        report(`${title} script terminated`);
        report(`${title} script ${spec.reader?.words.at(0) ?? ""} ${how}; it is started again ${again}`);
      },
      gone: () => {
        this.#hasReader = false;
        readerGone();
      },
    });
  }

  /** Its reader runs, or is about to be started. */
  get hasReader(): boolean {
    return this.#hasReader;
  }

  write(line: string): void {
    const error = this.#pipe?.write(`${line}\n`);
    if (this.#pipe === undefined) return;
    const { title, path } = this.spec;
    if (error !== undefined) {
      if (this.#lost === 0)
        this.#report(`${title} ${path} does not take lines (${printSystemError(error)}): they are lost`);
      this.#lost += 1;
    } else if (this.#lost > 0) {
      this.#report(`${title} ${path} takes lines again: ${this.#lost} were lost`);
      this.#lost = 0;
    }
  }

  /** The reader comes to the end of the file. */
  close(): void {
    this.#reader?.dismiss();
    this.#pipe?.close();
  }

  /** Ends the reader, too. */
  stop(): void {
    this.#reader?.stop();
    this.close();
  }

  #open(openNamedPipe: OpenNamedPipe): NamedPipe | undefined {
    const { title, path, owner } = this.spec;
    try {
      return openNamedPipe({ path, mode, owner });
    } catch (error) {
      if (!(error instanceof SystemException)) throw error;
      this.#report(`Unable to open ${title} ${path} (${printSystemError(error.error)}): nothing is written to it`);
      return undefined;
    }
  }
}
