import { release, version } from "node:os";
import timers from "node:timers/promises";
import { unreachable } from "../base/assert.ts";
import { type Duration, elapsed, instant, type Instant, seconds, toMilliseconds } from "../base/time.ts";
import { versionTitle } from "../base/version.ts";
import type { Diagnostic } from "../config/diagnostic.ts";
import type { LoadResult } from "../config/load.ts";
import type { Mail } from "../notify/mail.ts";
import {
  type ChildName,
  childNames,
  describeSupervisorEvent,
  isOnlooker,
  Supervisor,
  type SupervisorEffect,
  type SupervisorInput,
  type WorkerName,
} from "../supervisor/index.ts";
import { balancerFindings } from "./balancer-objections.ts";
import { CheckersChild } from "./checkers-child.ts";
import { pidDirectoryOf } from "./daemon-identity.ts";
import { DumpQueue } from "./dump-queue.ts";
import { Commands } from "./live/commands.ts";
import { LiveStatus } from "./live/live-status.ts";
import { type Log, type LineOptions, openLog, type OpenSyslog, severity } from "./log.ts";
import { reportProgramErrors } from "./log-program-error.ts";
import { MailSender } from "./mail-sender.ts";
import { mailSettings } from "./mail-settings.ts";
import { startMailer } from "./mailer-child.ts";
import { type DumpRequest, exitStatus, type News } from "./messages.ts";
import { ObserverChild } from "./observer-child.ts";
import { parentDumpLines, writeParentDump } from "./parent-dump.ts";
import { permissionObstacle } from "./permissions.ts";
import { Hub } from "./live/hub.ts";
import { JournalFile } from "./live/journal-file.ts";
import { isStreamOff } from "./live/switched-off.ts";
import { releasePidFile } from "./pid-file.ts";
import { type Refusal, RunningConfiguration } from "./running-configuration.ts";
import type { ChildSurroundings, SupervisedChild } from "./supervised-child.ts";
import { stateDirectoryOf, type SupervisorOptions } from "./supervisor-options.ts";
import { claimPidFiles, makePidDirectory } from "./supervisor-pid-files.ts";
import { runScriptOf } from "./supervisor-scripts.ts";
import { listenForSignals, type SignalRequest } from "./supervisor-signals.ts";
import { VrrpChild } from "./vrrp-child.ts";
import { needsStandby, type VrrpProcesses } from "./vrrp-processes.ts";

/** The longest time a timer of Node.js can be set to; with nothing to wait for it keeps the process alive. */
const farAway: Duration = seconds(2_147_483);

/** How long the end waits for the last events to be written, ms: a disk may be stuck. */
const eventsLimit = 2000;

/** As the reference says it. */
const automaticPriorityNotice =
  "NOTICE: setting config option max_auto_priority should result in better keepalived performance";

/**
 * The parent process: performs what `Supervisor` decides. `up` is called once the daemon runs and its pid files
 * are there. `processes` may have one on standby already. Ends the process itself.
 */
export function runSupervisor(
  options: SupervisorOptions,
  processes: VrrpProcesses,
  openSyslog: OpenSyslog,
  up: () => void,
): void {
  void new SupervisorProcess(options, processes, openSyslog).run(up);
}

class SupervisorProcess {
  readonly #options: SupervisorOptions;
  readonly #log: Log;
  readonly #machine: Supervisor;
  readonly #inputs: SupervisorInput[] = [];
  readonly #mails: MailSender;
  readonly #dumps = new DumpQueue();
  readonly #configuration: RunningConfiguration;
  readonly #processes: VrrpProcesses;
  readonly #vrrp: VrrpChild;
  readonly #checkers: CheckersChild;
  readonly #commands: Commands;
  readonly #observer: ObserverChild;
  readonly #live: LiveStatus;
  /** Undefined: it is not certain yet that no other daemon keeps its events there, or nobody wants them. */
  #hub: Hub | undefined;
  /** The startup script has ended: the shutdown script will have its turn. */
  #startedUp = false;
  #timer: NodeJS.Timeout | undefined;
  #feeding = false;

