import type { Command } from "../../base/command.ts";
import { elapsed, later, type Instant, milliseconds } from "../../base/time.ts";
import type { MiscCheck } from "../../check/config.ts";
import type { CheckFailure, CheckOutcome } from "../../check/outcome.ts";
import type { Clock, ProcessExit, ProcessRunner, RunningProcess } from "../../platform/ports.ts";
import type { Deadlines, Expiring } from "./deadlines.ts";
import type { ProbeRun } from "./probe.ts";

export type ScriptTools = {
  readonly clock: Clock;
  readonly processes: ProcessRunner;
  readonly deadlines: Deadlines;
  /** Scripts whose check is over and who have been told to end. */
  readonly ending: Set<ProbeRun>;
};

const sigkill = 9;
const sigterm = 15;

/** How long a script that has been told to end may take for it. The check has failed by then. */
const grace = milliseconds(1000);

/** Statuses from here on set a weight (keepalived.conf(5), "misc_dynamic"). */
const firstWeightStatus = 2;

/** MISC_CHECK: a command that is run to its end, or to the end of its time and then ended with all it has started. */
export class ScriptRun implements ProbeRun, Expiring {
  readonly #tools: ScriptTools;
  readonly #config: MiscCheck;
  readonly #done: (outcome: CheckOutcome) => void;
  readonly #startedAt: Instant;
  readonly #process: RunningProcess;
  #state: "running" | "ending" | "over" = "running";

  constructor(tools: ScriptTools, config: MiscCheck, command: Command, done: (outcome: CheckOutcome) => void) {
    this.#tools = tools;
    this.#config = config;
    this.#done = done;
    this.#startedAt = tools.clock.now();
    this.#process = tools.processes.start(command, {}, (exit) => this.#handleExit(exit));
    tools.deadlines.set(this, later(this.#startedAt, config.timeout));
  }

  cancel(): void {
    if (this.#state !== "over") this.#endProcess(sigkill);
    this.#end();
  }

  /** The first time the script is asked to end, the second time it is not asked. */
  expire(): void {
    if (this.#state === "ending") {
      this.#endProcess(sigkill);
      this.#end();
    } else if (this.#state === "running") {
      this.#state = "ending";
      this.#tools.ending.add(this);
      const output = this.#process.output();
      this.#endProcess(sigterm);
      this.#tools.deadlines.set(this, later(this.#tools.clock.now(), grace));
      this.#report({ kind: "script-timeout", output });
    }
  }

  #end(): void {
    this.#state = "over";
    this.#tools.ending.delete(this);
    this.#tools.deadlines.set(this, undefined);
  }

  #endProcess(signal: number): void {
    this.#process.killGroupAtEnd();
    this.#process.signalGroup(signal);
  }

  #handleExit({ how, output }: ProcessExit): void {
    const wasRunning = this.#state === "running";
    this.#end();
    if (wasRunning) this.#judge(how, output);
  }

  #judge(how: ProcessExit["how"], output: string): void {
    if (how.kind === "not-started") {
      const { error } = how;
      return this.#report({ kind: "impossible", message: `${this.#config.script.command.words[0]}: ${error.code}` });
    }
    if (how.kind === "signalled") return this.#report({ kind: "signalled", signal: how.signal, output });
    const { status } = how;
    if (status === 0) this.#succeed(undefined);
    else if (this.#config.dynamic && status >= firstWeightStatus) this.#succeed(status - firstWeightStatus);
    else this.#report({ kind: "exited", status, output });
  }

  #succeed(weight: number | undefined): void {
    const duration = elapsed(this.#startedAt, this.#tools.clock.now());
    this.#done(weight === undefined ? { kind: "success", duration } : { kind: "success", duration, weight });
  }

  #report(reason: CheckFailure): void {
    this.#done({ kind: "failure", duration: elapsed(this.#startedAt, this.#tools.clock.now()), reason });
  }
}
