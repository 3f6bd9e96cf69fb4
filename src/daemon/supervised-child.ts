import type { Mail } from "../notify/mail.ts";
import type { SupervisorInput } from "../supervisor/index.ts";
import { identitySuffix } from "./daemon-identity.ts";
import type { LineOptions } from "./log.ts";
import type { Assignment, DumpRequest } from "./messages.ts";
import { claimPidFile } from "./pid-file.ts";
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
  /** Asks for an orderly end. */
  stop(): void;
  kill(): void;
}

/** What a child has of its supervisor. */
export type ChildSurroundings = {
  readonly options: SupervisorOptions;
  readonly configuration: RunningConfiguration;
  readonly say: (message: string, options?: LineOptions) => void;
  readonly feed: (input: SupervisorInput) => void;
  readonly mail: (mail: Mail) => void;
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

/** Makes the pid file of a child name it; `option` gives it another path. Returns what to say if it cannot. */
export function objectionToPidFile(path: string, pid: number, option: string): string | undefined {
  const claim = claimPidFile(path, pid);
  if (claim.kind === "claimed") return undefined;
  const why = claim.kind === "failed" ? claim.code : `it names the running process ${claim.pid}`;
  return `Cannot write pid file ${path}: ${why}; name another with ${option}`;
}
