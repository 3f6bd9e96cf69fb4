import { assert } from "../../base/assert.ts";
import { elapsed, type Instant } from "../../base/time.ts";
import { outputLimit, type ProcessExit, type RunningProcess } from "../ports.ts";
import { monotonicClock } from "./clock.ts";
import { errno, errnoName } from "./errno.ts";
import { close, kill, waitid } from "./ffi.ts";
import { closeOutputPipe, leaveOutput, type OutputPipe } from "./output-pipe.ts";
import { OutputTail } from "./output-tail.ts";
import { type Watch, watchReadable } from "./poll.ts";
import { childInformation, howItEnded } from "./child-exit.ts";

/** waitid(2). */
const waitFor = { pidDescriptor: 3, exited: 4, noHang: 1, leave: 0x100_0000 } as const;

const sigkill = 9;

export type StartedChild = {
  readonly pid: number;
  /** Readable when the process has ended (pidfd_open(2)). */
  readonly pidDescriptor: number;
  /** Of standard output and standard error. Both ends stay open while the program runs. */
  readonly output: OutputPipe;
  readonly startedAt: Instant;
};

/** Stands for the status of a child that somebody else has waited for. */
const unknownStatus = 255;

const information = new Uint8Array(childInformation.size);

/**
 * A program that has been started, from then to its end; owns its descriptors. Only this child is waited for, so that
 * Node's own children are left to Node.
 */
export class ChildProcess implements RunningProcess {
  readonly #child: StartedChild;
  readonly #done: (exit: ProcessExit) => void;
  readonly #tail = new OutputTail(outputLimit);
  readonly #exitWatch: Watch;
  readonly #outputWatch: Watch;
  #ended = false;
  #killsGroup = false;

  constructor(child: StartedChild, done: (exit: ProcessExit) => void) {
    this.#child = child;
    this.#done = done;
    this.#exitWatch = watchReadable(child.pidDescriptor, () => this.#handleExit());
    this.#outputWatch = watchReadable(child.output.reading, () => this.#tail.readFrom(child.output.reading));
  }

  get pid(): number {
    return this.#child.pid;
  }

  signalGroup(signal: number): boolean {
    return !this.#ended && kill(-this.pid, signal) === 0;
  }

  killGroupAtEnd(): void {
    this.#killsGroup = true;
  }

  output(): string {
    if (!this.#ended) this.#tail.readFrom(this.#child.output.reading);
    return this.#tail.toString();
  }

  /** Lets go of the program without ending it: nothing more is reported. */
  abandon(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#exitWatch.close();
    this.#outputWatch.close();
    close(this.#child.pidDescriptor);
    leaveOutput(this.#child.output);
    closeOutputPipe(this.#child.output);
  }

  #handleExit(): void {
    const how = this.#wait();
    if (how === undefined) return;
    // A grandchild may hold the pipe open for ever: what is there now is all.
    leaveOutput(this.#child.output);
    this.#tail.readFrom(this.#child.output.reading);
    this.abandon();
    const duration = elapsed(this.#child.startedAt, monotonicClock.now());
    this.#done({ how, duration, output: this.#tail.toString() });
  }

  #wait(): ProcessExit["how"] | undefined {
    information.fill(0);
    const { pidDescriptor } = this.#child;
    const options = waitFor.exited | waitFor.noHang;
    if (this.#killsGroup) {
      // While its end has not been taken note of, its number cannot become that of another group.
      waitid(waitFor.pidDescriptor, pidDescriptor, information, options | waitFor.leave);
      if (howItEnded(information) !== undefined) kill(-this.pid, sigkill);
      information.fill(0);
    }
    const result = waitid(waitFor.pidDescriptor, pidDescriptor, information, options);
    if (result >= 0) return howItEnded(information);
    // Somebody else has waited for the child, and how it ended is lost.
    assert(result === -errno.ECHILD, `waitid: ${errnoName(-result)}`);
    return { kind: "exited", status: unknownStatus };
  }
}
