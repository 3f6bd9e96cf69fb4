import type { Command } from "../base/command.ts";
import { type Duration, elapsed, type Instant, later } from "../base/time.ts";
import type { Alarm, MachinePorts, ProcessExit, RunningProcess } from "../platform/ports.ts";
import { nextRestartDelay } from "../supervisor/restart-delay.ts";

const sigterm = 15;

export type ReaderPorts = Pick<MachinePorts, "clock" | "openAlarm" | "processes">;

export type ReaderListener = {
  /** It has ended by itself, and is started again after `delay`. */
  readonly ended: (exit: ProcessExit, delay: Duration) => void;
  /** It has ended after `stop` or `await`; called once. */
  readonly gone: () => void;
};

/**
 * The program at the reading end of a FIFO. It is kept running: one that ends is started again, with a delay that
 * grows while it goes on ending.
 */
export class FifoReader {
  readonly #command: Command;
  readonly #ports: ReaderPorts;
  readonly #listener: ReaderListener;
  readonly #alarm: Alarm;
  #process: RunningProcess | undefined;
  #startedAt: Instant;
  #delay: Duration | undefined;
  #isWanted = true;

  constructor(command: Command, ports: ReaderPorts, listener: ReaderListener) {
    this.#command = command;
    this.#ports = ports;
    this.#listener = listener;
    this.#alarm = ports.openAlarm(() => this.#start());
    this.#startedAt = ports.clock.now();
    this.#start();
  }

  /** From now on its end is final: it is about to find the end of the file. */
  dismiss(): void {
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.#alarm.close();
    if (this.#process === undefined) this.#listener.gone();
  }

  /** Ends it. */
  stop(): void {
    this.#process?.signalGroup(sigterm);
    this.dismiss();
  }

  #start(): void {
    const { clock, processes } = this.#ports;
    this.#startedAt = clock.now();
    this.#process = processes.start(this.#command, {}, (exit) => this.#ended(exit));
  }

  #ended(exit: ProcessExit): void {
    this.#process = undefined;
    if (!this.#isWanted) return this.#listener.gone();
    const now = this.#ports.clock.now();
    this.#delay = nextRestartDelay(this.#delay, elapsed(this.#startedAt, now));
    this.#alarm.set(later(now, this.#delay));
    return this.#listener.ended(exit, this.#delay);
  }
}
