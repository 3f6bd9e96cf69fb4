import { instant } from "../base/time.ts";
import type { LvsGlobalConfig } from "../config/global-config.ts";
import type { Configuration } from "../config/model.ts";
import { balancingSecurityFinding } from "../config/script-security.ts";
import type { LvsEvent } from "../lvs/events.ts";
import { type LoadBalancer, printSystemError, type SystemError, SystemException } from "../platform/ports.ts";
import type { TrackFileConfig } from "../vrrp/config.ts";
import type { WeightOverride } from "../lvs/weight-overrides.ts";
import type { Command, Refusal } from "../status/live/control-protocol.ts";
import { quorumLines } from "../status/live/quorum-lines.ts";
import type { ProgramReport } from "../status/live/event-record.ts";
import { lvsLogLines } from "../status/lvs-wording.ts";
import { parseFileNumber } from "../vrrp/tracked-files.ts";
import { balancersHere } from "./balancers.ts";
import { objectionFindings } from "./balancer-objections.ts";
import { type Checkers, openCheckers } from "./checkers.ts";
import type { CheckersNotifier } from "./checkers-notifier.ts";
import { forgetChecks, recordChecks } from "./checkers-record.ts";
import { errorCode } from "./error-code.ts";
import { chooseBalancer } from "./choose-balancer.ts";
import { awaitLastWords } from "./last-words.ts";
import { rememberOuterNetworkNamespace } from "./linux-ports.ts";
import { StatusAnswers } from "./live/status-answers.ts";
import { lvsNews } from "./live/lvs-news.ts";
import { Outbox } from "./live/outbox.ts";
import { sendNews } from "./live/send-news.ts";
import { isStreamOff } from "./live/switched-off.ts";
import { type Log, severity } from "./log.ts";
import { reportProgramErrors } from "./log-program-error.ts";
import { checkLvsScripts, type ScriptCommands } from "./lvs-scripts.ts";
import { lvsSettings } from "./lvs-settings.ts";
import { tryMisc } from "./live/script-trials.ts";
import {
  type CheckersAssignment,
  type DumpRequest,
  exitStatus,
  type FromCheckersProcess,
  type InstanceReport,
} from "./messages.ts";
import { permissionObstacle } from "./permissions.ts";
import { inspectProgram } from "./program-facts.ts";
import { ProcessConduct } from "./process-conduct.ts";
import { setProcessName } from "./process-title.ts";
import { describeFindings, interpretConfiguration } from "./supervisor-configuration.ts";
import { UntoldCount } from "./untold-count.ts";

/** Between two looks at what others have done to the table, ms. */
const lookAgain = 60_000;

type Say = (message: FromCheckersProcess) => void;

/** The work of a checkers process: one configuration after the other, in order, until it is stopped. */
export class CheckersWork {
  readonly #log: Log;
  readonly #send: Say;
  readonly #conduct: ProcessConduct;
  /** What was asked for is done one after the other. */
  #queue: Promise<void> = Promise.resolve();
  #running: Checkers | undefined;
  #commands: ScriptCommands | undefined;
  #configuration: Configuration | undefined;
  /** Where the record of this process is; undefined: there is none. */
  #recordedIn: string | undefined;
  #instance: InstanceReport | undefined;
  /** What is taken away at the end: nothing (`-I`), what is ours, or all there is (`lvs_flush_on_stop`). */
  #releases: "nothing" | "ours" | "everything" = "ours";
  #isToLook = false;
  readonly #outbox: Outbox<LvsEvent | ProgramReport> | undefined;
  /** Undefined: whoever replaces this process cannot say how many events it had not told. */
  #untold: UntoldCount | undefined;
  #stopping = false;
  readonly #answers: StatusAnswers;

