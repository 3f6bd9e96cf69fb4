import { codeTexts } from "../../report/code-texts.ts";
import { scopeNames } from "../keyword.ts";
import type { ScopeName } from "../keyword.ts";
import { blockOpenedBy, blocksIn, printPath } from "./blocks.ts";
import { allLanguageWords } from "./language-words.ts";
import { lineOptions, printOptionUsage, remarksOnOption } from "./line-options.ts";
import type { OptionKind } from "./line-options.ts";
import { printUsage, remarksOn, rowsNamed, rowsOf } from "./rows.ts";
import type { Row } from "./rows.ts";

/**
 * What a word of a configuration, or the code of a finding, means: a keyword in every block that knows it, a block
 * with its keywords, an option of a line, a construct of the language. Undefined: nobody knows it.
 */
export function explain(word: string): string | undefined {
  const parts = [
    ...explainKeyword(word),
    ...lineOptions.flatMap((kind) => explainOption(kind, word)),
    ...allLanguageWords.filter(({ names }) => names.includes(word)).map(({ syntax, doc }) => `${syntax}\n  ${doc}`),
    ...explainCode(word),
  ];
  return parts.length === 0 ? undefined : parts.join("\n\n");
}

/** Everything that `explain` knows, for finding what was meant. */
export function explainable(): readonly string[] {
  const keywords = scopeNames.flatMap((scope) => rowsOf(scope).map(({ name }) => name));
  const options = lineOptions.flatMap((kind) =>
    kind.options.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]),
  );
  const language = allLanguageWords.flatMap(({ names }) => names);
  return [...new Set([...keywords, ...options, ...language, ...Object.keys(codeTexts)])];
}

/** All blocks, each below the one it stands in. */
export function explainBlocks(): string {
  return printColumns(listBlocks("root", ""), "");
}

function listBlocks(within: ScopeName, indent: string): readonly (readonly [string, string])[] {
  return blocksIn(within).flatMap((scope) => {
    const doc = rowsOf(within).find(({ name }) => name === scope)?.doc ?? "";
    return [[`${indent}${scope}`, doc] as const, ...listBlocks(scope, `${indent}  `)];
  });
}

/** A keyword means the same in most of the blocks it stands in: those are named together. */
function explainKeyword(name: string): readonly string[] {
  const meanings = new Map<string, { row: Row; scopes: ScopeName[] }>();
  for (const row of rowsNamed(name)) {
    const key = JSON.stringify([row.doc, printUsage(row), remarksOn(row)]);
    const known = meanings.get(key);
    if (known === undefined) meanings.set(key, { row, scopes: [row.scope] });
    else known.scopes.push(row.scope);
  }
  return Array.from(meanings.values(), ({ row, scopes }) => describeRow(row, scopes));
}

function describeRow(row: Row, scopes: readonly ScopeName[]): string {
  const remarks = remarksOn(row).map(([label, text]) => `  ${label}: ${text}`);
  const opened = blockOpenedBy(row.aliasOf ?? row.name, row.scope);
  const keywords =
    opened === undefined
      ? []
      : [
          "",
          printColumns(
            rowsOf(opened).map((each) => [each.name, each.doc]),
            "  ",
          ),
        ];
  const kind = lineOptions.find(({ blocks }) => blocks.includes(row.name));
  const options =
    kind === undefined
      ? []
      : [
          "",
          printColumns(
            kind.options.map((each) => [each.name, each.doc]),
            "  ",
          ),
        ];
  const head = [printUsage(row), `  in ${scopes.map(printPath).join(", ")}`, `  ${row.doc}`];
  return [...head, ...remarks, ...keywords, ...options].join("\n");
}

function explainOption({ title, options }: OptionKind, word: string): readonly string[] {
  return options
    .filter(({ name, aliases }) => name === word || aliases?.includes(word) === true)
    .map((option) => {
      const remarks = remarksOnOption(option).map(([label, text]) => `  ${label}: ${text}`);
      return [printOptionUsage(option), `  in ${title}`, `  ${option.doc}`, ...remarks].join("\n");
    });
}

function explainCode(word: string): readonly string[] {
  const text = Object.entries(codeTexts).find(([code]) => code === word)?.[1];
  return text === undefined ? [] : [`[${word}]: ${text.summary}\n  ${text.help}`];
}

/** Two columns, the second of which begins at the same place in each line. */
function printColumns(lines: readonly (readonly [string, string])[], indent: string): string {
  const width = Math.max(...lines.map(([first]) => first.length));
  return lines.map(([first, second]) => `${indent}${first.padEnd(width)}  ${second}`).join("\n");
}
