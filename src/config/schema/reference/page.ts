import { scopeNames } from "../keyword.ts";
import type { ScopeName } from "../keyword.ts";
import { codeTexts } from "../../report/code-texts.ts";
import { printPath } from "./blocks.ts";
import { printLanguage } from "./language-prose.ts";
import { lineOptions, remarksOnOption } from "./line-options.ts";
import type { OptionKind } from "./line-options.ts";
import { capitalize, code, escape, printMeaning, printRow, printSentence, printTable, rowHeads } from "./markdown.ts";
import { openerOf, rowsOf } from "./rows.ts";

/** The reference of the whole configuration language, docs/configuration.md, as Markdown. */
export function printReferencePage(): string {
  const blocks = scopeNames.filter((scope) => rowsOf(scope).length > 0);
  const sections = [
    introduction,
    `## The language\n\n${printLanguage()}`,
    `## Blocks\n\n${blocks.filter(isBlock).map(printLink).join("\n")}`,
    ...blocks.map(printBlock),
    ...lineOptions.map(printOptions),
    `## Findings\n\n${printCodes()}`,
  ];
  return `${sections.join("\n\n")}\n`;
}

const introduction = `<!-- Made from the tables in src/config/schema: UPDATE=1 writes it anew (see page.test.ts there). -->

# keepalived.conf

Every keyword of the configuration, as Holdfast reads it. \`holdfast explain KEYWORD\` says the same on the command
line, \`holdfast check FILE\` finds the mistakes in a file.`;

function isBlock(scope: ScopeName): boolean {
  return scope !== "root";
}

function printLink(scope: ScopeName): string {
  const doc = openerOf(scope)?.doc;
  return `- [\`${printPath(scope)}\`](#${scope.toLowerCase()})${doc === undefined ? "" : `: ${doc}`}`;
}

function printBlock(scope: ScopeName): string {
  const opener = openerOf(scope);
  const title = scope === "root" ? "The top level" : scope;
  const place = scope === "root" ? "" : `\n\n\`${printPath(scope)}${opener && ` ${opener.shape.syntax}`}\``;
  const doc = opener === undefined ? "" : `\n\n${printSentence(opener.doc)}`;
  const table = printTable(rowHeads, rowsOf(scope).map(printRow));
  return `## ${title}${place}${doc}\n\n${table}`;
}

function printOptions({ title, blocks, syntax, options }: OptionKind): string {
  const rows = options.map((option) => [
    [option.name, ...(option.aliases ?? [])].map(code).join(", "),
    code(option.syntax),
    escape(option.default ?? ""),
    printMeaning(option.doc, remarksOnOption(option)),
  ]);
  const where = `In ${blocks.map(code).join(", ")}: \`${syntax}\``;
  return `## ${capitalize(title)}\n\n${where}\n\n${printTable(["Option", "Syntax", "Default", "Meaning"], rows)}`;
}

function printCodes(): string {
  const rows = Object.entries(codeTexts).map(([name, { summary, help }]) => [
    code(name),
    escape(summary),
    escape(help),
  ]);
  return printTable(["Code", "What", "More"], rows);
}
