import { isAscii } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { availableParallelism, hostname } from "node:os";
import { loadConfiguration } from "../config/load.ts";
import { printLogLine } from "../config/print.ts";
import { recordReading, replayed } from "../config/reading/recording.ts";
import type { Diagnostic, DiagnosticCode } from "../config/diagnostic.ts";
import type { LoadEnvironment, LoadResult } from "../config/load.ts";
import type { ConfigurationSource } from "./messages.ts";
import { machineFiles } from "./configuration-files.ts";
import { errorCode } from "./error-code.ts";
import { accountNames } from "./name-service.ts";
import { readRouteNames } from "./route-names.ts";

export type ReadResult =
  | { readonly kind: "read"; readonly source: ConfigurationSource }
  /** `message` says what is wrong and what to do about it. */
  | { readonly kind: "unreadable"; readonly message: string };

/** What the command line says about reading. */
export type ReadingOptions = {
  /** `-i`; undefined: the host name up to its first dot. */
  readonly configId?: string | undefined;
  /** `-e`: every `include` must find its files. */
  readonly strictIncludes?: boolean | undefined;
  /** `-s`. */
  readonly namespace?: string | undefined;
};

/** One for each process, so that `${_RANDOM}` stays the same when the configuration is read again. */
const randomSeed = Number(process.hrtime.bigint() % 2n ** 31n);

/** The text of a configuration file, and of all that it includes. Never throws. */
export function readConfiguration(path: string, options: ReadingOptions = {}): ReadResult {
  try {
    // Reading from anything else might never end.
    if (!statSync(path).isFile()) {
      return { kind: "unreadable", message: `Configuration file '${path}' is not a regular file: name one with -f` };
    }
    return { kind: "read", source: recordConfiguration(path, readText(path), options) };
  } catch (error) {
    return { kind: "unreadable", message: describeFailure(path, error) };
  }
}

/** What is nothing but ASCII, as most large files are, is a text in half the time. */
function readText(path: string): string {
  const bytes = readFileSync(path);
  return bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
}

/** A text that is to be read as a configuration file, with all that it includes. Never throws. */
export function recordConfiguration(
  path: string,
  text: string,
  { configId, strictIncludes = false, namespace }: ReadingOptions,
): ConfigurationSource {
  const recording = recordReading(
    { path, text },
    {
      configId: configId ?? hostname().replace(/\..*$/su, ""),
      workingDirectory: process.cwd(),
      randomSeed,
      strictIncludes,
      files: machineFiles,
      variable: (name) => process.env[name],
    },
  );
  return { path, text, recording, namespace };
}

/** What a text means on this machine, or on one about which the environment tells. */
export function interpretConfiguration(
  { path, text, recording, namespace }: ConfigurationSource,
  environment: LoadEnvironment = loadEnvironment(),
): LoadResult {
  const result = loadConfiguration({ path, text }, { ...environment, ...(recording && replayed(recording)) });
  if (namespace === undefined) return result;
  const { global } = result.configuration;
  const namespaces = { ...global.namespaces, network: namespace };
  return { ...result, configuration: { ...result.configuration, global: { ...global, namespaces } } };
}

/** Findings as log lines, each with its place, and with its cure below it. */
export function describeFindings(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.flatMap((diagnostic) => [
    printLogLine(diagnostic, true),
    ...(diagnostic.cure === undefined ? [] : [`  = ${diagnostic.cure}`]),
  ]);
}

/** Braces and quotes that do not match: what follows was read as something else than its author meant. */
const brokenStructure: ReadonlySet<DiagnosticCode> = new Set([
  "unclosed-quote",
  "missing-brace",
  "unexpected-brace",
  "extra-brace",
  "unclosed-block",
]);

/**
 * Whether a running daemon should take the new configuration in place of the one that works: not when it could not
 * run, nor when the structure of the file is broken, as after an interrupted edit.
 */
export function mayReplaceRunning(result: LoadResult): boolean {
  return !result.fatal && !result.diagnostics.some((diagnostic) => brokenStructure.has(diagnostic.code));
}

function loadEnvironment(): LoadEnvironment {
  return {
    hostName: hostname(),
    interfaces: interfaceNames(),
    accounts: accountNames(),
    processors: availableParallelism(),
    routeNames: readRouteNames(),
  };
}

/** What can be told where nobody knows which interfaces there will be. */
export function environmentInUnknownNamespace(): LoadEnvironment {
  return { ...loadEnvironment(), interfaces: undefined };
}

/** What can be told of a machine that may be another one: which interfaces it most likely has. */
export function environmentElsewhere(): LoadEnvironment {
  return { hostName: hostname(), interfaces: interfaceNames(), elsewhere: true };
}

/**
 * Every interface of this process's network namespace, also those without an address; undefined when that cannot be
 * told. /proc/net/dev has two lines of headings, then "  eth0: counters".
 */
function interfaceNames(): ReadonlySet<string> | undefined {
  try {
    const lines = readFileSync("/proc/self/net/dev", "utf8").trimEnd().split("\n").slice(2);
    return new Set(lines.map((line) => line.slice(0, line.lastIndexOf(":")).trim()));
  } catch {
    return undefined;
  }
}

function describeFailure(path: string, error: unknown): string {
  const code = errorCode(error);
  if (code === "ENOENT") {
    return `Config files missing '${path}': create the file, or name another with -f`;
  }
  if (code === "EACCES") {
    return `Unable to read configuration file ${path}: permission denied; run as root or change the file's mode`;
  }
  return `Unable to read configuration file ${path}: ${code}`;
}
