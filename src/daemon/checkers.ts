import type { Command } from "../base/command.ts";
import { Rng } from "../base/rng.ts";
import type { Duration } from "../base/time.ts";
import type { ScriptCall } from "../check/config.ts";
import { LvsEngine } from "../lvs/engine.ts";
import type { LvsEvent } from "../lvs/events.ts";
import type { Mail } from "../notify/mail.ts";
import { openProbeSockets } from "../platform/linux/index.ts";
import type { LvsStatus } from "../lvs/status.ts";
import type { LoadBalancer, ProcessRunner } from "../platform/ports.ts";
import type { ProgramReport } from "../status/live/event-record.ts";
import { lvsParts } from "../status/live/lvs-parts.ts";
import type { StatusPart } from "../status/live/status-document.ts";
import { parseFileNumber } from "../vrrp/tracked-files.ts";
import { CheckMeasures } from "./check-measures.ts";
import { CheckersDumps } from "./checkers-dumps.ts";
import { CheckersNotifier } from "./checkers-notifier.ts";
import { openLinuxPorts, openNamedPipe } from "./linux-ports.ts";
import { LocalAddresses } from "./local-addresses.ts";
import { WallOfInstants } from "./live/wall-clock.ts";
import { LvsDriver } from "./lvs-driver.ts";
import { openProbes, type Probes } from "./probes/index.ts";
import { tellingLateness } from "./punctual-alarm.ts";
import { timed } from "./timed-programs.ts";
import { TrackedFileWatch } from "./tracked-files.ts";

/** What checks and balances: the engine with all that it is told by and that does what it says. */
export type Checkers = {
  readonly balancer: LoadBalancer;
  readonly driver: LvsDriver;
  readonly probes: Probes;
  readonly notifier: CheckersNotifier;
  readonly addresses: LocalAddresses;
  readonly files: TrackedFileWatch;
  readonly dumps: CheckersDumps;
  readonly status: () => LvsStatus;
  readonly processes: ProcessRunner;
  /** How it is, for the status document. */
  readonly parts: () => Iterator<StatusPart, undefined>;
};

/** Who hears of it. */
export type CheckersOutlets = {
  readonly event: (event: LvsEvent, notifier: CheckersNotifier) => void;
  readonly log: (message: string) => void;
  readonly trouble: (message: string) => void;
  readonly mail: (mail: Mail) => void;
  /** A script has been run to tell somebody something. */
  readonly ran: (report: ProgramReport) => void;
  /** A timer rang that much too late. */
  readonly late: (by: Duration) => void;
  /** What is started for a script of the configuration; undefined: it cannot be. */
  readonly commandOf: (call: ScriptCall) => Command | undefined;
};

/** On this machine. Throws SystemException when something cannot be had. */
export function openCheckers(balancer: LoadBalancer, outlets: CheckersOutlets): Checkers {
  const { trouble, commandOf } = outlets;
  const linux = openLinuxPorts();
  const ports = { ...linux, openAlarm: tellingLateness(linux.openAlarm, linux.clock, outlets.late), openNamedPipe };
  const engine = new LvsEngine(new Rng(Number(process.hrtime.bigint() % 2n ** 32n)));
  const scriptCommand = (call: ScriptCall): Command | { readonly problem: string } =>
    commandOf(call) ?? { problem: "the script cannot be started any more" };
  const probes = openProbes({ ...ports, openProbeSockets, tls: undefined, scriptCommand });
  const measures = new CheckMeasures();
  const processes = timed(ports.processes, measures.scriptDuration);
  const notifier = new CheckersNotifier(
    { ...ports, processes },
    { report: trouble, mail: outlets.mail, ran: outlets.ran },
  );
  const driver = new LvsDriver({ ...ports, balancer, checks: measures.timed(probes) }, engine, {
    event: (event) => outlets.event(event, notifier),
    trouble,
  });
  const addresses = new LocalAddresses(
    ports.openNetworkMonitor,
    (all) => driver.feed({ kind: "local-addresses", addresses: all }),
    trouble,
  );
  const files = new TrackedFileWatch(ports.openFileWatcher, {
    changed: (file, content) => driver.feed({ kind: "file-value", file, value: parseFileNumber(content) }),
    trouble,
  });
  const dumps = new CheckersDumps(() => engine.status, ports.clock, { log: outlets.log, warn: trouble });
  const clock = new WallOfInstants(() => ports.clock.now());
  const parts = function* (): Generator<StatusPart, undefined> {
    yield* lvsParts(engine.eachService(), clock.read());
    yield { measures: measures.copy() };
  };
  const status = (): LvsStatus => engine.status;
  return { balancer, driver, probes, notifier, addresses, files, dumps, parts, status, processes: ports.processes };
}