  constructor(log: Log, send: Say) {
    this.#log = log;
    this.#send = send;
    this.#conduct = new ProcessConduct("checker", (message) => this.#warn(message));
    this.#outbox = isStreamOff() ? undefined : openOutbox((count) => this.#untold?.set(count));
    reportProgramErrors(log);
    this.#answers = new StatusAnswers(
      () => this.#running?.parts() ?? nothing(),
      send,
      () => false,
    );
  }

  configure(assignment: CheckersAssignment): void {
    this.#queue = this.#queue.then(async () => this.#configure(assignment));
  }

  instanceState(report: InstanceReport): void {
    this.#instance = report;
    this.#running?.driver.feed({ kind: "instance-state", ...report });
  }

  /** Weights as operators want them. Done when the table has them. */
  override(id: number, overrides: readonly WeightOverride[]): void {
    this.#queue = this.#queue.then(async () => {
      const running = this.#running;
      if (running === undefined || this.#stopping) return this.#send({ kind: "result", id, result: notReady });
      await running.driver.override(overrides);
      return this.#send({ kind: "result", id, result: quorumLines(running.status()) });
    });
  }

  command(id: number, command: Command): void {
    const [running, commands, configuration] = [this.#running, this.#commands, this.#configuration];
    const isReady = running !== undefined && commands !== undefined && configuration !== undefined && !this.#stopping;
    if (!isReady || command.command !== "test-script") return this.#send({ kind: "result", id, result: notReady });
    void tryMisc(command.script, { processes: running.processes, configuration, commands }).then((result) => {
      this.#send({ kind: "result", id, result });
    });
    return undefined;
  }

  dump(request: DumpRequest): void {
    this.#running?.dumps.write(request);
  }

  /** How it is, in parts: one in each turn of the loop. */
  ask(id: number): void {
    this.#answers.ask(id);
  }

  /** Without its record nobody could take over, and a later start would be in the way of this process. */
  orphaned(): void {
    if (this.#stopping) return;
    if (this.#recordedIn === undefined) return this.stop();
    this.#warn(
      `The parent process has died: checks go on without reloads. Start the daemon again to take over, or end pid ${process.pid} with SIGTERM`,
    );
    return undefined;
  }

  stop(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#queue = this.#queue.then(async () => this.#finish());
  }

  async #configure(assignment: CheckersAssignment): Promise<void> {
    if (this.#stopping) return;
    const result = interpretConfiguration(assignment.source);
    const { configuration } = result;
    this.#conductBy(configuration);
    const isReload = this.#running !== undefined;
    const { config, commands, messages } = checkLvsScripts(configuration.lvs, configuration.global.scripts);
    const security = balancingSecurityFinding(configuration, ({ words: [program] }) => isRunnable(program));
    for (const message of security === undefined ? messages : [...messages, security.message]) this.#warn(message);
    const running = this.#running ?? (await this.#open(assignment));
    if (running === undefined) return;
    const objections = objectionFindings(result, config, (service) => running.balancer.objection(service));
    if (objections.length > 0) return await this.#object(describeFindings(objections), isReload);
    if (!isReload) await this.#takeOver(running.balancer, assignment, configuration.global.lvs);
    const { driver, notifier, files, addresses } = running;
    this.#commands = commands;
    this.#configuration = configuration;
    if (!isReload) driver.feed({ kind: "overrides", overrides: assignment.overrides });
    for (const message of notifier.configure({ ...configuration, commands, isAlone: assignment.isAlone }))
      this.#warn(message);
    running.probes.useTls(config.tlsClient);
    addresses.want(config.virtualServers.some(({ suspendWithoutAddress }) => suspendWithoutAddress));
    const contents = files.configure(checkedFiles(configuration), !assignment.isAlone || assignment.isReplacement);
    for (const [file, content] of contents) driver.feed({ kind: "file-value", file, value: parseFileNumber(content) });
    if (this.#instance !== undefined && !isReload) driver.feed({ kind: "instance-state", ...this.#instance });
    await driver.configure(config, lvsSettings(configuration, assignment.keepsTable), assignment.isReplacement);
    // What a reload removes goes with what was said of it.
    if (isReload) driver.feed({ kind: "overrides", overrides: assignment.overrides });
    const flushes = configuration.global.lvs.flushOnStop === "everything";
    if (assignment.keepsTable) this.#releases = "nothing";
    else this.#releases = flushes ? "everything" : "ours";
    running.dumps.configure(configuration, assignment.umask);
    this.#log.log(isReload ? "Reload complete" : "Startup complete");
    this.#send({ kind: "ready" });
    if (assignment.describe === true && !isReload) void running.dumps.describe(this.#log);
  }

  #conductBy({ global: { processes } }: Configuration): void {
    const name = processes.checker.name ?? (processes.distinctNames && "keepalived_ipvs");
    if (name !== undefined) setProcessName(name);
    this.#conduct.apply(processes);
  }

  /** Undefined: it cannot be done, and this process is about to end. */
  async #open(assignment: CheckersAssignment): Promise<Checkers | undefined> {
    const obstacle = permissionObstacle();
    if (obstacle !== undefined) return await this.#giveUp([obstacle], exitStatus.missingPermission);
    if (assignment.outerNamespace !== undefined) rememberOuterNetworkNamespace(assignment.outerNamespace);
    const chosen = await chooseBalancer(
      assignment.backend,
      balancersHere(
        () => this.#look(),
        (message) => this.#warn(message),
      ),
    );
    if (chosen.kind === "none") return await this.#giveUp([chosen.message], exitStatus.fatal);
    this.#log.log(chosen.message);
    this.#send({ kind: "balancer", balancer: chosen.balancer.kind });
    try {
      this.#running = openCheckers(chosen.balancer, {
        event: (event, notifier) => this.#tell(event, notifier),
        log: (message) => this.#log.log(message),
        trouble: (message) => this.#warn(message),
        mail: (mail) => this.#send({ kind: "mail", mail }),
        ran: (report) => this.#outbox?.add(report),
        late: (by) => this.#conduct.late(by),
        commandOf: (call) => this.#commands?.of(call),
      });
      setInterval(() => this.#look(), lookAgain).unref();
      return this.#running;
    } catch (error) {
      if (!(error instanceof SystemException)) throw error;
      return await this.#giveUp([`Cannot start: ${printSystemError(error.error)}`], exitStatus.fatal);
    }
  }

  /** Somebody may have changed the table. What is asked for again before its turn is done once. */
  #look(): void {
    if (this.#isToLook) return;
    this.#isToLook = true;
    this.#queue = this.#queue.then(async () => {
      this.#isToLook = false;
      await this.#running?.driver.look();
    });
  }

  /** The last moment before the table is touched. */
  async #takeOver(
    balancer: LoadBalancer,
    { stateDirectory, isReplacement }: CheckersAssignment,
    { flush, timeouts }: LvsGlobalConfig,
  ): Promise<void> {
    const problem = recordChecks(stateDirectory);
    if (problem === undefined) this.#countUntold(stateDirectory);
    else this.#warn(`Cannot use ${stateDirectory} (${problem}): whoever replaces this process starts anew`);
    // What one that has died left is what is known about the servers.
    if (flush === true && !isReplacement) this.#tellError("lvs_flush", await balancer.flush());
    const { tcp, tcpFin, udp } = timeouts;
    if (tcp === undefined && tcpFin === undefined && udp === undefined) return;
    this.#tellError("lvs_timeouts", await balancer.setTimeouts({ tcp, tcpFin, udp }));
  }

  /** In the directory of the record; what the process before this one had not told is lost. */
  #countUntold(directory: string): void {
    this.#recordedIn = directory;
    try {
      this.#untold = new UntoldCount(directory);
    } catch (error) {
      const code = error instanceof SystemException ? error.error.code : errorCode(error);
      return this.#warn(`Cannot use ${directory} (${code}): events that a killed process has not told are not counted`);
    }
    return this.#outbox?.lose(this.#untold.left);
  }

  /** At a reload what was in force stays so. */
  async #object(objections: readonly string[], isReload: boolean): Promise<void> {
    if (!isReload) return await this.#giveUp(objections, exitStatus.configuration);
    for (const message of objections) this.#warn(message);
    this.#warn("The virtual servers stay as they were");
    return this.#send({ kind: "ready" });
  }

  async #finish(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return await this.#end(exitStatus.ok);
    const { driver, notifier, addresses, files, probes, balancer } = running;
    addresses.close();
    files.close();
    await driver.stop();
    probes.close();
    await awaitLastWords(notifier);
    await this.#release(balancer);
    balancer.close();
    if (this.#recordedIn !== undefined) forgetChecks(this.#recordedIn);
    return await this.#end(exitStatus.ok);
  }

  /** The engine has taken away what is ours. Of nftables the table itself is left, which goes when nobody is in it. */
  async #release(balancer: LoadBalancer): Promise<void> {
    if (this.#releases === "nothing") return;
    if (this.#releases === "ours" && !(await isEmptyTable(balancer))) return;
    this.#tellError("lvs_flush_on_stop", await balancer.flush());
  }

  #tell(event: LvsEvent, notifier: CheckersNotifier): void {
    for (const { text, detail } of lvsLogLines(event)) this.#log.log(text, { detail });
    notifier.event(event);
    this.#outbox?.add(event);
  }

  #tellError(keyword: string, error: SystemError | undefined): void {
    if (error !== undefined) this.#warn(`${keyword} has no effect (${printSystemError(error)})`);
  }

  #warn(message: string): void {
    this.#log.log(message, { severity: severity.warning });
  }

  async #giveUp(messages: readonly string[], status: number): Promise<undefined> {
    for (const message of messages) this.#log.log(message, { severity: severity.error });
    await this.#end(status);
    return undefined;
  }

  async #end(status: number): Promise<void> {
    await this.#outbox?.finish();
    this.#untold?.close();
    await this.#log.flush();
    process.exit(status);
  }
}

