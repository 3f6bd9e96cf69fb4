import { join } from "node:path";

import type { GlobalConfig } from "../config/global-config.ts";
import type { SupervisorOptions } from "./supervisor-options.ts";

/** What tells several daemons on a machine apart. */
export type DaemonIdentity = {
  /** Name of the network namespace that it has entered (`net_namespace`, `-s`). */
  readonly namespace: string | undefined;
  /** `instance`. */
  readonly instance: string | undefined;
  /** `use_pid_dir`. */
  readonly usesDirectory: boolean;
};

export type PidFiles = { readonly daemon: string; readonly vrrp: string; readonly checkers: string };

const runDirectory = "/run";

export function identityOf({ namespaces, processes }: Pick<GlobalConfig, "namespaces" | "processes">): DaemonIdentity {
  return {
    namespace: namespaces.network,
    instance: processes.instance,
    usesDirectory: processes.pidDirectory === true,
  };
}

/** What is added to names in the log: "_blue_one"; nothing for a daemon that has none. */
export function identitySuffix({ namespace, instance }: DaemonIdentity): string {
  return [namespace, instance].map((part) => (part === undefined ? "" : `_${part}`)).join("");
}

/**
 * Where the pid files are: as the command line says, else in /run, or below /run/keepalived for a daemon with a name
 * (keepalived.conf(5), "instance", "use_pid_dir", "net_namespace").
 */
export function pidFilesOf(
  { pidFile, vrrpPidFile, checkersPidFile }: Pick<SupervisorOptions, "pidFile" | "vrrpPidFile" | "checkersPidFile">,
  identity: DaemonIdentity,
): PidFiles {
  const directory = pidDirectoryOf(identity);
  const instance = identity.instance === undefined ? "" : `_${identity.instance}`;
  const standard = (name: string): string => join(directory, `${name}${instance}.pid`);
  return {
    daemon: pidFile ?? standard("keepalived"),
    vrrp: vrrpPidFile ?? standard("vrrp"),
    checkers: checkersPidFile ?? standard("checkers"),
  };
}

/** The directory of the pid files that the command line does not name. */
export function pidDirectoryOf({ namespace, instance, usesDirectory }: DaemonIdentity): string {
  const own = usesDirectory || namespace !== undefined || instance !== undefined;
  return own ? join(runDirectory, "keepalived", namespace ?? "") : runDirectory;
}
