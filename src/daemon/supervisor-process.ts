import { release, version } from "node:os";
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
  Supervisor,
  type SupervisorEffect,
  type SupervisorInput,
} from "../supervisor/index.ts";
import { balancerFindings } from "./balancer-objections.ts";
import { CheckersChild } from "./checkers-child.ts";
import { pidDirectoryOf } from "./daemon-identity.ts";
import { DumpQueue } from "./dump-queue.ts";
import { type Log, type LineOptions, openLog, type OpenSyslog, severity } from "./log.ts";
import { reportProgramErrors } from "./log-program-error.ts";
import { MailSender } from "./mail-sender.ts";
import { mailSettings } from "./mail-settings.ts";
import { startMailer } from "./mailer-child.ts";
import { type DumpRequest, exitStatus } from "./messages.ts";
import { parentDumpLines, writeParentDump } from "./parent-dump.ts";
import { permissionObstacle } from "./permissions.ts";
import { releasePidFile } from "./pid-file.ts";
import { type Refusal, RunningConfiguration } from "./running-configuration.ts";
import type { ChildSurroundings, SupervisedChild } from "./supervised-child.ts";
import type { SupervisorOptions } from "./supervisor-options.ts";
import { claimPidFiles, makePidDirectory } from "./supervisor-pid-files.ts";
import { runScriptOf } from "./supervisor-scripts.ts";
import { listenForSignals, type SignalRequest } from "./supervisor-signals.ts";
import { VrrpChild } from "./vrrp-child.ts";
import { needsStandby, type VrrpProcesses } from "./vrrp-processes.ts";

/** The longest time a timer of Node.js can be set to; with nothing to wait for it keeps the process alive. */
const farAway: Duration = seconds(2_147_483);

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
      feed: (input) => this.#feed(input),
      mail: (mail) => this.#mail(mail),
    };
    this.#checkers = new CheckersChild(around);
    this.#vrrp = new VrrpChild(around, processes, (report) => this.#checkers.report(report));
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
    const missing = children.length === 0 ? undefined : permissionObstacle();
    if (missing !== undefined) return await this.#refuseStart(unlogged([missing], exitStatus.missingPermission));
    makePidDirectory(pidDirectoryOf(identity));
    this.#checkers.succeed(needed.includes("checkers"));
    const runs = { vrrp: this.#options.vrrp, checkers: needed.includes("checkers") };
    const obstacle = await claimPidFiles(pidFiles, runs, orphan);
    if (obstacle !== undefined) return await this.#refuseStart(unlogged(obstacle.messages, obstacle.status));
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
      case "configure":
      case "stop":
      case "kill":
        return this.#child(effect.child)[effect.kind]();
      case "read-configuration":
        return this.#reload();
      case "report":
        for (const line of describeSupervisorEvent(effect.event)) this.#say(line);
        return undefined;
      case "exit":
        void this.#exit(effect.status);
        return undefined;
      default:
        return unreachable(effect);
    }
  }

  #child(name: ChildName): SupervisedChild {
    return name === "vrrp" ? this.#vrrp : this.#checkers;
  }

  #mail(mail: Mail): void {
    const { global } = this.#configuration;
    const settings = global === undefined ? undefined : mailSettings(global.mail);
    if (settings !== undefined) this.#mails.send(settings, mail, Date.now());
  }

  #reload(): void {
    const result = this.#configuration.reload();
    if (result === undefined) return this.#feed({ kind: "refused" });
    const { childWaitTime } = result.configuration.global.processes;
    return this.#feed({ kind: "loaded", children: this.#neededChildren(result), childWaitTime });
  }

  /** What the back-end that is asked for, or that serves, cannot do. */
  #objections(result: LoadResult): readonly Diagnostic[] {
    if (!this.#options.checkers) return [];
    return balancerFindings(result, this.#checkers.balancer ?? this.#options.lvsBackend);
  }

  #neededChildren({ configuration: { vrrp, lvs } }: LoadResult): readonly ChildName[] {
    const { respawn, allChildren, ...runs } = this.#options;
    const hasWork = { vrrp: vrrp.instances.length > 0, checkers: lvs.virtualServers.length > 0 };
    const children = childNames.filter((name) => runs[name] && (allChildren || hasWork[name]));
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
    const { global } = this.#configuration;
    if (this.#startedUp && global !== undefined) {
      await runScriptOf(global, "shutdown", (message) => this.#say(message));
    }
    this.#say(`Stopped ${versionTitle}`);
    await this.#log.flush();
    process.exit(status);
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