const notReady: Refusal = { code: "not-available", message: "the process of the checks is starting, or about to end" };

function openOutbox(untold: (count: number) => void): Outbox<LvsEvent | ProgramReport> {
  return new Outbox({
    process: "checkers",
    now: () => instant(Number(process.hrtime.bigint() / 1_000n)),
    plain: lvsNews,
    isBusy: () => false,
    send: sendNews,
    untold,
  });
}

async function isEmptyTable(balancer: LoadBalancer): Promise<boolean> {
  if (balancer.kind !== "nftables") return false;
  try {
    return (await balancer.list()).length === 0;
  } catch (error) {
    if (!(error instanceof SystemException)) throw error;
    return false;
  }
}

function isRunnable(program: string): boolean {
  return inspectProgram(program).kind === "runnable";
}

/** There is nothing to tell yet. */
function* nothing(): Generator<undefined, undefined> {}

/** The files that a FILE_CHECK names: nobody else here asks for any. */
function checkedFiles({ lvs, vrrp }: Configuration): readonly TrackFileConfig[] {
  const names = new Set(
    lvs.virtualServers.flatMap(({ realServers }) =>
      realServers.flatMap(({ checkers }) => checkers.flatMap((each) => (each.kind === "file" ? [each.file] : []))),
    ),
  );
  return (vrrp.trackFiles ?? []).filter(({ name }) => names.has(name));
}
