import type { Duration } from "../base/time.ts";
import type { Configuration } from "../config/model.ts";
import type { LoadResult } from "../config/load.ts";
import {
  type Clock,
  type MachinePorts,
  printSystemError,
  type ProcessRunner,
  SystemException,
} from "../platform/ports.ts";
import type { Command, Refusal } from "../status/live/control-protocol.ts";
import type { ProgramReport, TrackerReport } from "../status/live/event-record.ts";
import type { StatusPart } from "../status/live/status-document.ts";
import { vrrpParts } from "../status/live/vrrp-parts.ts";
import { VrrpMeasures } from "../vrrp/measures.ts";
import { logLines } from "../status/log-wording.ts";
import type { VrrpEvent } from "../vrrp/events.ts";
import type { MaintenanceOrder } from "../vrrp/maintenance.ts";
import { EventLog } from "./event-log.ts";
import { openJournal, type OpenedJournal } from "./journal/index.ts";
import type { PeersFile } from "./journal/peers-file.ts";
import { recalled } from "./journal/recall.ts";
import { findOrphan } from "./journal/succession.ts";
import { endOfAnswer, StatusAnswers } from "./live/status-answers.ts";
import { InstanceReporter } from "./instance-reporter.ts";
import { awaitLastWords } from "./last-words.ts";
import { openLinuxPorts, openNamedPipe, rememberOuterNetworkNamespace } from "./linux-ports.ts";
import { reportProgramErrors } from "./log-program-error.ts";
import { DisabledTrackers } from "./live/disabled-trackers.ts";
import { MaintenanceAnswers } from "./live/maintenance-answers.ts";
import type { CommandResult } from "./live/child-requests.ts";
import { tryNotify } from "./live/notify-trial.ts";
import { findScript, scriptNames } from "./live/script-names.ts";
import { tryTracked } from "./live/script-trials.ts";
import { Outbox } from "./live/outbox.ts";
import { sendNews } from "./live/send-news.ts";
import { isStreamOff } from "./live/switched-off.ts";
import { type PlainWarning, reviveWarning } from "./live/standing-warnings.ts";
import { vrrpNews } from "./live/vrrp-news.ts";
import { type Log, severity } from "./log.ts";
import { type DumpRequest, exitStatus, type FromVrrpProcess, type VrrpAssignment } from "./messages.ts";
import { Notifier } from "./notifier.ts";
import { notifierSettings } from "./notifier-settings.ts";
import { permissionObstacle } from "./permissions.ts";
import { ProcessConduct } from "./process-conduct.ts";
import { setProcessName } from "./process-title.ts";
import { type InputRecorder, openRecorder } from "./recording/index.ts";
import { tellingLateness } from "./punctual-alarm.ts";
import { type CheckedScripts, checkScripts } from "./script-check.ts";
import { sweepHeap } from "./steady-heap.ts";
import { VrrpDumps } from "./vrrp-dumps.ts";
import { VrrpDriver, type VrrpListener } from "./vrrp-driver.ts";
import { timed } from "./timed-programs.ts";
import { warmUpDriver } from "./warm-up.ts";

/** Between two signs of life, ms: a twentieth of a thousandth of a processor, and soon enough for the supervisor. */
const signOfLife = 1000;

type Running = {
  readonly driver: VrrpDriver;
  readonly ports: MachinePorts;
  readonly notifier: Notifier;
  readonly dumps: VrrpDumps;
  readonly answers: StatusAnswers;
  readonly journal: OpenedJournal | undefined;
  readonly peers: PeersFile | undefined;
  readonly processes: ProcessRunner;
  /** `--record`; undefined: nothing is recorded. */
  readonly recorder: InputRecorder | undefined;
  /** Undefined: nobody wants to know. */
  readonly outbox: Outbox<VrrpEvent | ProgramReport | TrackerReport> | undefined;
};

/** `written`: as the configuration has them, with what was disabled. */
type KnownScripts = Pick<CheckedScripts, "configuration" | "messages"> & { readonly written: Configuration };

/** What the supervisor is told. */
type Say = (message: FromVrrpProcess) => void;

