import type { Reporter } from "../reporter.ts";
import type { Span } from "../source.ts";
import type { ConfigurationFiles } from "./environment.ts";
import { glob, hasWildcard } from "./glob.ts";
import type { Match } from "./glob.ts";
import type { IncludeCheck, IncludeChecks } from "./include.ts";
import { directoryOf } from "./paths.ts";

export type IncludedFile = { readonly path: string; readonly text: string };

/**
 * The files that the pattern of an `include` line in the file `from` stands for. What is missing or cannot be used is
 * reported and left out; where the checks insist on it, the daemon does not run.
 */
export function findIncluded(
  pattern: string,
  from: string,
  checks: IncludeChecks,
  files: ConfigurationFiles | undefined,
  place: Span,
  report: Reporter,
): readonly IncludedFile[] {
  if (files === undefined) {
    report.error("include", place, `'${pattern}' is not included: there are no other files here`);
    return [];
  }
  const found = glob(pattern, directoryOf(from), files);
  if (found === undefined) {
    report.fatal("limit", place, `'${pattern}' stands for too many files`, { effect: "cannot-run" });
    return [];
  }
  const inclusion = new Inclusion(pattern, checks, place, report);
  if (found.matches.length === 0) inclusion.reportNothing();
  else if (found.missing) inclusion.reportSomeMissing();
  return found.matches.flatMap((match) => inclusion.usable(match));
}

/** The wording of what can be wrong with one `include` line. */
class Inclusion {
  readonly #pattern: string;
  readonly #checks: IncludeChecks;
  readonly #place: Span;
  readonly #report: Reporter;

  constructor(pattern: string, checks: IncludeChecks, place: Span, report: Reporter) {
    this.#pattern = pattern;
    this.#checks = checks;
    this.#place = place;
    this.#report = report;
  }

  /** A pattern with wildcards may find nothing unless it is told not to. */
  reportNothing(): void {
    const pattern = this.#pattern;
    if (hasWildcard(pattern)) {
      if (this.#checks.has("wildcard_match"))
        this.#problem(`No config files matched '${pattern}'.`, ["wildcard_match"]);
      return;
    }
    const insisting: readonly IncludeCheck[] = pattern.includes("{") ? ["brace_match"] : ["match"];
    this.#problem(`Config files missing '${pattern}'.`, insisting, this.#quotesCure());
  }

  reportSomeMissing(): void {
    this.#problem(`Some config files missing: "${this.#pattern}".`, ["brace_match"]);
  }

  /** The file as one to read, or nothing and a finding. Every check includes that files can be read. */
  usable({ path, reading }: Match): readonly IncludedFile[] {
    const checks = [...this.#checks];
    switch (reading.kind) {
      case "text":
        return [{ path, text: reading.text }];
      case "directory":
        this.#problem(`Configuration file '${path}/' is a directory - skipping`, checks);
        break;
      case "special":
        this.#problem(`Configuration file '${path}' is not a regular non-executable file - skipping`, checks);
        break;
      case "unreadable":
        this.#problem(`Configuration file '${path}' open problem (${reading.detail}) - skipping`, checks);
        break;
      case "missing":
        break;
    }
    return [];
  }

  /** Something that is only mentioned unless one of these checks is made. */
  #problem(message: string, insisting: readonly IncludeCheck[], cure?: string): void {
    if (insisting.some((check) => this.#checks.has(check))) {
      this.#report.fatal("include", this.#place, message, { cure, effect: "missing-file" });
    } else this.#report.warning("include", this.#place, message, { cure, effect: "none" });
  }

  #quotesCure(): string | undefined {
    if (!/^["']/u.test(this.#pattern)) return undefined;
    return "write the name without quotes: all that follows the keyword is the name";
  }
}
