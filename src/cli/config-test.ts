import { writeFileSync } from "node:fs";
import { configTestStatus } from "../config/config-test.ts";
import { printDiagnostic } from "../config/print.ts";
import { scriptSecurityFinding } from "../config/script-security.ts";
import { errorCode } from "../daemon/error-code.ts";
import { exitStatus } from "../daemon/messages.ts";
import { checkScripts } from "../daemon/script-check.ts";
import { interpretConfiguration, readConfiguration } from "../daemon/supervisor-configuration.ts";

/** The status of a file that cannot be read, of a missing word, and of a configuration that has some other error. */
const cannotRun = 4;
const missingParameter = 2;
const otherError = 5;

/**
 * Checks a configuration file and says what it found on standard error, or in `report`. Returns the exit status:
 * 0 nothing found, 2 a required word is missing, 4 it cannot be run, 5 other errors, 6 script security.
 */
export function testConfiguration(file: string, report: string | undefined): number {
  const { findings, status } = examine(file);
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

function examine(file: string): { readonly findings: readonly string[]; readonly status: number } {
  const read = readConfiguration(file);
  if (read.kind === "unreadable") return { findings: [read.message], status: cannotRun };
  const { configuration, diagnostics } = interpretConfiguration(read.source);
  const scripts = checkScripts(configuration);
  const security = scriptSecurityFinding(scripts.configuration, () => true);
  const status = configTestStatus(security === undefined ? diagnostics : [...diagnostics, security]);
  return {
    findings: [...diagnostics.map(printDiagnostic), ...scripts.messages],
    status: scripts.messages.length === 0 || status === missingParameter ? status : Math.max(status, otherError),
  };
}
