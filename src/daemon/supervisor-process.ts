import { release, version } from "node:os";
import { unreachable } from "../base/assert.ts";
import { type Duration, elapsed, instant, type Instant, seconds, toMilliseconds } from "../base/time.ts";
import { versionTitle } from "../base/version.ts";
import type { GlobalConfig } from "../config/global-config.ts";
import type { LoadResult } from "../config/load.ts";
import type { Mail } from "../notify/mail.ts";
import {
  type ChildName,
  childTitle,
  describeSupervisorEvent,
  Supervisor,
  type SupervisorEffect,
  type SupervisorInput,
} from "../supervisor/index.ts";
import { reportProgramErrors } from "./log-program-error.ts";
import { type Log, type LineOptions, openLog, type OpenSyslog, severity } from "./log.ts";
import { DumpQueue } from "./dump-queue.ts";
import { type ConfigurationSource, type DumpRequest, exitStatus } from "./messages.ts";
import { findOrphan } from "./journal/succession.ts";
import { MailSender } from "./mail-sender.ts";
import { mailSettings } from "./mail-settings.ts";
import { startMailer } from "./mailer-child.ts";
import { parentDumpLines, writeParentDump } from "./parent-dump.ts";
import { permissionObstacle } from "./permissions.ts";
import {
  type DaemonIdentity,
  identityOf,
  identitySuffix,
  pidDirectoryOf,
  type PidFiles,
  pidFilesOf,
} from "./daemon-identity.ts";
import { enterNamespace } from "./enter-namespace.ts";
import { claimPidFile, releasePidFile } from "./pid-file.ts";
import { setProcessName } from "./process-title.ts";
import { objectionTo } from "./reload-check.ts";
import { reloadMarkerPath, whileMarked } from "./reload-marker.ts";
import type { RunningChild } from "./supervisor-child.ts";
import {
  describeFindings,
  interpretConfiguration,
  mayReplaceRunning,
  readConfiguration,
} from "./supervisor-configuration.ts";
import { stateDirectoryOf, type SupervisorOptions } from "./supervisor-options.ts";
import { claimPidFiles, makePidDirectory } from "./supervisor-pid-files.ts";
import { runScriptOf } from "./supervisor-scripts.ts";
import { needsStandby, type VrrpProcesses } from "./vrrp-processes.ts";
import { listenForSignals, type SignalRequest } from "./supervisor-signals.ts";

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
  #source: ConfigurationSource;
  readonly #dumps = new DumpQueue();
  /** They stay as the first configuration says. */
  #identity: DaemonIdentity = { namespace: undefined, instance: undefined, usesDirectory: false };
  #pidFiles: PidFiles;
  /** A path of the network namespace that this process has left. */
  #outerNamespace: string | undefined;
  /** Of the configuration in force. */
  #global: GlobalConfig | undefined;
  /** The startup script has ended: the shutdown script will have its turn. */
  #startedUp = false;
  #child: RunningChild | undefined;
  /** The vrrp process of an earlier supervisor that has died, which is still to be taken over. */
  #orphan: number | undefined;
  readonly #processes: VrrpProcesses;
  #wantsStandby = false;
  #timer: NodeJS.Timeout | undefined;
  #feeding = false;
  /** Counts what has been in force. */
  #generation = 0;
  /** A vrrp process has been told what to do. */
  #hasStarted = false;

  constructor(options: SupervisorOptions, processes: VrrpProcesses, openSyslog: OpenSyslog) {
    this.#options = options;
    this.#log = openLog(options.logging, "Keepalived", openSyslog);
    this.#machine = new Supervisor({ respawn: options.respawn });
    this.#source = { path: options.file, text: "" };
    this.#pidFiles = pidFilesOf(options, this.#identity);
    this.#processes = processes;
    processes.onReady((pid) => this.#say(`VRRP standby process is ready, pid=${pid}`, { detail: true }));
    this.#mails = new MailSender(
      (listener) => startMailer(options, listener),
      (message, line) => this.#say(message, line),
    );
  }

  async run(up: () => void): Promise<void> {
    reportProgramErrors(this.#log);
    listenForSignals({ interrupt: this.#options.stopOnInterrupt }, (request) => this.#signalled(request));
    this.#greet();
    const read = readConfiguration(this.#options.file, this.#options);
    if (read.kind === "unreadable") return await this.#refuseStart([read.message], exitStatus.noConfigurationFile);
    this.#announceReading(read.source);
    const result = await this.#interpretInPlace(read.source);
    if (typeof result === "string") return await this.#refuseStart([result], exitStatus.fatal);
    this.#tellFindings(result);
    if (result.fatal) {
      this.#tellStarter(describeFindings(result.diagnostics.filter((finding) => finding.severity === "error")));
      const missingFile = result.diagnostics.some(({ fatal, effect }) => fatal && effect === "missing-file");
      return await this.#refuseStart([], missingFile ? exitStatus.noConfigurationFile : exitStatus.configuration);
    }
    process.on("exit", () => releasePidFile(this.#pidFiles.daemon, process.pid));
    // It serves on until it is taken over, whatever the configuration wants now.
    this.#orphan = findOrphan(this.#stateDirectory)?.pid;
    const children: readonly ChildName[] = this.#orphan === undefined ? this.#neededChildren(result) : ["vrrp"];
    const missing = children.length === 0 ? undefined : permissionObstacle();
    if (missing !== undefined) return await this.#refuseStart([missing], exitStatus.missingPermission);
    makePidDirectory(pidDirectoryOf(this.#identity));
    const obstacle = await claimPidFiles(this.#pidFiles, this.#options.vrrp, this.#orphan);
    if (obstacle !== undefined) return await this.#refuseStart(obstacle.messages, obstacle.status);
    this.#source = read.source;
    this.#global = result.configuration.global;
    await runScriptOf(this.#global, "startup", (message) => this.#say(message));
    this.#startedUp = true;
    if ((this.#global.processes.maximumAutomaticPriority ?? 0) === 0) this.#say(automaticPriorityNotice);
    if (children.length === 0) this.#processes.keepStandby(false);
    this.#feed({ kind: "loaded", children, childWaitTime: this.#global.processes.childWaitTime });
    if (this.#options.dumpConfiguration) {
      for (const line of parentDumpLines(this.#global, this.#options.umask)) this.#say(line);
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

  /** The vrrp process has everything but the supervisor's own state. */
  #dump(what: DumpRequest): void {
    this.#child?.send({ kind: "dump", what });
    if (what !== "data" || this.#global === undefined) return;
    this.#say(`Printing parent data for process(${process.pid}) on signal`);
    const global = this.#global;
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
        return this.#start(effect.child);
      case "configure":
        return this.#configureChild();
      case "stop":
        return this.#child?.send({ kind: "stop" });
      case "kill":
        return this.#child?.kill();
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

  get #stateDirectory(): string {
    return stateDirectoryOf(this.#options, this.#pidFiles.daemon);
  }

  #start(name: ChildName): void {
    const child = this.#processes.start({
      message: (message) => {
        if (message.kind === "loaded" || message.kind === "prepared") return;
        if (message.kind === "mail") this.#mail(message.mail);
        else if (message.kind === "alive") this.#feed({ kind: "child-alive", child: name });
        else this.#ready(name);
      },
      ended: (exit) => {
        if (child.pid !== undefined) releasePidFile(this.#pidFiles.vrrp, child.pid);
        this.#child = undefined;
        this.#feed({ kind: "child-ended", child: name, pid: child.pid, exit });
      },
    });
    this.#child = child;
    this.#configureChild();
    if (child.pid === undefined) return;
    this.#say(`Starting ${childTitle(name)} child process, pid=${child.pid}`);
    // Until the new process has taken over, the file names the one that has lost its parent.
    if (this.#orphan === undefined) this.#claimChildPidFile(child.pid);
  }

  #ready(name: ChildName): void {
    if (this.#orphan !== undefined && this.#child?.pid !== undefined) this.#claimChildPidFile(this.#child.pid);
    this.#orphan = undefined;
    const serving = this.#child?.pid;
    const known = { generation: this.#generation, source: this.#source };
    this.#processes.keepStandby(this.#wantsStandby, serving === undefined ? undefined : { ...known, serving });
    this.#feed({ kind: "child-ready", child: name });
  }

  #claimChildPidFile(pid: number): void {
    const claim = claimPidFile(this.#pidFiles.vrrp, pid);
    if (claim.kind === "claimed") return;
    const why = claim.kind === "failed" ? claim.code : `it names the running process ${claim.pid}`;
    const message = `Cannot write pid file ${this.#pidFiles.vrrp}: ${why}; name another with -r`;
    this.#say(message, { severity: severity.warning });
  }

  #mail(mail: Mail): void {
    const settings = this.#global === undefined ? undefined : mailSettings(this.#global.mail);
    if (settings !== undefined) this.#mails.send(settings, mail, Date.now());
  }

  #configureChild(): void {
    const { logging, foreground, umask, releaseAtOnce } = this.#options;
    const childLogging = { ...logging, console: logging.console && foreground };
    const isReplacement = this.#hasStarted;
    this.#hasStarted = true;
    this.#child?.send({
      kind: "configure",
      generation: this.#generation,
      source: this.#source,
      logging: childLogging,
      isReplacement,
      umask,
      describe: this.#options.dumpConfiguration && !isReplacement,
      identity: identitySuffix(this.#identity),
      outerNamespace: this.#outerNamespace,
      releaseAtOnce,
      stateDirectory: this.#stateDirectory,
    });
  }

  #reload(): void {
    const marker = this.#global && reloadMarkerPath(this.#global, this.#identity);
    const read = whileMarked(
      marker,
      () => readConfiguration(this.#options.file, this.#options),
      (message) => this.#say(message, { severity: severity.warning }),
    );
    if (read.kind === "unreadable") {
      this.#say(read.message, { severity: severity.error });
      return this.#feed({ kind: "refused" });
    }
    this.#announceReading(read.source);
    const result = interpretConfiguration(read.source);
    this.#tellFindings(result);
    const objection = this.#global && objectionTo(result, this.#global);
    if (objection !== undefined) this.#say(objection, { severity: severity.warning });
    if (objection !== undefined || !mayReplaceRunning(result)) return this.#feed({ kind: "refused" });
    this.#source = read.source;
    this.#generation += 1;
    this.#global = result.configuration.global;
    this.#tellUnchangeable(this.#global);
    const { childWaitTime } = this.#global.processes;
    return this.#feed({ kind: "loaded", children: this.#neededChildren(result), childWaitTime });
  }

  #announceReading({ path }: ConfigurationSource): void {
    this.#say(`Opening file '${path}'.`, { detail: true });
    this.#say(`Configuration file ${path}`);
  }

  /** What the configuration means in the network namespace that it names, which this process is in from now on. */
  async #interpretInPlace(source: ConfigurationSource): Promise<LoadResult | string> {
    const result = interpretConfiguration(source);
    const { global } = result.configuration;
    const { namespace } = (this.#identity = identityOf(global));
    this.#pidFiles = pidFilesOf(this.#options, this.#identity);
    if (global.processes.name !== undefined) setProcessName(global.processes.name);
    const suffix = identitySuffix(this.#identity);
    if (suffix !== "") {
      this.#say(`Changing syslog ident to Keepalived${suffix}`);
      this.#log.rename(`Keepalived${suffix}`);
    }
    if (namespace === undefined) return result;
    const entered = await enterNamespace(namespace);
    if (entered.kind === "failed") return entered.message;
    this.#outerNamespace = entered.outer;
    // It was started outside.
    this.#processes.keepStandby(false);
    return interpretConfiguration(source);
  }

  /** What a running daemon keeps until it is started anew. */
  #tellUnchangeable(global: GlobalConfig): void {
    const { namespace, instance } = identityOf(global);
    const changed = [
      ...(namespace === this.#identity.namespace ? [] : ["network namespace"]),
      ...(instance === this.#identity.instance ? [] : ["instance name"]),
    ];
    for (const what of changed) {
      this.#say(`Cannot change ${what} at a reload - please restart keepalived`, { severity: severity.warning });
    }
  }

  #tellFindings(result: LoadResult): void {
    for (const line of describeFindings(result.diagnostics)) this.#say(line, { severity: severity.warning });
    if (result.diagnostics.some(({ code, fatal }) => code === "not-found" && fatal)) {
      this.#say("Non-existent interface specified in configuration", { severity: severity.warning });
    }
  }

  #neededChildren(result: LoadResult): readonly ChildName[] {
    this.#wantsStandby = this.#options.respawn && needsStandby(result.configuration.vrrp);
    const needed = this.#options.allChildren || result.configuration.vrrp.instances.length > 0;
    return this.#options.vrrp && needed ? ["vrrp"] : [];
  }

  async #refuseStart(messages: readonly string[], status: number): Promise<void> {
    for (const message of messages) this.#say(message, { severity: severity.error });
    this.#tellStarter(messages);
    await this.#exit(status);
  }

  /** Without `-l` whoever started the daemon would otherwise have to look for the reason in syslog. */
  #tellStarter(lines: readonly string[]): void {
    if (this.#options.logging.console) return;
    for (const line of lines) process.stderr.write(`${line}\n`);
  }

  async #exit(status: number): Promise<never> {
    this.#processes.keepStandby(false);
    if (this.#startedUp && this.#global !== undefined) {
      await runScriptOf(this.#global, "shutdown", (message) => this.#say(message));
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

function now(): Instant {
  return instant(Number(process.hrtime.bigint() / 1_000n));
}
