import { unreachable } from "../base/assert.ts";
import { childTitle } from "../supervisor/index.ts";
import { findOrphan } from "./journal/succession.ts";
import { severity } from "./log.ts";
import type { DumpRequest, FromVrrpProcess, InstanceReport, ToVrrpProcess } from "./messages.ts";
import { releasePidFile } from "./pid-file.ts";
import {
  assignment,
  type ChildSurroundings,
  objectionToPidFile,
  stateDirectory,
  type SupervisedChild,
} from "./supervised-child.ts";
import type { RunningChild } from "./supervisor-child.ts";
import type { VrrpProcesses } from "./vrrp-processes.ts";

/** The vrrp process, as the supervisor has to do with it. */
export class VrrpChild implements SupervisedChild {
  readonly #around: ChildSurroundings;
  readonly #processes: VrrpProcesses;
  readonly #reported: (report: InstanceReport) => void;
  #process: RunningChild<ToVrrpProcess> | undefined;
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

  start(): void {
    const child = this.#processes.start({
      message: (message) => this.#heard(message),
      ended: (exit) => {
        if (child.pid !== undefined) releasePidFile(this.#pidFile, child.pid);
        this.#process = undefined;
        this.#around.feed({ kind: "child-ended", child: "vrrp", pid: child.pid, exit });
      },
    });
    this.#process = child;
    this.configure();
    if (child.pid === undefined) return;
    this.#around.say(`Starting ${childTitle("vrrp")} child process, pid=${child.pid}`);
    // Until the new process has taken over, the file names the one that has lost its parent.
    if (this.#orphan === undefined) this.#claimPidFile(child.pid);
  }

  configure(): void {
    const isReplacement = this.#hasStarted;
    this.#hasStarted = true;
    const { releaseAtOnce } = this.#around.options;
    this.#process?.send({ kind: "configure", ...assignment(this.#around, isReplacement), releaseAtOnce });
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

  #heard(message: FromVrrpProcess): void {
    switch (message.kind) {
      case "loaded":
      case "prepared":
        return undefined;
      case "ready":
        return this.#ready();
      case "alive":
        return this.#around.feed({ kind: "child-alive", child: "vrrp" });
      case "mail":
        return this.#around.mail(message.mail);
      case "instance-state":
        return this.#reported(message);
      default:
        return unreachable(message);
    }
  }

  #ready(): void {
    const serving = this.#process?.pid;
    if (this.#orphan !== undefined && serving !== undefined) this.#claimPidFile(serving);
    this.#orphan = undefined;
    const { generation, source } = this.#around.configuration;
    const preparation = serving === undefined ? undefined : { generation, source, serving };
    this.#processes.keepStandby(this.#wantsStandby, preparation);
    this.#around.feed({ kind: "child-ready", child: "vrrp" });
  }

  get #pidFile(): string {
    return this.#around.configuration.pidFiles.vrrp;
  }

  #claimPidFile(pid: number): void {
    const objection = objectionToPidFile(this.#pidFile, pid, "-r");
    if (objection !== undefined) this.#around.say(objection, { severity: severity.warning });
  }
}
