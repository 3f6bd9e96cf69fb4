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
  /** Without its first parameter the line is ignored; otherwise that is fatal. */
  readonly forgiving?: true;
  /** Undefined: there is no usable value, and the report says why. */
  read(statement: Statement, report: Reporter): T | undefined;
  /**
   * The words behind the keyword that `read` gives this value for; undefined for values that only the decoder of
   * their block can print.
   */
  readonly print?: { bivariance(value: T): string }["bivariance"];
};

export type KeywordFacts = {
  readonly priority: Priority;
  /** One line in our own words. */
  readonly doc: string;
  /** What holds without it. */
  readonly default?: string;
  /** The keyword of `global_defs` or of the surrounding block that holds where this one is not given. */
  readonly inherits?: string;
  /** Out of date, and what to do instead. */
  readonly deprecated?: string;
  /** A configuration test refuses the deprecated keyword, although it works. */
  readonly failsTest?: true;
  /** Another spelling of the keyword of that name, which the block's decoder asks for. */
  readonly aliasOf?: string;
  /** Its block cannot do without it. */
  readonly required?: true;
  /** Given more than once: the first one counts. Of all other keywords the last one does. */
  readonly firstCounts?: true;
  /** Each of its lines counts. Blocks are so in any case. */
  readonly repeatable?: true;
  /** Keywords of the same block that do not go together with it. */
  readonly excludes?: readonly string[];
  /** Its words are never shown. */
  readonly secret?: true;
  /** What it asks for is not built yet: what happens instead, such as "no mail is sent". */
  readonly unfinished?: string;
  /** First words with which it asks for nothing. */
  readonly idleWords?: readonly string[];
  /** The rest of what it asks for is done. */
  readonly partly?: true;
  /** Running without what it asks for would do harm, such as two masters: the daemon refuses to. */
  readonly refused?: true;
};

/** One row of a table of keywords: parser, checker and reference pages read the same rows. */
export type Keyword<T> = KeywordFacts & { readonly name: string; readonly shape: Shape<T> };

export function keyword<T>(name: string, shape: Shape<T>, facts: KeywordFacts): Keyword<T> {
  return { name, shape, ...facts };
}

/** Another spelling of a keyword. */
export function alias<T>(name: string, of: Keyword<T>, facts: Partial<KeywordFacts> = {}): Keyword<T> {
  return { ...of, ...facts, name, aliasOf: of.name };
}

/** A spelling of a keyword that is out of date. */
export function oldSpelling<T>(name: string, of: Keyword<T>, facts: Partial<KeywordFacts> = {}): Keyword<T> {
  return alias(name, of, { deprecated: `write ${of.name}`, ...facts });
}

/** Rows by the name that the code gives them. */
export type Table = Readonly<Record<string, Keyword<unknown>>>;

/** What the keywords of a block say, as far as they are there. */
export type Values<T extends Table> = {
  readonly [K in keyof T]?: T[K] extends Keyword<infer V> ? V : never;
};

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
  "TCP_CHECK",
  "HTTP_GET",
  "SSL_GET",
  "SMTP_CHECK",
  "DNS_CHECK",
  "MISC_CHECK",
  "BFD_CHECK",
  "PING_CHECK",
  "UDP_CHECK",
  "FILE_CHECK",
  "url",
  "host",
  "SSL",
] as const;
export type ScopeName = (typeof scopeNames)[number];

/** The keywords of one block. */
export type Scope = {
  readonly name: ScopeName;
  readonly keywords: ReadonlyMap<string, Keyword<unknown>>;
};

export function scope(name: ScopeName, ...tables: readonly Table[]): Scope {
  const rows = tables.flatMap((table) => Object.values(table));
  return { name, keywords: new Map(rows.map((row) => [row.name, row])) };
}
