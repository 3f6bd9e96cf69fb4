import { type FifoPorts, NotifyFifo, type NotifyFifoSpec } from "./notify-fifo.ts";

/** All notify FIFOs: what is told is written to each. One that a reload does not change stays open, its reader too. */
export class NotifyFifos {
  readonly #ports: FifoPorts;
  readonly #report: (message: string) => void;
  readonly #readerGone: () => void;
  #fifos: readonly NotifyFifo[] = [];

  /** `readerGone` is called when a reader has ended for good. */
  constructor(ports: FifoPorts, report: (message: string) => void, readerGone: () => void) {
    this.#ports = ports;
    this.#report = report;
    this.#readerGone = readerGone;
  }

  /** Some reader has not ended yet. */
  get hasReaders(): boolean {
    return this.#fifos.some((fifo) => fifo.hasReader);
  }

  configure(specs: readonly NotifyFifoSpec[]): void {
    const wanted = new Map(specs.map((spec) => [JSON.stringify(spec), spec]));
    const kept = new Map<string, NotifyFifo>();
    for (const fifo of this.#fifos) {
      const key = JSON.stringify(fifo.spec);
      if (wanted.has(key)) kept.set(key, fifo);
      else fifo.stop();
    }
    this.#fifos = Array.from(
      wanted,
      ([key, spec]) => kept.get(key) ?? new NotifyFifo(spec, this.#ports, this.#report, this.#readerGone),
    );
  }

  write(line: string): void {
    for (const fifo of this.#fifos) fifo.write(line);
  }

  /** Readers come to the end of the file, and end if they are made so. */
  close(): void {
    for (const fifo of this.#fifos) fifo.close();
  }

  /** Ends what readers have not ended by themselves. */
  stop(): void {
    for (const fifo of this.#fifos) fifo.stop();
  }
}
