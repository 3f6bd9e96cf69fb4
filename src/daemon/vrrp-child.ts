import { unreachable } from "../base/assert.ts";
import type { StoodWarning } from "../vrrp/recollection.ts";
import { findOrphan } from "./journal/succession.ts";
import type { FromVrrpProcess, InstanceReport, ToVrrpProcess } from "./messages.ts";
import { assignment, type ChildSurroundings, stateDirectory } from "./supervised-child.ts";
import type { RunningChild } from "./supervisor-child.ts";
import type { VrrpProcesses } from "./vrrp-processes.ts";
import { Worker } from "./worker.ts";

/** The vrrp process, as the supervisor has to do with it. */
export class VrrpChild {
  readonly worker: Worker<ToVrrpProcess>;
  readonly #around: ChildSurroundings;
  readonly #processes: VrrpProcesses;
  readonly #reported: (report: InstanceReport) => void;
  /** The vrrp process of an earlier supervisor that has died, which is still to be taken over. */
  #orphan: number | undefined;
  #wantsStandby = false;
  /** One has been told what to do. */
  #hasStarted = false;

  /** `processes` may have one on standby already; `reported` is told what the checkers process has to know. */
  constructor(around: ChildSurroundings, processes: VrrpProcesses, reported: (report: InstanceReport) => void) {
    this.#around = around;
    this.#processes = processes;
    this.#reported = reported;
    this.worker = new Worker<ToVrrpProcess>(around, {
      name: "vrrp",
      pidFileOption: "-r",
      spawn: (ended) => processes.start({ message: (message) => this.#heard(message), ended }),
      begin: (child, before) => this.#begin(child, before),
      configure: () => this.#configure([]),
      // Until the new process has taken over, the file names the one that has lost its parent.
      isNamedLater: () => this.#orphan !== undefined,
    });
    processes.onReady((pid) => around.say(`VRRP standby process is ready, pid=${pid}`, { detail: true }));
  }

  /** Looks for one that serves without a supervisor: it goes on until it is taken over. Returns its number. */
  findOrphan(): number | undefined {
    this.#orphan = findOrphan(stateDirectory(this.#around))?.pid;
    return this.#orphan;
  }

  /** Of the configuration in force: one that dies can only be replaced in time by one that is there already. */
  wantStandby(isWanted: boolean): void {
    this.#wantsStandby = isWanted;
  }

  /** One that takes the place of another goes on with what that one has told, and says when it is over. */
  #begin(child: RunningChild<ToVrrpProcess>, before: Promise<void> | undefined): void {
    const warnings = this.#around.warnings(child.pid);
    this.#configure(warnings);
    void before?.then(() => {
      const late = this.#around.warnings(child.pid).filter((each) => !warnings.includes(each));
      if (late.length > 0) child.send({ kind: "recall", warnings: late });
    });
  }

  #configure(warnings: readonly StoodWarning<string>[]): void {
    const isReplacement = this.#hasStarted;
    this.#hasStarted = true;
    const { options, orders } = this.#around;
    const { releaseAtOnce, record } = options;
    const told = { releaseAtOnce, record, maintenance: orders(), warnings };
    this.worker.tell({ kind: "configure", ...assignment(this.#around, isReplacement), ...told });
  }

  #heard(message: FromVrrpProcess): void {
    switch (message.kind) {
      case "loaded":
      case "prepared":
        return undefined;
      case "ready":
        this.#ready();
        return this.worker.hear(message);
      case "instance-state":
        return this.#reported(message);
      case "alive":
      case "mail":
      case "events":
      case "answer":
      case "result":
        return this.worker.hear(message);
      default:
        return unreachable(message);
    }
  }

  #ready(): void {
    const serving = this.worker.pid;
    if (this.#orphan !== undefined) this.worker.claimPidFile();
    this.#orphan = undefined;
    const { generation, source } = this.#around.configuration;
    const preparation = serving === undefined ? undefined : { generation, source, serving };
    this.#processes.keepStandby(this.#wantsStandby, preparation);
  }
}
