import { remarksOn } from "./rows.ts";
import type { Row } from "./rows.ts";

/** Of the tables that show rows. */
export const rowHeads: readonly string[] = ["Keyword", "Syntax", "Default", "Meaning"];

export function printRow(row: Row): readonly string[] {
  return [code(row.name), code(row.shape.syntax), escape(row.default ?? ""), printMeaning(row.doc, remarksOn(row))];
}

/** The default has a column of its own. */
export function printMeaning(doc: string, remarks: readonly (readonly [label: string, text: string])[]): string {
  const others = remarks.filter(([label]) => label !== "default").map(([label, text]) => `${label}: ${text}`);
  return escape([doc, ...others].join("; "));
}

export function printTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** In a table a bar would end the cell, even inside a code span. */
export function code(text: string): string {
  return text === "" ? "" : `\`${text.replaceAll("|", "\\|")}\``;
}

/** Text that means nothing to Markdown, nor to the table it stands in. */
export function escape(text: string): string {
  return text.replaceAll(/[|*[\]]/gu, (sign) => `\\${sign}`).replaceAll("<", "&lt;");
}

export function printSentence(doc: string): string {
  return `${capitalize(doc)}.`;
}

export function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