/** The work of a vrrp process: one configuration after the other, until it is stopped. */
export class VrrpWork {
  readonly #log: Log;
  readonly #send: Say;
  readonly #events = new EventLog(
    (event) => {
      for (const { text, detail } of logLines(event)) this.#log.log(text, { detail });
    },
    () => this.#running?.driver.isBusy === true,
  );
  readonly #orders = new MaintenanceAnswers((id, result) => this.#send({ kind: "result", id, result }));
  /** With what each script of the configuration runs, where that could be found out. */
  #scripts: KnownScripts | undefined;
  readonly #disabled = new DisabledTrackers();
  /** The checkers process has no other way to know. */
  readonly #reporter = new InstanceReporter((report) => this.#send({ kind: "instance-state", ...report }));
  #running: Running | undefined;
  #stopping = false;
  readonly #conduct: ProcessConduct;

  constructor(log: Log, send: Say) {
    this.#log = log;
    this.#send = send;
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
    const checked = checkScripts(result.configuration);
    const { configuration, messages } = checked;
    this.#scripts = { configuration, messages, written: result.configuration };
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
    // What is withheld does not begin; and what a reload removes goes as what it is.
    if (!isReload) running.driver.maintain(request.maintenance.filter(({ isTentative }) => !isTentative));
    const { vrrp, scriptCommands } = configuration;
    running.driver.configure(vrrp, scriptCommands, keepFiles, predecessor, succession?.surroundings);
    if (!isReload) this.recall(request.warnings ?? []);
    if (isReload) running.driver.maintain(this.#orders.current(request.maintenance));
    const trackers = [...result.configuration.vrrp.instances, ...result.configuration.vrrp.syncGroups];
    const changes = this.#disabled.configure(Date.now() * 1_000, checked.disabled, trackers);
    // The process before this one has told what is so since then.
    if (isReload || !isReplacement) for (const change of changes) running.outbox?.add(change);
    if (succession !== undefined) running.outbox?.lose(succession.untold);
    if (succession?.replaced !== undefined) this.#log.log(takenOver(succession.replaced));
    this.#reporter.configure(configuration.global.lvs.syncDaemon?.instance);
    running.dumps.configure(result.configuration, configuration, umask);
    if (isReload && configuration.global.vrrp.writeStatesOnReload === true) running.notifier.repeatStates();
    this.#log.log(isReload ? "Reload complete" : "Startup complete");
    this.#send({ kind: "ready" });
    if (describe === true && !isReload) void running.dumps.describe(this.#log);
    if (isReload) return;
    void this.#keepPeers(running, succession?.isRecent === true);
    setImmediate(() => {
      if (!isWarm && !isOrphaned) warmUpDriver(configuration.vrrp.instances);
      sweepHeap();
      running.driver.warm();
    });
  }

  /** Whom others have heard before this process, and then whom it hears itself, for those after it. */
  async #keepPeers({ driver, journal, peers }: Running, hasPredecessor: boolean): Promise<void> {
    if (hasPredecessor) {
      await journal?.recallPeers((known) => {
        if (!this.#stopping) driver.recall({ peers: known, warnings: [] });
      });
    }
    peers?.begin();
  }

  /** What the process before this one has told, and this one has to take back when it is over. */
  recall(warnings: readonly PlainWarning[]): void {
    if (!this.#stopping && warnings.length > 0)
      this.#running?.driver.recall({ peers: [], warnings: warnings.map(reviveWarning) });
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

  /** Who is withheld, all of it. */
  maintain(id: number, orders: readonly MaintenanceOrder[]): void {
    const driver = this.#running?.driver;
    if (driver === undefined || this.#stopping) return this.#send({ kind: "result", id, result: notReady });
    return this.#orders.take(id, orders, (current) => driver.maintain(current));
  }

  command(id: number, command: Command): void {
    const [running, scripts] = [this.#running, this.#scripts];
    if (running === undefined || scripts === undefined || this.#stopping || command.command !== "test-script") {
      return this.#send({ kind: "result", id, result: notReady });
    }
    void this.#try(command.script, running, scripts).then((result) => this.#send({ kind: "result", id, result }));
    return undefined;
  }

  /** The supervisor has found out that it is one script. */
  async #try(given: string, { processes, ports, driver }: Running, scripts: KnownScripts): Promise<CommandResult> {
    const found = findScript(given, scriptNames(scripts.written));
    if (found.kind !== "found") return { code: "unknown-name", message: `no such script: ${given}` };
    const { script } = found;
    if (script.kind === "notify") {
      return await tryNotify(script, {
        ...scripts,
        processes: ports.processes,
        standing: driver.standing(script.subject),
      });
    }
    return await tryTracked(script.name, { ...scripts, processes, status: driver.script(script.name) });
  }

  ask(id: number): void {
    if (this.#running === undefined) this.#send(endOfAnswer(id));
    else this.#running.answers.ask(id);
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
  async #finish({ driver, notifier, journal, peers }: Running): Promise<void> {
    const released = new Promise<void>((resolve) => {
      driver.stop(resolve);
    });
    await awaitLastWords(notifier);
    await released;
    driver.close();
    peers?.close();
    journal?.journal.close();
    await this.#end(exitStatus.ok);
  }

  #open({
    stateDirectory,
    releaseAtOnce,
    record,
  }: Pick<VrrpAssignment, "stateDirectory" | "releaseAtOnce" | "record">): Running | undefined {
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
      const measures = new VrrpMeasures();
      const inTime = (runner: ProcessRunner): ProcessRunner => timed(runner, measures.scriptDuration);
      const recorded = journal?.record(ports.processes) ?? ports.processes;
      const outbox = isStreamOff() ? undefined : this.#openOutbox(ports, journal);
      const notifier = new Notifier(
        { ...ports, processes: inTime(ports.processes), openNamedPipe },
        {
          report: (message) => this.#warn(message),
          mail: (mail) => this.#send({ kind: "mail", mail }),
          ran: (report) => outbox?.add(report),
        },
        recorded,
      );
      const listener: VrrpListener = {
        event: (event) => {
          notifier.event(event);
          this.#reporter.event(event);
          this.#orders.event(event);
          if (event.kind === "instance-state") journal?.journal.told(event.instance, event.to);
          this.#events.add(event);
          outbox?.add(event);
          if (tellsOfPeers.has(event.kind)) peers?.soon();
        },
        trouble: (message) => this.#warn(message),
      };
      const recorder = record ? this.#openRecorder(ports, stateDirectory, releaseAtOnce) : undefined;
      const driver = new VrrpDriver({ ...ports, processes: inTime(recorded) }, listener, {
        releasesAtOnce: releaseAtOnce,
        journal: journal?.journal,
        measures,
        recorder,
      });
      const peers = journal?.keepPeers({ walk: () => driver.leftPeersInSteps(), isBusy: () => driver.isBusy });
      setInterval(() => {
        journal?.journal.alive(ports.clock.now());
        this.#send({ kind: "alive" });
      }, signOfLife).unref();
      const dumps = new VrrpDumps(
        driver,
        (message) => this.#log.log(message),
        (message) => this.#warn(message),
      );
      const answers = new StatusAnswers(
        () => statusWalk(driver, ports.clock, this.#disabled),
        this.#send,
        () => driver.isBusy,
      );
      const kept = { journal, peers, recorder, outbox, processes: recorded };
      this.#running = { driver, ports, notifier, dumps, answers, ...kept };
      return this.#running;
    } catch (error) {
      if (!(error instanceof SystemException)) throw error;
      this.#warn(`Cannot start: ${printSystemError(error.error)}`);
      void this.#end(exitStatus.fatal);
      return undefined;
    }
  }

  #openOutbox(
    { clock }: MachinePorts,
    opened: OpenedJournal | undefined,
  ): Outbox<VrrpEvent | ProgramReport | TrackerReport> {
    return new Outbox({
      process: "vrrp",
      now: () => clock.now(),
      plain: vrrpNews,
      isBusy: () => this.#running?.driver.isBusy === true,
      send: sendNews,
      untold: (count) => opened?.journal.untold(count),
    });
  }

  #openRecorder({ clock }: MachinePorts, stateDirectory: string, releasesAtOnce: boolean): InputRecorder {
    return openRecorder(stateDirectory, {
      releasesAtOnce,
      now: () => clock.now(),
      standings: () => this.#running?.driver.standings(),
      isBusy: () => this.#running?.driver.isBusy === true,
      trouble: (message) => this.#warn(message),
    });
  }

  #warn(message: string): void {
    this.#log.log(message, { severity: severity.warning });
  }

  async #end(status: number): Promise<void> {
    this.#events.finish();
    await Promise.all([this.#running?.outbox?.finish(), this.#running?.recorder?.finish()]);
    await this.#log.flush();
    process.exit(status);
  }
}

/** After these a table of peers says something else than the one that was written. */
const tellsOfPeers: ReadonlySet<VrrpEvent["kind"]> = new Set([
  "master-changed",
  "advert-rejected",
  "address-list-differs",
  "warning",
] as const);

const notReady: Refusal = { code: "not-available", message: "the VRRP process is starting, or about to end" };

/** The state of all instances is taken first, one in each step, and told afterwards. */
function* statusWalk(
  driver: VrrpDriver,
  clock: Clock,
  { warnings }: DisabledTrackers,
): Generator<StatusPart | undefined, undefined> {
  if (warnings.length > 0) yield { warnings };
  const status = yield* driver.statusInSteps(false);
  const offset = Date.now() * 1_000 - clock.now();
  return yield* vrrpParts(status, (at) => at + offset);
}

function takenOver(pid: number): string {
  return `Taken over from process ${pid}, which had lost its parent`;
}
