import type { HttpCheck } from "../check/config.ts";
import { zeroDuration } from "../base/time.ts";
import { fetchPage, type FetchedPage, type PageRequest } from "../daemon/fetch-page.ts";
import { printEndpoint } from "../daemon/probes/path.ts";
import { printSystemError, SystemException } from "../platform/ports.ts";
import { printCheckFailure } from "../status/check-failure.ts";
import { genhashOptions, readGenhashCommand } from "./genhash-options.ts";
import { printPage } from "./genhash-report.ts";
import { optionLines } from "./keepalived-texts.ts";

/**
 * The genhash command line (genhash(1)): prints the digest that an HTTP_GET or SSL_GET expects of a page. Resolves with
 * the exit status: 0, or 1 for a mistake and for a page that could not be had, which the reference ends with 0 as well.
 */
export async function runGenhash(commandArguments: readonly string[]): Promise<number> {
  const command = readGenhashCommand(commandArguments);
  if (command.kind === "help") {
    process.stdout.write(`${helpText()}\n`);
    return 0;
  }
  if (command.kind === "mistake") {
    for (const message of command.messages) complain(message);
    process.stderr.write("Try genhash --help\n");
    return 1;
  }
  return report(await tryToFetch(command.request), command.request);
}

async function tryToFetch(request: PageRequest): Promise<FetchedPage> {
  try {
    return await fetchPage(request);
  } catch (error) {
    if (!(error instanceof SystemException)) throw error;
    return { kind: "failure", reason: { kind: "impossible", message: printSystemError(error.error) } };
  }
}

function report(fetched: FetchedPage, request: PageRequest): number {
  const { address, port, path, keepsBody } = request;
  if (fetched.kind === "failure") {
    complain(`${printEndpoint(address, port)}: ${printCheckFailure(fetched.reason, checkOf(request))}`);
    return 1;
  }
  const { page, duration } = fetched;
  process.stdout.write(keepsBody ? `${printPage(page, path, duration)}\n` : `${page.digest}\n`);
  // The digest of an error page is rarely what is wanted.
  if (page.status < 200 || page.status > 299) complain(`note: ${path} has status ${page.status}`);
  return 0;
}

function complain(message: string): void {
  process.stderr.write(`genhash: ${message}\n`);
}

function helpText(): string {
  return [
    "Usage: genhash [OPTION...] -s ADDRESS -p PORT -u PATH",
    "Prints the MD5 of a page for the digest of an HTTP_GET or SSL_GET.",
    ...optionLines(genhashOptions),
  ].join("\n");
}

/** The check that would do the same. */
function checkOf({ timeout: connectTimeout, mark, form: protocol, tls }: PageRequest): HttpCheck {
  const source = { address: undefined, port: undefined, interface: undefined };
  const timing = {
    delayLoop: connectTimeout,
    retry: 0,
    delayBeforeRetry: zeroDuration,
    warmup: zeroDuration,
    alpha: false,
    logAllFailures: false,
  };
  return {
    kind: "http",
    timing,
    connection: { address: undefined, port: undefined, connectTimeout, source, mark },
    tls: tls && { ...tls, sniName: undefined },
    protocol,
    fastRecovery: false,
    urls: [],
  };
}
