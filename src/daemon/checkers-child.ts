import { unreachable } from "../base/assert.ts";
import { childTitle } from "../supervisor/index.ts";
import { findLeftChecks } from "./checkers-record.ts";
import { severity } from "./log.ts";
import type { BalancerKind, DumpRequest, FromCheckersProcess, InstanceReport, ToCheckersProcess } from "./messages.ts";
import { releasePidFile } from "./pid-file.ts";
import {
  assignment,
  type ChildSurroundings,
  objectionToPidFile,
  stateDirectory,
  type SupervisedChild,
} from "./supervised-child.ts";
import { followChild, isFromCheckersProcess, type RunningChild, spawnChild } from "./supervisor-child.ts";

/** The checkers process, as the supervisor has to do with it. */
export class CheckersChild implements SupervisedChild {
  readonly #around: ChildSurroundings;
  #process: RunningChild<ToCheckersProcess> | undefined;
  /** One that came before has left its table, and in it what it knew. */
  #isReplacement = false;
  /** Without a vrrp process. */
  #isAlone = false;
  #balancer: BalancerKind | undefined;
  #instance: InstanceReport | undefined;

  constructor(around: ChildSurroundings) {
    this.#around = around;
  }

  /** What balances; undefined: no process has said so yet. */
  get balancer(): BalancerKind | undefined {
    return this.#balancer;
  }

  /**
   * Before the first start: looks for what an earlier daemon has left. A process that checks on without a supervisor is
   * ended: at once where another takes its place, which finds its table, else in good order.
   */
  succeed(isNeeded: boolean): void {
    const left = findLeftChecks(stateDirectory(this.#around));
    if (left === undefined) return;
    this.#isReplacement = true;
    if (left.orphan === undefined) return;
    this.#around.say(
      `Healthcheck process ${left.orphan} has lost its parent: ${isNeeded ? "taking over" : "ending it"}`,
    );
    endQuietly(left.orphan, isNeeded ? "SIGKILL" : "SIGTERM");
  }

  /** Of the configuration in force. */
  beAlone(isAlone: boolean): void {
    this.#isAlone = isAlone;
  }

  start(): void {
    const { options } = this.#around;
    const child = followChild<ToCheckersProcess, FromCheckersProcess>(
      spawnChild("checkers", options),
      isFromCheckersProcess,
      {
        message: (message) => this.#heard(message),
        ended: (exit) => {
          if (child.pid !== undefined) releasePidFile(this.#pidFile, child.pid);
          this.#process = undefined;
          this.#around.feed({ kind: "child-ended", child: "checkers", pid: child.pid, exit });
        },
      },
    );
    this.#process = child;
    this.configure();
    if (this.#instance !== undefined) child.send({ kind: "instance-state", ...this.#instance });
    if (child.pid === undefined) return;
    this.#around.say(`Starting ${childTitle("checkers")} child process, pid=${child.pid}`);
    const objection = objectionToPidFile(this.#pidFile, child.pid, "-c");
    if (objection !== undefined) this.#around.say(objection, { severity: severity.warning });
  }

  configure(): void {
    const { lvsBackend: backend, keepsTable } = this.#around.options;
    const told = { ...assignment(this.#around, this.#isReplacement), backend, keepsTable, isAlone: this.#isAlone };
    this.#isReplacement = true;
    this.#process?.send({ kind: "configure", ...told });
  }

  /** Of the vrrp process, for the sync daemon. One that starts later is told what was the last. */
  report(instance: InstanceReport): void {
    this.#instance = instance;
    this.#process?.send({ kind: "instance-state", ...instance });
  }

  dump(what: DumpRequest): void {
    this.#process?.send({ kind: "dump", what });
  }

  stop(): void {
    this.#process?.send({ kind: "stop" });
  }

  kill(): void {
    this.#process?.kill();
  }

  #heard(message: FromCheckersProcess): void {
    switch (message.kind) {
      case "balancer":
        this.#balancer = message.balancer;
        return undefined;
      case "ready":
        return this.#around.feed({ kind: "child-ready", child: "checkers" });
      case "alive":
        return this.#around.feed({ kind: "child-alive", child: "checkers" });
      case "mail":
        return this.#around.mail(message.mail);
      default:
        return unreachable(message);
    }
  }

  get #pidFile(): string {
    return this.#around.configuration.pidFiles.checkers;
  }
}

function endQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}
