import type { ConfigTestEffect } from "../diagnostic.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { refuseExtraWords, requiredWord } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import { blockName } from "./context.ts";

/** How the reference takes the names of a kind of block. */
type NamedKind = {
  /** As messages call it. */
  readonly what: string;
  /** Without a name the block is skipped; otherwise that ends the daemon, and further words mean nothing. */
  readonly skips: boolean;
  /** What the same name again does to a configuration test. */
  readonly duplicate: ConfigTestEffect;
};

/** 2.2.7 takes the second block of a name for nothing, most of them without a word. */
export const namedKinds = {
  instance: { what: "vrrp instance", skips: true, duplicate: "configuration" },
  group: { what: "vrrp sync group", skips: true, duplicate: "configuration" },
  script: { what: "vrrp script", skips: false, duplicate: "none" },
  file: { what: "track file", skips: false, duplicate: "none" },
  process: { what: "track process", skips: false, duplicate: "none" },
  bfd: { what: "BFD instance", skips: false, duplicate: "configuration" },
} as const satisfies Record<string, NamedKind>;

/** Blocks that have a name, without those whose name is taken. */
export function namedBlocks(
  statements: readonly Statement[],
  kind: NamedKind,
  report: Reporter,
): readonly (readonly [Word, Statement])[] {
  const names = new Set<string>();
  return statements.flatMap((statement) => {
    const name = kind.skips ? blockName(statement, report) : requiredName(statement, report);
    if (name === undefined) return [];
    if (names.has(name.text)) {
      const message = `${kind.what} ${name.text} already defined`;
      report.error("duplicate", name, message, { cure: "the first one counts", effect: kind.duplicate });
      return [];
    }
    names.add(name.text);
    return [[name, statement] as const];
  });
}

function requiredName(statement: Statement, report: Reporter): Word | undefined {
  refuseExtraWords(statement, 1, report);
  return requiredWord(statement, 0, report);
}
