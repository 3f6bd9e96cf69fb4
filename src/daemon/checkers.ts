import type { Command } from "../base/command.ts";
import { Rng } from "../base/rng.ts";
import type { Duration } from "../base/time.ts";
import type { ScriptCall } from "../check/config.ts";
import { LvsEngine } from "../lvs/engine.ts";
import type { LvsEvent } from "../lvs/events.ts";
import type { Mail } from "../notify/mail.ts";
import { openProbeSockets } from "../platform/linux/index.ts";
import type { LoadBalancer } from "../platform/ports.ts";
import { parseFileNumber } from "../vrrp/tracked-files.ts";
import { CheckersDumps } from "./checkers-dumps.ts";
import { CheckersNotifier } from "./checkers-notifier.ts";
import { openLinuxPorts, openNamedPipe } from "./linux-ports.ts";
import { LocalAddresses } from "./local-addresses.ts";
import { LvsDriver } from "./lvs-driver.ts";
import { openProbes, type Probes } from "./probes/index.ts";
import { tellingLateness } from "./punctual-alarm.ts";
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
};

/** Who hears of it. */
export type CheckersOutlets = {
  readonly event: (event: LvsEvent, notifier: CheckersNotifier) => void;
  readonly log: (message: string) => void;
  readonly trouble: (message: string) => void;
  readonly mail: (mail: Mail) => void;
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
  const notifier = new CheckersNotifier(ports, { report: trouble, mail: outlets.mail });
  const driver = new LvsDriver({ ...ports, balancer, checks: probes }, engine, {
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
  return { balancer, driver, probes, notifier, addresses, files, dumps };
}
