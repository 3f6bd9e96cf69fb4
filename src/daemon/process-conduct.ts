import { type Duration, microseconds, printSeconds, seconds } from "../base/time.ts";
import type { ChildProcessConfig, ProcessesConfig } from "../config/global-config.ts";
import { printSystemError, type SystemError } from "../platform/ports.ts";
import {
  lockMemory,
  setNiceness,
  setProcessors,
  setRealTimeLimit,
  setRealTimePriority,
} from "../platform/linux/index.ts";
import { type PriorityLimits, PriorityRaiser } from "./priority-raiser.ts";

/**
 * The least that a limit of computing time may be: collecting garbage or compiling can take a part of it, and the
 * kernel kills a process that goes beyond.
 */
const leastRealTimeLimit: Duration = seconds(1);

const usualAutomaticDelay: Duration = microseconds(1_000_000);

const noRaising: PriorityLimits = { maximum: 0, delay: usualAutomaticDelay };

type Settings = ChildProcessConfig & { readonly limits: PriorityLimits };

/** The processes whose conduct can be configured, by what their keywords begin with. */
export type ConductOf = "vrrp" | "checker";

/**
 * How the kernel treats this process: nice value, real-time scheduling, processors, locked memory (keepalived.conf(5),
 * "vrrp_priority", "checker_priority" and the following). What cannot be had is said and done without.
 */
export class ProcessConduct {
  readonly #of: ConductOf;
  readonly #say: (message: string) => void;
  #raiser = new PriorityRaiser(undefined, noRaising);
  /** What is in force. */
  #settings: Settings = { limits: noRaising };

  constructor(of: ConductOf, say: (message: string) => void) {
    this.#of = of;
    this.#say = say;
  }

  /** At the start and at each reload: only what has changed is done. */
  apply(processes: ProcessesConfig): void {
    const { maximumAutomaticPriority = 0, automaticPriorityDelay = usualAutomaticDelay } = processes;
    const before = this.#settings;
    const wanted = {
      ...processes[this.#of],
      limits: { maximum: maximumAutomaticPriority, delay: automaticPriorityDelay },
    };
    this.#settings = wanted;
    const { niceness, realTimePriority, processors } = wanted;
    if (JSON.stringify(processors) !== JSON.stringify(before.processors) && processors !== undefined) {
      this.#tell("cpu_affinity", setProcessors(processors));
    }
    if (wanted.noSwap === true && before.noSwap !== true) this.#tell("no_swap", lockMemory());
    if (schedulingOf(wanted) === schedulingOf(before)) return;
    if (realTimePriority !== undefined || maximumAutomaticPriority > 0) this.#limit(wanted.realTimeLimit);
    this.#tell("rt_priority", setRealTimePriority(realTimePriority));
    // Under real-time scheduling it means nothing.
    if (realTimePriority === undefined) this.#tell("priority", setNiceness(niceness ?? 0));
    this.#raiser = new PriorityRaiser(realTimePriority, wanted.limits);
  }

  /** A deadline was kept that much too late. */
  late(by: Duration): void {
    const priority = this.#raiser.late(by);
    if (priority === undefined) return;
    const failure = setRealTimePriority(priority);
    this.#say(
      failure === undefined
        ? `A timer was ${printSeconds(by)} s late: real-time priority set to ${priority}`
        : `A timer was ${printSeconds(by)} s late, and the priority cannot be raised (${printSystemError(failure)})`,
    );
  }

  #limit(wanted: Duration = leastRealTimeLimit): void {
    if (wanted < leastRealTimeLimit) {
      this.#say(
        `${this.#of}_rlimit_rttime ${wanted} is less than this process may need in one go: using ${leastRealTimeLimit}`,
      );
    }
    this.#tell("rlimit_rttime", setRealTimeLimit(wanted < leastRealTimeLimit ? leastRealTimeLimit : wanted));
  }

  #tell(keyword: string, failure: SystemError | undefined): void {
    if (failure !== undefined) this.#say(`${this.#of}_${keyword} has no effect (${printSystemError(failure)})`);
  }
}

/** What of the settings is about scheduling. */
function schedulingOf({ niceness = 0, realTimePriority, realTimeLimit, limits }: Settings): string {
  return JSON.stringify([niceness, realTimePriority, realTimeLimit, limits.maximum, limits.delay]);
}
