import type { ConfigTestEffect, Diagnostic, DiagnosticCode, Severity } from "./diagnostic.ts";
import { hideKnown, hideShort } from "./known-secrets.ts";
import { lineCure } from "./line-cures.ts";
import { parameterCure } from "./parameter-cures.ts";
import { secretsOn, withoutSecrets } from "./secrets.ts";
import { compareSpans, lineAround } from "./source.ts";
import type { Span } from "./source.ts";

/** Findings kept; the first ones of a configuration-test class and fatal ones are kept beyond it. */
export const maximumDiagnostics = 1000;

export type FindingOptions = {
  readonly cure?: string | undefined;
  readonly effect?: ConfigTestEffect;
  readonly fatal?: boolean;
  readonly secret?: boolean;
};

/** Where all findings of one load go. */
export class Findings {
  readonly #kept: Diagnostic[] = [];
  readonly #once = new Set<string>();
  readonly #effects = new Set<ConfigTestEffect>();
  #dropped = 0;
  #fatal = false;

  /** One of the findings ends the daemon. */
  get fatal(): boolean {
    return this.#fatal;
  }

  /** How many there have been. */
  get count(): number {
    return this.#kept.length + this.#dropped;
  }

  /** Further findings are most likely only counted. */
  get full(): boolean {
    return this.#kept.length >= maximumDiagnostics;
  }

  add(finding: Diagnostic): void {
    const tells = !this.#effects.has(finding.effect) || (finding.fatal && !this.#fatal);
    this.#effects.add(finding.effect);
    if (finding.fatal) this.#fatal = true;
    if (this.#kept.length < maximumDiagnostics || tells) this.#kept.push(finding);
    else this.#dropped++;
  }

  /** True the first time it is asked for this key. */
  first(key: string): boolean {
    if (this.#once.has(key)) return false;
    this.#once.add(key);
    return true;
  }

  /** In the order of reading; those without a place come last. */
  sorted(): readonly Diagnostic[] {
    const sorted = this.#kept.toSorted(compareFindings).map(redact);
    if (this.#dropped === 0) return sorted;
    const message = `${this.#dropped} further findings are not shown`;
    return [...sorted, diagnostic("note", "too-many-findings", undefined, message, {})];
  }
}

/** A finding that quotes no secret of its line; those that know theirs for a secret quote nothing. */
function redact(finding: Diagnostic): Diagnostic {
  const { span, message, cure } = finding;
  if (span === undefined) return finding;
  const best = findParameterCure(finding) ?? cure ?? (finding.code === "extra-words" ? lineCure(span) : undefined);
  const hidden = hideShort(hideKnown(message, span.source), span);
  return {
    ...finding,
    message: finding.secret ? hidden : withoutSecrets(hidden, lineAround(span)),
    cure: best && hideKnown(best, span.source),
  };
}

/** Findings about words that the reading has left as they are. */
const ofWords: ReadonlySet<DiagnosticCode> = new Set([
  "invalid-value",
  "out-of-range",
  "not-found",
  "unknown-keyword",
  "unknown-block",
  "unexpected-brace",
]);

/** What to do about a parameter that nothing was put in for; a password may have a dollar sign. */
function findParameterCure({ code, secret, span }: Diagnostic): string | undefined {
  if (!ofWords.has(code) || secret || span === undefined) return undefined;
  const cure = parameterCure(span);
  return cure === undefined || secretsOn(lineAround(span)).length > 0 ? undefined : cure;
}

function compareFindings({ span: a }: Diagnostic, { span: b }: Diagnostic): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareSpans(a, b);
}

/** Words findings about one part of the configuration, which its messages name: "(VI_1) ...". */
export class Reporter {
  readonly #findings: Findings;
  readonly #label: string;

  constructor(findings: Findings, label = "") {
    this.#findings = findings;
    this.#label = label;
  }

  /** Findings are most likely only counted: not worth an effort to word. */
  get full(): boolean {
    return this.#findings.full;
  }

  /** How many findings there have been, about any part. */
  get count(): number {
    return this.#findings.count;
  }

  /** A finding so far, about any part, ends the daemon. */
  get endsDaemon(): boolean {
    return this.#findings.fatal;
  }

  within(name: string): Reporter {
    return new Reporter(this.#findings, `(${name}) `);
  }

  /** What was asked for is not done. */
  error(code: DiagnosticCode, span: Span | undefined, message: string, options: FindingOptions = {}): void {
    this.#add("error", code, span, message, options);
  }

  /** It is done in another way. */
  warning(code: DiagnosticCode, span: Span | undefined, message: string, options: FindingOptions = {}): void {
    this.#add("warning", code, span, message, options);
  }

  /** Good to know; no effect on a configuration test. */
  note(code: DiagnosticCode, span: Span | undefined, message: string, options: FindingOptions = {}): void {
    this.#add("note", code, span, message, { effect: "none", ...options });
  }

  /** The daemon cannot run with this. */
  fatal(code: DiagnosticCode, span: Span | undefined, message: string, options: FindingOptions = {}): void {
    this.#add("error", code, span, message, { fatal: true, ...options });
  }

  /** True the first time it is asked for this key, in the whole configuration. */
  first(key: string): boolean {
    return this.#findings.first(key);
  }

  #add(
    severity: Severity,
    code: DiagnosticCode,
    span: Span | undefined,
    message: string,
    options: FindingOptions,
  ): void {
    this.#findings.add(diagnostic(severity, code, span, this.#label + message, options));
  }
}

function diagnostic(
  severity: Severity,
  code: DiagnosticCode,
  span: Span | undefined,
  message: string,
  options: FindingOptions,
): Diagnostic {
  return {
    code,
    severity,
    message,
    span,
    cure: options.cure,
    effect: options.effect ?? (severity === "note" ? "none" : "configuration"),
    fatal: options.fatal ?? false,
    secret: options.secret ?? false,
  };
}