  constructor(options: SupervisorOptions, processes: VrrpProcesses, openSyslog: OpenSyslog) {
    this.#options = options;
    this.#log = openLog(options.logging, "Keepalived", openSyslog);
    this.#machine = new Supervisor({ respawn: options.respawn });
    this.#configuration = new RunningConfiguration(options, this.#log, (result) => this.#objections(result));
    this.#processes = processes;
    this.#mails = new MailSender(
      (listener) => startMailer(options, listener),
      (message, line) => this.#say(message, line),
    );
    const around: ChildSurroundings = {
      options,
      configuration: this.#configuration,
      say: (message, line) => this.#say(message, line),
      feed: (input) => {
        if (input.kind === "child-ended") {
          this.#live.ended(input.child);
          this.#commands.ended(input.child);
        }
        if (input.kind === "child-ready") this.#commands.ready(input.child);
        this.#feed(input);
      },
      mail: (mail) => this.#mail(mail),
      orders: () => this.#commands.orders,
      warnings: (besides) => this.#hub?.standingWarnings(besides) ?? [],
      overrides: () => this.#commands.overrides,
      hear: (child, news) => this.#hear(child, news),
    };
    this.#commands = new Commands({
      directory: () => stateDirectoryOf(options, this.#configuration.pidFiles.daemon),
      config: () => this.#configuration.interpret(),
      preview: () => this.#configuration.preview(),
      requestReload: () => this.#feed({ kind: "reload" }),
      vrrp: (message) => this.#vrrp.worker.tell(message),
      checkers: (message) => this.#checkers.worker.tell(message),
      say: (message) => this.#say(message),
      report: (report) => this.#hub?.tell(report),
    });
    this.#checkers = new CheckersChild(around);
    this.#vrrp = new VrrpChild(around, processes, (report) => this.#checkers.report(report));
    this.#observer = new ObserverChild(around, (stream, mayCommand) => this.#live.serve(stream, mayCommand));
    this.#live = new LiveStatus({
      options,
      configuration: this.#configuration,
      child: (name) => this.#child(name),
      commands: this.#commands,
      hub: () => this.#hub,
      trouble: (message) => this.#say(message, { severity: severity.warning }),
    });
  }

  async run(up: () => void): Promise<void> {
    reportProgramErrors(this.#log);
    listenForSignals({ interrupt: this.#options.stopOnInterrupt }, (request) => this.#signalled(request));
    this.#greet();
    const first = await this.#configuration.begin();
    if (first.kind === "refused") return await this.#refuseStart(first);
    const { pidFiles, outerNamespace, identity } = this.#configuration;
    // It was started outside.
    if (outerNamespace !== undefined) this.#processes.keepStandby(false);
    process.on("exit", () => releasePidFile(pidFiles.daemon, process.pid));
    const needed = this.#neededChildren(first.result);
    // It serves on until it is taken over, whatever the configuration wants now.
    const orphan = this.#vrrp.findOrphan();
    const children =
      orphan === undefined ? needed : childNames.filter((name) => name === "vrrp" || needed.includes(name));
    const missing = children.every(isOnlooker) ? undefined : permissionObstacle();
    if (missing !== undefined) return await this.#refuseStart(unlogged([missing], exitStatus.missingPermission));
    makePidDirectory(pidDirectoryOf(identity));
    this.#checkers.succeed(needed.includes("checkers"));
    const runs = { vrrp: this.#options.vrrp, checkers: needed.includes("checkers") };
    const obstacle = await claimPidFiles(pidFiles, runs, orphan);
    if (obstacle !== undefined) return await this.#refuseStart(unlogged(obstacle.messages, obstacle.status));
    this.#openHub();
    this.#commands.open();
    await this.#live.open();
    const { global } = first.result.configuration;
    await runScriptOf(global, "startup", (message) => this.#say(message));
    this.#startedUp = true;
    if ((global.processes.maximumAutomaticPriority ?? 0) === 0) this.#say(automaticPriorityNotice);
    if (!children.includes("vrrp")) this.#processes.keepStandby(false);
    this.#feed({ kind: "loaded", children, childWaitTime: global.processes.childWaitTime });
    if (this.#options.dumpConfiguration) {
      for (const line of parentDumpLines(global, this.#options.umask)) this.#say(line);
    }
    await this.#log.flush();
    up();
  }

  #greet(): void {
    this.#say(`Starting ${versionTitle}`);
    this.#say(`Running on Linux ${release()} ${version()}`);
    const words = [this.#options.program, ...this.#options.arguments];
    this.#say(`Command line: ${words.map((word) => `'${word}'`).join(" ")}`);
    for (const remark of this.#options.remarks) this.#say(remark, { severity: severity.warning });
  }

  #signalled(request: SignalRequest): void {
    switch (request) {
      case "reload":
      case "stop":
        return this.#feed({ kind: request });
      case "data":
      case "statistics":
      case "statistics-clear":
      case "json":
        return this.#dump(request);
      default:
        return unreachable(request);
    }
  }

  /** The children have everything but the supervisor's own state. */
  #dump(what: DumpRequest): void {
    for (const name of childNames) this.#child(name).dump(what);
    const { global } = this.#configuration;
    if (what !== "data" || global === undefined) return;
    this.#say(`Printing parent data for process(${process.pid}) on signal`);
    this.#dumps.add("parent", async () => {
      const problem = await writeParentDump(global, this.#options.umask);
      if (problem !== undefined) this.#say(problem, { severity: severity.warning });
    });
  }

  /** Inputs that effects give rise to wait for their turn. */
  #feed(input: SupervisorInput): void {
    this.#inputs.push(input);
    if (this.#feeding) return;
    this.#feeding = true;
    for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) {
      for (const effect of this.#machine.handle(now(), next)) this.#perform(effect);
    }
    this.#feeding = false;
    this.#setTimer();
  }

  #perform(effect: SupervisorEffect): void {
    switch (effect.kind) {
      case "start":
        this.#live.started(effect.child);
        this.#commands.told(effect.child);
        return this.#child(effect.child).start();
      case "configure":
        this.#commands.told(effect.child);
        return this.#child(effect.child).configure();
      case "stop":
      case "kill":
        return this.#child(effect.child)[effect.kind]();
      case "read-configuration":
        return this.#reload();
      case "report":
        for (const line of describeSupervisorEvent(effect.event)) this.#say(line);
        this.#hub?.tell(effect.event);
        return undefined;
      case "exit":
        void this.#exit(effect.status);
        return undefined;
      default:
        return unreachable(effect);
    }
  }

  #child(name: ChildName): SupervisedChild {
    switch (name) {
      case "vrrp":
        return this.#vrrp.worker;
      case "checkers":
        return this.#checkers.worker;
      case "observer":
        return this.#observer;
      default:
        return unreachable(name);
    }
  }

  #hear(child: WorkerName, news: News): void {
    if (news.kind === "events") this.#hub?.hear(child, news);
    else if (news.kind === "result") this.#commands.hear(child, news);
    else this.#live.hear(child, news);
  }

  #openHub(): void {
    if (isStreamOff()) return;
    const directory = stateDirectoryOf(this.#options, this.#configuration.pidFiles.daemon);
    const trouble = (message: string): void => this.#say(message, { severity: severity.warning });
    this.#hub = new Hub({ journal: new JournalFile({ directory }), directory, now, trouble });
    this.#hub.tell({ kind: "daemon-started", version: versionTitle, configuration: this.#options.file });
  }

  #mail(mail: Mail): void {
    const { global } = this.#configuration;
    const settings = global === undefined ? undefined : mailSettings(global.mail);
    if (settings !== undefined) this.#mails.send(settings, mail, Date.now());
  }

  #reload(): void {
    this.#commands.reloading();
    const result = this.#configuration.reload();
    const { findings } = this.#configuration;
    this.#commands.reloaded(result === undefined ? { kind: "refused", findings } : { kind: "read", result, findings });
    if (result === undefined) {
      this.#hub?.tell({ kind: "configuration-refused", findings: this.#configuration.refused });
      return this.#feed({ kind: "refused" });
    }
    const { childWaitTime } = result.configuration.global.processes;
    return this.#feed({ kind: "loaded", children: this.#neededChildren(result), childWaitTime });
  }

  /** What the back-end that is asked for, or that serves, cannot do. */
  #objections(result: LoadResult): readonly Diagnostic[] {
    if (!this.#options.checkers) return [];
    return balancerFindings(result, this.#checkers.balancer ?? this.#options.lvsBackend);
  }

  #neededChildren({ configuration: { vrrp, lvs } }: LoadResult): readonly ChildName[] {
    const { respawn, allChildren, http, ...runs } = this.#options;
    const isWanted: Readonly<Record<ChildName, boolean>> = {
      vrrp: runs.vrrp && (allChildren || vrrp.instances.length > 0),
      checkers: runs.checkers && (allChildren || lvs.virtualServers.length > 0),
      observer: http !== undefined,
    };
    const children = childNames.filter((name) => isWanted[name]);
    this.#vrrp.wantStandby(respawn && needsStandby(vrrp));
    this.#checkers.beAlone(!children.includes("vrrp"));
    return children;
  }

  async #refuseStart({ messages, isLogged, status }: Refusal): Promise<void> {
    if (!isLogged) for (const message of messages) this.#say(message, { severity: severity.error });
    // Without `-l` whoever started the daemon would otherwise have to look for the reason in syslog.
    if (!this.#options.logging.console) for (const line of messages) process.stderr.write(`${line}\n`);
    await this.#exit(status);
  }

  async #exit(status: number): Promise<never> {
    this.#processes.keepStandby(false);
    this.#commands.close();
    this.#live.close();
    const { global } = this.#configuration;
    if (this.#startedUp && global !== undefined) {
      await runScriptOf(global, "shutdown", (message) => this.#say(message));
    }
    this.#say(`Stopped ${versionTitle}`);
    await this.#closeHub(status);
    // Who follows the events gets the last ones in the turns of the loop between.
    await timers.setImmediate();
    this.#live.part();
    await this.#log.flush();
    process.exit(status);
  }

  /** Children that have ended may have said something that has not been read yet. */
  async #closeHub(status: number): Promise<void> {
    const hub = this.#hub;
    if (hub === undefined) return;
    const closed = Promise.all(childNames.map(async (name) => this.#child(name).heardOut())).then(async () => {
      hub.tell({ kind: "daemon-stopped", status });
      await hub.close();
    });
    await Promise.race([closed, timers.setTimeout(eventsLimit)]);
  }

  #setTimer(): void {
    clearTimeout(this.#timer);
    const { deadline } = this.#machine;
    const delay = deadline === undefined ? farAway : elapsed(now(), deadline);
    this.#timer = setTimeout(() => this.#feed({ kind: "wake" }), Math.max(0, Math.ceil(toMilliseconds(delay))));
  }

  #say(message: string, options: LineOptions = {}): void {
    this.#log.log(message, options);
  }
}

function unlogged(messages: readonly string[], status: number): Refusal {
  return { messages, isLogged: false, status };
}

function now(): Instant {
  return instant(Number(process.hrtime.bigint() / 1_000n));
}
