import type { GlobalConfig } from "../config/global-config.ts";
import type { Diagnostic } from "../config/diagnostic.ts";
import type { LoadResult } from "../config/load.ts";
import { type DaemonIdentity, identityOf, identitySuffix, type PidFiles, pidFilesOf } from "./daemon-identity.ts";
import { enterNamespace } from "./enter-namespace.ts";
import { type Log, severity } from "./log.ts";
import { type ConfigurationSource, exitStatus } from "./messages.ts";
import { setProcessName } from "./process-title.ts";
import type { Reading } from "./live/reload-desk.ts";
import { objectionTo } from "./reload-check.ts";
import { reloadMarkerPath, whileMarked } from "./reload-marker.ts";
import {
  describeFindings,
  interpretConfiguration,
  mayReplaceRunning,
  readConfiguration,
} from "./supervisor-configuration.ts";
import type { SupervisorOptions } from "./supervisor-options.ts";

/** Why the daemon does not start, and its exit status; `isLogged`: the log has the same in its own words. */
export type Refusal = { readonly messages: readonly string[]; readonly isLogged: boolean; readonly status: number };

export type FirstReading =
  | { readonly kind: "read"; readonly result: LoadResult }
  | ({ readonly kind: "refused" } & Refusal);

/** Why the load balancer cannot do what a configuration asks for; none: it can. */
export type Objections = (result: LoadResult) => readonly Diagnostic[];

/** The configuration that the daemon runs with: read at the start and at each reload, and told about in the log. */
export class RunningConfiguration {
  readonly #options: SupervisorOptions;
  readonly #log: Log;
  readonly #objections: Objections;
  #source: ConfigurationSource;
  #generation = 0;
  #loadedAt = 0;
  #global: GlobalConfig | undefined;
  #identity: DaemonIdentity = { namespace: undefined, instance: undefined, usesDirectory: false };
  #pidFiles: PidFiles;
  #outerNamespace: string | undefined;
  #findings: readonly string[] = [];
  #interpreted: { readonly source: ConfigurationSource; readonly result: WeakRef<LoadResult> } | undefined;
  #refused: readonly string[] = [];

  constructor(options: SupervisorOptions, log: Log, objections: Objections) {
    this.#options = options;
    this.#log = log;
    this.#objections = objections;
    this.#source = { path: options.file, text: "" };
    this.#pidFiles = pidFilesOf(options, this.#identity);
  }

  get source(): ConfigurationSource {
    return this.#source;
  }

  /** Counts what has been in force. */
  get generation(): number {
    return this.#generation;
  }

  /** When that came into force, milliseconds of the Unix epoch. */
  get loadedAt(): number {
    return this.#loadedAt;
  }

  /** Undefined: nothing has been read yet. */
  get global(): GlobalConfig | undefined {
    return this.#global;
  }

  /** It stays as the first configuration says, and the pid files with it. */
  get identity(): DaemonIdentity {
    return this.#identity;
  }

  get pidFiles(): PidFiles {
    return this.#pidFiles;
  }

  /** A path of the network namespace that this process has left. */
  get outerNamespace(): string | undefined {
    return this.#outerNamespace;
  }

