import type { Mail } from "../notify/mail.ts";
import type { WeightOverride } from "../lvs/weight-overrides.ts";
import type { SupervisorInput, WorkerName } from "../supervisor/index.ts";
import type { MaintenanceOrder } from "../vrrp/maintenance.ts";
import type { StoodWarning } from "../vrrp/recollection.ts";
import { identitySuffix } from "./daemon-identity.ts";
import type { LineOptions } from "./log.ts";
import type { Assignment, DumpRequest, News } from "./messages.ts";
import type { RunningConfiguration } from "./running-configuration.ts";
import { stateDirectoryOf, type SupervisorOptions } from "./supervisor-options.ts";

/** What the supervisor does with a child, whatever it is for. */
export interface SupervisedChild {
  /** Starts a process, and gives it the configuration in force. */
  start(): void;
  /** Gives the process the configuration in force. */
  configure(): void;
  /** Asks it to write a file about its state. */
  dump(what: DumpRequest): void;
  /** Undefined: it does not run. */
  readonly pid: number | undefined;
  /** Asks how it is; it answers in parts that bear the number. */
  ask(id: number): void;
  /** Asks for an orderly end. */
  stop(): void;
  kill(): void;
  /** Resolves when everything has been heard that it said before it ended; for after its end. */
  heardOut(): Promise<void>;
}

/** What a child has of its supervisor. */
export type ChildSurroundings = {
  readonly options: SupervisorOptions;
  readonly configuration: RunningConfiguration;
  readonly say: (message: string, options?: LineOptions) => void;
  readonly feed: (input: SupervisorInput) => void;
  readonly mail: (mail: Mail) => void;
  /** What operators have said, for whoever starts anew. */
  readonly orders: () => readonly MaintenanceOrder[];
  /** What vrrp processes have warned of and not taken back, but the one that this is for. */
  readonly warnings: (besides: number | undefined) => readonly StoodWarning<string>[];
  readonly overrides: () => readonly WeightOverride[];
  /** For whoever looks after events and the status socket. */
  readonly hear: (child: WorkerName, message: News) => void;
};

/** What every child is told. */
export function assignment({ options, configuration }: ChildSurroundings, isReplacement: boolean): Assignment {
  const { logging, foreground, umask, dumpConfiguration } = options;
  const { generation, source, identity, outerNamespace } = configuration;
  return {
    generation,
    source,
    logging: { ...logging, console: logging.console && foreground },
    isReplacement,
    umask,
    describe: dumpConfiguration && !isReplacement,
    identity: identitySuffix(identity),
    outerNamespace,
    stateDirectory: stateDirectory({ options, configuration }),
  };
}

export function stateDirectory({
  options,
  configuration,
}: Pick<ChildSurroundings, "options" | "configuration">): string {
  return stateDirectoryOf(options, configuration.pidFiles.daemon);
}
