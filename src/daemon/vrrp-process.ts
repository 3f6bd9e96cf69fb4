import type { Duration } from "../base/time.ts";
import type { LoadResult } from "../config/load.ts";
import { type MachinePorts, printSystemError, SystemException } from "../platform/ports.ts";
import { logLines } from "../status/log-wording.ts";
import { EventLog } from "./event-log.ts";
import { openJournal, type OpenedJournal } from "./journal/index.ts";
import { recalled } from "./journal/recall.ts";
import { findOrphan } from "./journal/succession.ts";
import { InstanceReporter } from "./instance-reporter.ts";
import { openLinuxPorts, openNamedPipe, rememberOuterNetworkNamespace } from "./linux-ports.ts";
import { reportProgramErrors } from "./log-program-error.ts";
import { type Log, openLog, severity } from "./log.ts";
import {
  type DumpRequest,
  exitStatus,
  type FromVrrpProcess,
  type ToVrrpProcess,
  type VrrpAssignment,
} from "./messages.ts";
import { Notifier } from "./notifier.ts";
import { notifierSettings } from "./notifier-settings.ts";
import { openSyslog } from "./open-syslog.ts";
import { permissionObstacle } from "./permissions.ts";
import { ProcessConduct } from "./process-conduct.ts";
import { setProcessName } from "./process-title.ts";
import { tellingLateness } from "./punctual-alarm.ts";
import { checkScripts } from "./script-check.ts";
import { Standby } from "./standby.ts";
import { steadyHeap, sweepHeap } from "./steady-heap.ts";
import { listenForDumpSignals } from "./supervisor-signals.ts";
import { VrrpDumps } from "./vrrp-dumps.ts";
import { VrrpDriver, type VrrpListener } from "./vrrp-driver.ts";
import { warmUpDriver } from "./warm-up.ts";

/** How long notify_stop scripts and readers of FIFOs have before the process ends (section 30.27 of the reference), ms. */
const stopGrace = 1000;

/** Between two signs of life, ms: a twentieth of a thousandth of a processor, and soon enough for the supervisor. */
const signOfLife = 1000;

/**
 * Entry point of the vrrp process: waits for the supervisor's `configure`, runs until `stop`. When the channel closes
 * without that, the supervisor has died. The process serves on until another supervisor's takes over, or until SIGTERM.
 */
export function runVrrpProcess(): void {
  steadyHeap();
  process.chdir("/");
  let vrrp: VrrpProcess | undefined;
  const standby = new Standby();
  const stop = (): void => {
    if (vrrp === undefined) process.exit(exitStatus.ok);
    else vrrp.stop();
  };
  process.on("message", (message: ToVrrpProcess) => {
    if (message.kind === "stop") return stop();
    if (message.kind === "dump") return vrrp?.dump(message.what);
    if (message.kind === "prepare") return standby.prepare(message, () => send({ kind: "prepared" }));
    const result = standby.interpret(message.generation, message.source);
    vrrp ??= new VrrpProcess(openLog(message.logging, `Keepalived_vrrp${message.identity ?? ""}`, openSyslog));
    vrrp.configure(result, message, standby.isWarm);
    return standby.end();
  });
  process.on("disconnect", () => {
    if (vrrp === undefined) process.exit(exitStatus.ok);
    else vrrp.orphaned();
  });
  process.on("SIGTERM", stop);
  // Signals of the terminal reach the whole process group: the supervisor decides what they mean.
  for (const signal of ["SIGINT", "SIGHUP", "SIGPIPE"] as const) {
    process.on(signal, () => undefined);
  }
  listenForDumpSignals((request) => vrrp?.dump(request));
  send({ kind: "loaded" });
}

type Running = {
  readonly driver: VrrpDriver;
  readonly ports: MachinePorts;
  readonly notifier: Notifier;
  readonly dumps: VrrpDumps;
  readonly journal: OpenedJournal | undefined;
};

