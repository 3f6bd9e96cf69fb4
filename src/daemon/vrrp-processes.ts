import type { ChildProcess } from "node:child_process";

import { type Duration, seconds } from "../base/time.ts";
import type { VrrpConfig } from "../vrrp/config.ts";
import type { FromVrrpProcess, Preparation, ToVrrpProcess } from "./messages.ts";
import { endModesty, makeModest } from "./modesty.ts";
import {
  type ChildListener,
  followChild,
  isFromVrrpProcess,
  type RunningChild,
  spawnChild,
} from "./supervisor-child.ts";
import type { SupervisorOptions } from "./supervisor-options.ts";

/**
 * With adverts this far apart or closer, the start of a process may take longer than the backups wait: 0.15 s, and a
 * multiple of it on a busy machine, of the 1.75 intervals that are left at the worst.
 */
const shortInterval: Duration = seconds(0.5);

/** Whether a dead process can only be replaced in time by one that is there already. */
export function needsStandby({ instances }: VrrpConfig): boolean {
  return instances.some(({ advertInterval }) => advertInterval <= shortInterval);
}

/** `release` takes away who listens to it. */
type Standby = { readonly child: ChildProcess; readonly release: () => void };

/**
 * Starts vrrp processes, and keeps one on standby: it has loaded its program, knows the configuration and has rehearsed
 * its part, so that it takes the place of one that dies within some milliseconds. It ends by itself when this process
 * does.
 */
export class VrrpProcesses {
  readonly #options: SupervisorOptions;
  #standby: Standby | undefined;
  /** There is one that has work to do, which those on standby must not disturb. */
  #isServing = false;

  #ready: (pid: number) => void = () => undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** `ready` is told when a process on standby is prepared. */
  onReady(ready: (pid: number) => void): void {
    this.#ready = ready;
  }

  /** The one on standby, if there is one, else a new one. */
  start(listener: ChildListener<FromVrrpProcess>): RunningChild<ToVrrpProcess> {
    this.#isServing = true;
    return followChild(this.#take() ?? spawnChild("vrrp", this.#options), isFromVrrpProcess, listener);
  }

  /**
   * From now on there is one on standby, which is told what it can `prepare` for, or none. One that dies is not missed
   * before this is called again.
   */
  keepStandby(isWanted: boolean, prepare?: Preparation): void {
    if (!isWanted) {
      this.#take()?.kill("SIGKILL");
      return;
    }
    if (this.#standby === undefined) this.#add(spawnChild("vrrp", this.#options));
    const { child } = this.#standby ?? {};
    if (prepare !== undefined && child?.connected === true)
      child.send({ kind: "prepare", ...prepare }, () => undefined);
  }

  #add(child: ChildProcess): void {
    if (this.#isServing && child.pid !== undefined) makeModest(child.pid);
    const told = (message: unknown): void => {
      if (child.pid !== undefined && isFromVrrpProcess(message) && message.kind === "prepared") this.#ready(child.pid);
    };
    const gone = (): void => {
      this.#standby = undefined;
    };
    child.on("message", told);
    child.once("exit", gone);
    child.once("error", gone);
    const release = (): void => {
      child.off("message", told);
      child.off("exit", gone);
      child.off("error", gone);
    };
    this.#standby = { child, release };
  }

  #take(): ChildProcess | undefined {
    const standby = this.#standby;
    this.#standby = undefined;
    standby?.release();
    if (standby?.child.pid !== undefined) endModesty(standby.child.pid);
    return standby?.child;
  }
}
