import { findLeftChecks } from "./checkers-record.ts";
import type { BalancerKind, FromCheckersProcess, InstanceReport, ToCheckersProcess } from "./messages.ts";
import { assignment, type ChildSurroundings, stateDirectory } from "./supervised-child.ts";
import { followChild, isFromCheckersProcess, type RunningChild, spawnChild } from "./supervisor-child.ts";
import { Worker } from "./worker.ts";

/** The checkers process, as the supervisor has to do with it. */
export class CheckersChild {
  readonly worker: Worker<ToCheckersProcess>;
  readonly #around: ChildSurroundings;
  /** One that came before has left its table, and in it what it knew. */
  #isReplacement = false;
  /** Without a vrrp process. */
  #isAlone = false;
  #balancer: BalancerKind | undefined;
  #instance: InstanceReport | undefined;

  constructor(around: ChildSurroundings) {
    this.#around = around;
    this.worker = new Worker<ToCheckersProcess>(around, {
      name: "checkers",
      pidFileOption: "-c",
      spawn: (ended) =>
        followChild<ToCheckersProcess, FromCheckersProcess>(
          spawnChild("checkers", around.options),
          isFromCheckersProcess,
          { message: (message) => this.#heard(message), ended },
        ),
      begin: (child) => this.#begin(child),
      configure: () => this.#configure(),
      isNamedLater: () => false,
    });
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

  /** Of the vrrp process, for the sync daemon. One that starts later is told what was the last. */
  report(instance: InstanceReport): void {
    this.#instance = instance;
    this.worker.tell({ kind: "instance-state", ...instance });
  }

  #begin(child: RunningChild<ToCheckersProcess>): void {
    this.#configure();
    if (this.#instance !== undefined) child.send({ kind: "instance-state", ...this.#instance });
  }

  #configure(): void {
    const { lvsBackend: backend, keepsTable } = this.#around.options;
    const told = { ...assignment(this.#around, this.#isReplacement), backend, keepsTable, isAlone: this.#isAlone };
    this.#isReplacement = true;
    this.worker.tell({ kind: "configure", ...told, overrides: this.#around.overrides() });
  }

  #heard(message: FromCheckersProcess): void {
    if (message.kind === "balancer") this.#balancer = message.balancer;
    else this.worker.hear(message);
  }
}

function endQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}
