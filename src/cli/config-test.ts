import { writeFileSync } from "node:fs";

import type { Command } from "../base/command.ts";
import { configTestStatus } from "../config/config-test.ts";
import { printDiagnostic } from "../config/print.ts";
import type { LoadResult } from "../config/load.ts";
import { globalSecurityFinding } from "../config/script-security.ts";
import { balancerFindings } from "../daemon/balancer-objections.ts";
import { enterNamespace } from "../daemon/enter-namespace.ts";
import { errorCode } from "../daemon/error-code.ts";
import { exitStatus } from "../daemon/messages.ts";
import { inspectProgram } from "../daemon/program-facts.ts";
import { checkScripts } from "../daemon/script-check.ts";
import type { BalancerChoice, ConfigurationSource } from "../daemon/messages.ts";
import {
  environmentInUnknownNamespace,
  interpretConfiguration,
  readConfiguration,
} from "../daemon/supervisor-configuration.ts";
import type { ReadingOptions } from "../daemon/supervisor-configuration.ts";

/** The status of a file that cannot be read, of a missing word, and of a configuration that has some other error. */
const cannotRun = 4;
const missingParameter = 2;
const otherError = 5;

/**
 * Checks a configuration file and says what it found on standard error, or in `report`. Returns the exit status:
 * 0 nothing found, 2 a required word is missing, 4 it cannot be run, 5 other errors, 6 script security or an included
 * file that must be there. `backend` is asked whether it can do what the virtual servers ask for.
 */
export async function testConfiguration(
  file: string,
  reading: ReadingOptions,
  report: string | undefined,
  backend: BalancerChoice,
): Promise<number> {
  const { findings, status } = await examine(file, reading, backend);
  const text = findings.map((finding) => `${finding}\n`).join("");
  if (report === undefined) process.stderr.write(text);
  else {
    try {
      writeFileSync(report, text, { mode: 0o600 });
    } catch (error) {
      process.stderr.write(`Unable to open config-test log file ${report}: ${errorCode(error)}\n`);
      return exitStatus.fatal;
    }
  }
  return status;
}

type Examination = { readonly findings: readonly string[]; readonly status: number };

async function examine(file: string, reading: ReadingOptions, backend: BalancerChoice): Promise<Examination> {
  const read = readConfiguration(file, reading);
  if (read.kind === "unreadable") return { findings: [read.message], status: cannotRun };
  const result = await interpretInPlace(read.source);
  const { configuration } = result;
  const diagnostics = [...result.diagnostics, ...balancerFindings(result, backend)];
  const scripts = checkScripts(configuration);
  const globalSecurity = globalSecurityFinding(configuration, isRunnable);
  const securityFindings = [scripts.security, globalSecurity].filter((finding) => finding !== undefined);
  const status = configTestStatus([...diagnostics, ...securityFindings]);
  const messages = globalSecurity === undefined ? scripts.messages : [...scripts.messages, globalSecurity.message];
  return {
    findings: [...diagnostics.map(printDiagnostic), ...messages],
    status: !scripts.failsTest || status === missingParameter ? status : Math.max(status, otherError),
  };
}

/**
 * The interfaces that count are those of the namespace in which it would run; where there is none, all may be there.
 */
async function interpretInPlace(source: ConfigurationSource): Promise<LoadResult> {
  const here = interpretConfiguration(source);
  const { network } = here.configuration.global.namespaces;
  if (network === undefined) return here;
  const entered = await enterNamespace(network);
  return interpretConfiguration(source, entered.kind === "entered" ? undefined : environmentInUnknownNamespace());
}

function isRunnable({ words: [program] }: Command): boolean {
  return inspectProgram(program).kind === "runnable";
}