class VrrpProcess {
  readonly #log: Log;
  readonly #events = new EventLog(
    (event) => {
      for (const { text, detail } of logLines(event)) this.#log.log(text, { detail });
    },
    () => this.#running?.driver.isBusy === true,
  );
  /** The checkers process has no other way to know. */
  readonly #reporter = new InstanceReporter((report) => send({ kind: "instance-state", ...report }));
  #running: Running | undefined;
  #stopping = false;
  readonly #conduct: ProcessConduct;

  constructor(log: Log) {
    this.#log = log;
    this.#conduct = new ProcessConduct("vrrp", (message) => this.#warn(message));
    reportProgramErrors(log);
  }

  /** `isWarm`: the code has been rehearsed. */
  configure(result: LoadResult, request: VrrpAssignment, isWarm: boolean): void {
    // What has resigned does not begin again: whoever ended it will hear of its end.
    if (this.#stopping) return;
    const { isReplacement, umask, outerNamespace, describe } = request;
    const isReload = this.#running !== undefined;
    if (outerNamespace !== undefined) rememberOuterNetworkNamespace(outerNamespace);
    const { processes } = result.configuration.global;
    const name = processes.vrrp.name ?? (processes.distinctNames && "keepalived_vrrp");
    if (name !== undefined) setProcessName(name);
    this.#conduct.apply(processes);
    const running = this.#running ?? this.#open(request);
    if (running === undefined) return;
    const { configuration, messages } = checkScripts(result.configuration);
    for (const message of messages) this.#warn(message);
    const told = notifierSettings(configuration);
    for (const message of told.messages) this.#warn(message);
    // While another still serves there is time to rehearse; afterwards the adverts of this process would wait for it.
    const isOrphaned = !isReload && !isWarm && findOrphan(request.stateDirectory) !== undefined;
    if (isOrphaned) warmUpDriver(configuration.vrrp.instances);
    // The last moment: one that still serves is ended now, and nothing that could be done before is left to do.
    const succession = isReload ? undefined : running.journal?.succeed();
    const predecessor = succession?.predecessor;
    const keepFiles = !isReload && (isReplacement || predecessor !== undefined);
    running.notifier.configure(told.settings);
    for (const [subject, state] of recalled(succession?.told ?? new Map(), configuration.vrrp.syncGroups)) {
      running.notifier.recall(subject, state);
    }
    running.driver.configure(configuration.vrrp, configuration.scriptCommands, keepFiles, predecessor);
    if (succession?.replaced !== undefined) this.#log.log(takenOver(succession.replaced));
    this.#reporter.configure(configuration.global.lvs.syncDaemon?.instance);
    running.dumps.configure(result.configuration, configuration, umask);
    if (isReload && configuration.global.vrrp.writeStatesOnReload === true) running.notifier.repeatStates();
    this.#log.log(isReload ? "Reload complete" : "Startup complete");
    send({ kind: "ready" });
    if (describe === true && !isReload) void running.dumps.describe(this.#log);
    if (isReload) return;
    setImmediate(() => {
      if (!isWarm && !isOrphaned) warmUpDriver(configuration.vrrp.instances);
      sweepHeap();
      running.driver.warm();
    });
  }

  /** Without a journal nobody could take over, and a later start would be in the way of this process. */
  orphaned(): void {
    if (this.#stopping) return;
    if (this.#running?.journal === undefined) return this.stop();
    this.#warn(
      `The parent process has died: VRRP goes on without reloads. Start the daemon again to take over, or end pid ${process.pid} with SIGTERM`,
    );
    return undefined;
  }

  dump(request: DumpRequest): void {
    this.#running?.dumps.write(request);
  }

  stop(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    const running = this.#running;
    if (running === undefined) {
      void this.#end(exitStatus.ok);
      return;
    }
    void this.#finish(running);
  }

  /** Scripts and readers of FIFOs end while the addresses wait for the successor. */
  async #finish({ driver, notifier, journal }: Running): Promise<void> {
    const released = new Promise<void>((resolve) => {
      driver.stop(resolve);
    });
    await new Promise<void>((resolve) => {
      const overdue = setTimeout(() => {
        notifier.stop();
        resolve();
      }, stopGrace);
      notifier.finish(() => {
        clearTimeout(overdue);
        resolve();
      });
    });
    await released;
    driver.close();
    journal?.journal.close();
    await this.#end(exitStatus.ok);
  }

  #open({
    stateDirectory,
    releaseAtOnce,
  }: Pick<VrrpAssignment, "stateDirectory" | "releaseAtOnce">): Running | undefined {
    const obstacle = permissionObstacle();
    if (obstacle !== undefined) {
      this.#warn(obstacle);
      void this.#end(exitStatus.missingPermission);
      return undefined;
    }
    try {
      const linux = openLinuxPorts();
      const late = (by: Duration): void => this.#conduct.late(by);
      const ports = { ...linux, openAlarm: tellingLateness(linux.openAlarm, linux.clock, late) };
      const journal = openJournal(stateDirectory, (message) => this.#warn(message));
      const processes = journal?.record(ports.processes) ?? ports.processes;
      const notifier = new Notifier(
        { ...ports, openNamedPipe },
        { report: (message) => this.#warn(message), mail: (mail) => send({ kind: "mail", mail }) },
        processes,
      );
      const listener: VrrpListener = {
        event: (event) => {
          notifier.event(event);
          this.#reporter.event(event);
          if (event.kind === "instance-state") journal?.journal.told(event.instance, event.to);
          this.#events.add(event);
        },
        trouble: (message) => this.#warn(message),
      };
      const driver = new VrrpDriver({ ...ports, processes }, listener, {
        releasesAtOnce: releaseAtOnce,
        journal: journal?.journal,
      });
      setInterval(() => {
        journal?.journal.alive(ports.clock.now());
        send({ kind: "alive" });
      }, signOfLife).unref();
      const dumps = new VrrpDumps(
        driver,
        (message) => this.#log.log(message),
        (message) => this.#warn(message),
      );
      this.#running = { driver, ports, notifier, dumps, journal };
      return this.#running;
    } catch (error) {
      if (!(error instanceof SystemException)) throw error;
      this.#warn(`Cannot start: ${printSystemError(error.error)}`);
      void this.#end(exitStatus.fatal);
      return undefined;
    }
  }

  #warn(message: string): void {
    this.#log.log(message, { severity: severity.warning });
  }

  async #end(status: number): Promise<void> {
    this.#events.finish();
    await this.#log.flush();
    process.exit(status);
  }
}

function takenOver(pid: number): string {
  return `Taken over from process ${pid}, which had lost its parent`;
}

function send(message: FromVrrpProcess): void {
  if (process.connected) process.send?.(message);
}
