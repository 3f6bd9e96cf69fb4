import type { LoadResult } from "../config/load.ts";
import { type MachinePorts, printSystemError, SystemException } from "../platform/ports.ts";
import { logLines } from "../status/log-wording.ts";
import { EventLog } from "./event-log.ts";
import { openJournal, type OpenedJournal } from "./journal/index.ts";
import { recalled } from "./journal/recall.ts";
import { openLinuxPorts, openNamedPipe } from "./linux-ports.ts";
import { reportProgramErrors } from "./log-program-error.ts";
import { type Log, openLog, severity } from "./log.ts";
import { type DumpRequest, exitStatus, type FromVrrpProcess, type ToVrrpProcess } from "./messages.ts";
import { Notifier } from "./notifier.ts";
import { notifierSettings } from "./notifier-settings.ts";
import { openSyslog } from "./open-syslog.ts";
import { permissionObstacle } from "./permissions.ts";
import { checkScripts } from "./script-check.ts";
import { interpretConfiguration } from "./supervisor-configuration.ts";
import { listenForDumpSignals } from "./supervisor-signals.ts";
import { VrrpDumps } from "./vrrp-dumps.ts";
import { VrrpDriver } from "./vrrp-driver.ts";
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
  process.chdir("/");
  let vrrp: VrrpProcess | undefined;
  const stop = (): void => {
    if (vrrp === undefined) process.exit(exitStatus.ok);
    else vrrp.stop();
  };
  process.on("message", (message: ToVrrpProcess) => {
    if (message.kind === "stop") return stop();
    if (message.kind === "dump") return vrrp?.dump(message.what);
    vrrp ??= new VrrpProcess(openLog(message.logging, "Keepalived_vrrp", openSyslog));
    return vrrp.configure(interpretConfiguration(message.source), message);
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

type Configure = Extract<ToVrrpProcess, { readonly kind: "configure" }>;

class VrrpProcess {
  readonly #log: Log;
  readonly #events = new EventLog(
    (event) => {
      for (const { text, detail } of logLines(event)) this.#log.log(text, { detail });
    },
    () => this.#running?.driver.isBusy === true,
  );
  #running: Running | undefined;
  #stopping = false;

  constructor(log: Log) {
    this.#log = log;
    reportProgramErrors(log);
  }

  configure(result: LoadResult, { isReplacement, umask, stateDirectory }: Omit<Configure, "kind">): void {
    const isReload = this.#running !== undefined;
    const running = this.#running ?? this.#open(stateDirectory);
    if (running === undefined) return;
    const { configuration, messages } = checkScripts(result.configuration);
    for (const message of messages) this.#warn(message);
    const told = notifierSettings(configuration);
    for (const message of told.messages) this.#warn(message);
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
    running.dumps.configure(result.configuration, configuration, umask);
    if (isReload && configuration.global.vrrp.writeStatesOnReload === true) running.notifier.repeatStates();
    this.#log.log(isReload ? "Reload complete" : "Startup complete");
    send({ kind: "ready" });
    if (isReload) return;
    setImmediate(() => {
      warmUpDriver(configuration.vrrp.instances);
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
    running.driver.stop();
    const finish = (): void => {
      running.driver.close();
      running.journal?.journal.close();
      void this.#end(exitStatus.ok);
    };
    const overdue = setTimeout(() => {
      running.notifier.stop();
      finish();
    }, stopGrace);
    running.notifier.finish(() => {
      clearTimeout(overdue);
      finish();
    });
  }

  #open(stateDirectory: string): Running | undefined {
    const obstacle = permissionObstacle();
    if (obstacle !== undefined) {
      this.#warn(obstacle);
      void this.#end(exitStatus.missingPermission);
      return undefined;
    }
    try {
      const ports = openLinuxPorts();
      const journal = openJournal(stateDirectory, (message) => this.#warn(message));
      const processes = journal?.record(ports.processes) ?? ports.processes;
      const notifier = new Notifier(
        { ...ports, openNamedPipe },
        { report: (message) => this.#warn(message), mail: (mail) => send({ kind: "mail", mail }) },
        processes,
      );
      const driver = new VrrpDriver(
        { ...ports, processes },
        {
          event: (event) => {
            notifier.event(event);
            if (event.kind === "instance-state") journal?.journal.told(event.instance, event.to);
            this.#events.add(event);
          },
          trouble: (message) => this.#warn(message),
        },
        journal?.journal,
      );
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
