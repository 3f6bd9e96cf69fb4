import type { Reporter } from "../reporter.ts";
import type { Statement } from "../tree.ts";

/** How common a keyword is: P0 in nearly every deployment, P1 in many, P2 rare or deprecated. */
export type Priority = "P0" | "P1" | "P2";

/** How the words (and the block) of a keyword are read. */
export type Shape<T> = {
  /** As a manual writes it: "<1..255>", "[<BOOL>]", "{ ... }". */
  readonly syntax: string;
  /** Whether a block follows. */
  readonly block: boolean;
  /** Undefined: there is no usable value, and the report says why. */
  readonly read: (statement: Statement, report: Reporter) => T | undefined;
};

export type KeywordFacts = {
  readonly priority: Priority;
  /** One line in our own words. */
  readonly doc: string;
  /** What holds without it. */
  readonly default?: string;
  /** Out of date, and what to do instead. */
  readonly deprecated?: string;
};

/** One row of a table of keywords: parser, checker and reference pages read the same rows. */
export type Keyword<T> = KeywordFacts & { readonly name: string; readonly shape: Shape<T> };

export function keyword<T>(name: string, shape: Shape<T>, facts: KeywordFacts): Keyword<T> {
  return { name, shape, ...facts };
}

/** The blocks of the language; "root" is the file outside all of them. */
export const scopeNames = [
  "root",
  "global_defs",
  "vrrp_script",
  "vrrp_sync_group",
  "vrrp_instance",
  "authentication",
  "auth_hmac",
  "track_file",
  "vrrp_track_process",
  "bfd_instance",
  "track_group",
  "garp_group",
  "virtual_server_group",
  "virtual_server",
  "real_server",
  "checker",
  "url",
  "SSL",
] as const;
export type ScopeName = (typeof scopeNames)[number];

/** The keywords of one block. */
export type Scope = {
  readonly name: ScopeName;
  readonly keywords: ReadonlyMap<string, Keyword<unknown>>;
};

export function scope(name: ScopeName, keywords: Readonly<Record<string, Keyword<unknown>>>): Scope {
  return { name, keywords: new Map(Object.values(keywords).map((row) => [row.name, row])) };
}
