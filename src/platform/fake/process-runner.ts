import type { Command } from "../../base/command.ts";
import { type Duration, elapsed, type Instant, later, zeroDuration } from "../../base/time.ts";
import { outputLimit, type ProcessExit, type ProcessRunner, type RunningProcess } from "../ports.ts";
import type { FakeClock } from "./clock.ts";

/** How a program will end when nobody ends it before; "never" runs until a signal. */
export type Verdict = {
  readonly how: ProcessExit["how"] | { readonly kind: "never" };
  readonly after: Duration;
  readonly output?: string;
};

/** Decides what becomes of each program that is started. */
export type Judge = (command: Command, environment: Readonly<Record<string, string>>) => Verdict;

/** A program that was started, in the order of the starts. */
export type Start = {
  readonly at: Instant;
  readonly command: Command;
  readonly environment: Readonly<Record<string, string>>;
};

export const success: Verdict = { how: { kind: "exited", status: 0 }, after: zeroDuration };

/** Signals that end what does not handle them; others are received without effect. */
const signalNames: ReadonlyMap<number, string> = new Map([
  [1, "SIGHUP"],
  [2, "SIGINT"],
  [3, "SIGQUIT"],
  [6, "SIGABRT"],
  [9, "SIGKILL"],
  [15, "SIGTERM"],
]);

const firstPid = 1000;

/** Runs nothing: each program ends as a judge has decided, or when it is sent a signal. */
export class FakeProcessRunner implements ProcessRunner {
  readonly #clock: FakeClock;
  readonly #starts: Start[] = [];
  #closed = false;
  /** May be replaced at any time. */
  judge: Judge;

  constructor(clock: FakeClock, judge: Judge = () => success) {
    this.#clock = clock;
    this.judge = judge;
  }

  get starts(): readonly Start[] {
    return this.#starts;
  }

  start(
    command: Command,
    environment: Readonly<Record<string, string>>,
    done: (exit: ProcessExit) => void,
  ): RunningProcess {
    const at = this.#clock.now();
    const { how, after, output = "" } = this.judge(command, environment);
    this.#starts.push({ at, command, environment });
    let running = true;
    const end = (ending: ProcessExit["how"]): void => {
      running = false;
      // The last bytes are what is kept; fakes write ASCII.
      const exit = { how: ending, duration: elapsed(at, this.#clock.now()), output: output.slice(-outputLimit) };
      if (!this.#closed) done(exit);
    };
    const callOff = how.kind === "never" ? undefined : this.#clock.schedule(later(at, after), () => end(how));
    return {
      pid: how.kind === "not-started" ? undefined : firstPid + this.#starts.length,
      signalGroup: (signal) => {
        if (!running || how.kind === "not-started") return false;
        const name = signalNames.get(signal);
        if (name === undefined) return true;
        running = false;
        callOff?.();
        this.#clock.schedule(this.#clock.now(), () => end({ kind: "signalled", signal, name }));
        return true;
      },
      // Programs here start no others.
      killGroupAtEnd: () => {},
      output: () => output.slice(-outputLimit),
    };
  }

  close(): void {
    this.#closed = true;
  }
}
