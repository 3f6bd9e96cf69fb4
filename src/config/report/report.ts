import type { Reachability } from "../cluster/index.ts";
import { configTestStatus } from "../config-test.ts";
import type { ConfigTestStatus } from "../config-test.ts";
import type { Diagnostic, Severity } from "../diagnostic.ts";

/** What checking some files has found. */
export type Report = {
  /** As they were named, in that order; with several files each is a node of one cluster. */
  readonly files: readonly string[];
  readonly findings: readonly Diagnostic[];
  /** Files that could not be looked at, with what is wrong and what to do about it. */
  readonly unreadable: readonly { readonly file: string; readonly message: string }[];
  /** Warnings count like errors. */
  readonly strict: boolean;
  /** Who is master when, for several nodes. */
  readonly reachability: Reachability;
};

/** 0: nothing that counts; 1: there are findings that count; 2: a file could not be looked at. */
export type CheckStatus = 0 | 1 | 2;

/**
 * How a check ends. Errors count, and so does everything that `keepalived -t` would refuse: what passes here passes
 * there. Notes never count, other warnings only in a strict check.
 */
export function checkStatus({ findings, unreadable, strict }: Report): CheckStatus {
  if (unreadable.length > 0) return 2;
  return findings.some((finding) => counts(finding, strict)) ? 1 : 0;
}

function counts({ severity, effect }: Diagnostic, strict: boolean): boolean {
  return severity === "error" || effect !== "none" || (strict && severity === "warning");
}

export type Counts = { readonly errors: number; readonly warnings: number; readonly notes: number };

export function countFindings(findings: readonly Diagnostic[]): Counts {
  const count = (wanted: Severity): number => findings.filter(({ severity }) => severity === wanted).length;
  return { errors: count("error"), warnings: count("warning"), notes: count("note") };
}

/** What `keepalived -t` would end with for the worst of the files. */
export function referenceStatus({ findings }: Report): ConfigTestStatus {
  return configTestStatus(findings);
}