  /** The first reading. This process is in the network namespace that the configuration names, from then on. */
  async begin(): Promise<FirstReading> {
    const read = readConfiguration(this.#options.file, this.#options);
    if (read.kind === "unreadable") return refused([read.message], exitStatus.noConfigurationFile);
    this.#announceReading(read.source);
    const result = await this.#interpretInPlace(read.source);
    if (typeof result === "string") return refused([result], exitStatus.fatal);
    this.#tellFindings(result);
    if (result.fatal) {
      const messages = describeFindings(result.diagnostics.filter((finding) => finding.severity === "error"));
      const missingFile = result.diagnostics.some(({ fatal, effect }) => fatal && effect === "missing-file");
      const status = missingFile ? exitStatus.noConfigurationFile : exitStatus.configuration;
      return { kind: "refused", messages, isLogged: true, status };
    }
    const objections = this.#objections(result);
    if (objections.length > 0) return refused(describeFindings(objections), exitStatus.configuration);
    this.#source = read.source;
    this.#loadedAt = Date.now();
    this.#global = result.configuration.global;
    return { kind: "read", result };
  }

  /** Undefined: what was in force still is, and why has been said. */
  reload(): LoadResult | undefined {
    const marker = this.#global && reloadMarkerPath(this.#global, this.#identity);
    const read = whileMarked(
      marker,
      () => readConfiguration(this.#options.file, this.#options),
      (message) => this.#warn(message),
    );
    if (read.kind === "unreadable") {
      this.#log.log(read.message, { severity: severity.error });
      this.#refused = this.#findings = [read.message];
      return undefined;
    }
    this.#announceReading(read.source);
    const result = interpretConfiguration(read.source);
    this.#tellFindings(result);
    const objection = this.#global && objectionTo(result, this.#global);
    const ofBalancer = describeFindings(this.#objections(result));
    const objections = [...(objection === undefined ? [] : [objection]), ...ofBalancer];
    for (const message of objections) this.#warn(message);
    this.#findings = [...describeFindings(result.diagnostics), ...objections];
    if (objections.length > 0 || !mayReplaceRunning(result)) {
      const errors = result.diagnostics.filter((finding) => finding.severity === "error");
      this.#refused = [...errors.map(inOneLine), ...objections];
      return undefined;
    }
    this.#source = read.source;
    this.#generation += 1;
    this.#loadedAt = Date.now();
    this.#global = result.configuration.global;
    this.#tellUnchangeable(this.#global);
    return result;
  }

  /** What was found at the last reload, errors and the rest, and why it was refused if it was. */
  get findings(): readonly string[] {
    return this.#findings;
  }

  /** What is in force, in full. With thousands of instances it is much to make, and too much to keep. */
  interpret(): LoadResult {
    const known = this.#interpreted?.source === this.#source ? this.#interpreted.result.deref() : undefined;
    if (known !== undefined) return known;
    const result = interpretConfiguration(this.#source);
    this.#interpreted = { source: this.#source, result: new WeakRef(result) };
    return result;
  }

  /** What a reload would read, and whether it would be refused. Nothing is written, and nothing changes. */
  preview(): Reading {
    const read = readConfiguration(this.#options.file, this.#options);
    if (read.kind === "unreadable") return { kind: "refused", findings: [read.message] };
    const result = interpretConfiguration(read.source);
    const isChecked = this.#global?.reload.check !== undefined;
    const objection = isChecked ? objectionTo(result, { reload: { check: { path: undefined } } }) : undefined;
    const objections = [...(objection === undefined ? [] : [objection]), ...describeFindings(this.#objections(result))];
    const findings = [...describeFindings(result.diagnostics), ...objections];
    const isRefused = objections.length > 0 || !mayReplaceRunning(result);
    return isRefused ? { kind: "refused", findings } : { kind: "read", result, findings };
  }

  /** Why the last reload was refused. */
  get refused(): readonly string[] {
    return this.#refused;
  }

  #announceReading({ path }: ConfigurationSource): void {
    this.#log.log(`Opening file '${path}'.`, { detail: true });
    this.#log.log(`Configuration file ${path}`);
  }

  /** What the configuration means in the network namespace that it names, or why that cannot be entered. */
  async #interpretInPlace(source: ConfigurationSource): Promise<LoadResult | string> {
    const result = interpretConfiguration(source);
    const { global } = result.configuration;
    const { namespace } = (this.#identity = identityOf(global));
    this.#pidFiles = pidFilesOf(this.#options, this.#identity);
    if (global.processes.name !== undefined) setProcessName(global.processes.name);
    const suffix = identitySuffix(this.#identity);
    if (suffix !== "") {
      this.#log.log(`Changing syslog ident to Keepalived${suffix}`);
      this.#log.rename(`Keepalived${suffix}`);
    }
    if (namespace === undefined) return result;
    const entered = await enterNamespace(namespace);
    if (entered.kind === "failed") return entered.message;
    this.#outerNamespace = entered.outer;
    return interpretConfiguration(source);
  }

  #tellFindings(result: LoadResult): void {
    for (const line of describeFindings(result.diagnostics)) this.#warn(line);
    if (result.diagnostics.some(({ code, fatal }) => code === "not-found" && fatal)) {
      this.#warn("Non-existent interface specified in configuration");
    }
  }

  /** What a running daemon keeps until it is started anew. */
  #tellUnchangeable(global: GlobalConfig): void {
    const { namespace, instance } = identityOf(global);
    const changed = [
      ...(namespace === this.#identity.namespace ? [] : ["network namespace"]),
      ...(instance === this.#identity.instance ? [] : ["instance name"]),
    ];
    for (const what of changed) this.#warn(`Cannot change ${what} at a reload - please restart keepalived`);
  }

  #warn(message: string): void {
    this.#log.log(message, { severity: severity.warning });
  }
}

/** With its cure. */
function inOneLine(finding: Diagnostic): string {
  return describeFindings([finding])
    .map((line) => line.trim().replace(/^= /u, "- "))
    .join(" ");
}

function refused(messages: readonly string[], status: number): FirstReading {
  return { kind: "refused", messages, isLogged: false, status };
}
