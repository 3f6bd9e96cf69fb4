import { join, resolve } from "node:path";
import type { BalancerChoice, LoggingOptions } from "./messages.ts";
import type { HttpOptions } from "./http-options.ts";

const statesDirectory = "/run/holdfast";

/** What the command line asks of the daemon (keepalived(8), "OPTIONS"). */
export type SupervisorOptions = {
  /** The name it was started under, "keepalived" or "holdfast". */
  readonly program: string;
  /** The arguments as they were given, for the log and for the processes that it starts. */
  readonly arguments: readonly string[];
  /** The configuration file. */
  readonly file: string;
  /** `-i`: which `@ID` lines count; undefined: those of the host name up to its first dot. */
  readonly configId: string | undefined;
  /** `-e`: every `include` must find its files. */
  readonly strictIncludes: boolean;
  /** `-n`: stay attached to whoever started it. */
  readonly foreground: boolean;
  /** `-p`, `-r`, `-c`; undefined: where the configuration's `instance` and the like put them. */
  readonly pidFile: string | undefined;
  readonly vrrpPidFile: string | undefined;
  readonly checkersPidFile: string | undefined;
  /** `-s`: the network namespace to run in, before that of the configuration. */
  readonly namespace: string | undefined;
  /** `--state-dir`: where a process that replaces another finds its state; undefined: a folder of this daemon alone. */
  readonly stateDirectory: string | undefined;
  /** `--socket`: where status is asked for; undefined: in the state directory. */
  readonly socket: string | undefined;
  /** Off with `-C`. */
  readonly vrrp: boolean;
  /** Off with `-P`. */
  readonly checkers: boolean;
  /** `--lvs-backend`. */
  readonly lvsBackend: BalancerChoice;
  /** `-I`: the table of the load balancer stays at the end. */
  readonly keepsTable: boolean;
  /** `--all`: start every process even when the configuration gives it no work. */
  readonly allChildren: boolean;
  /** Off with `-R`. */
  readonly respawn: boolean;
  /** Off with `--ignore-sigint`. */
  readonly stopOnInterrupt: boolean;
  /** `--release-at-once`: addresses are removed before the successor is there, as C Keepalived does. */
  readonly releaseAtOnce: boolean;
  /** `--record`: what the vrrp process is told is written down, for `holdfast replay`. */
  readonly record: boolean;
  /** `-u`: for the files that it creates; undefined: what it was started with. */
  readonly umask: number | undefined;
  /** `-d`: the configuration is written to the log at the start. */
  readonly dumpConfiguration: boolean;
  readonly logging: LoggingOptions;
  /** `--http` with `--http-token-file` and `--peer-url`; undefined: nothing is told over HTTP. */
  readonly http: HttpOptions | undefined;
  /** What is to be said about the options themselves, once there is a log. */
  readonly remarks: readonly string[];
};

/** The options with paths that stay right when the daemon has moved to "/". */
export function withAbsolutePaths(options: SupervisorOptions): SupervisorOptions {
  return {
    ...options,
    file: resolve(options.file),
    pidFile: options.pidFile && resolve(options.pidFile),
    vrrpPidFile: options.vrrpPidFile && resolve(options.vrrpPidFile),
    checkersPidFile: options.checkersPidFile && resolve(options.checkersPidFile),
    stateDirectory: options.stateDirectory && resolve(options.stateDirectory),
    http: options.http && {
      ...options.http,
      tokenFile: options.http.tokenFile && resolve(options.http.tokenFile),
    },
    socket: options.socket && resolve(options.socket),
  };
}

/** Each daemon has its own pid file, also where several run on one machine: that is what its folder is called by. */
export function stateDirectoryOf({ stateDirectory }: SupervisorOptions, pidFile: string): string {
  if (stateDirectory !== undefined) return resolve(stateDirectory);
  return join(statesDirectory, encodeURIComponent(resolve(pidFile).slice(1)));
}
