import { rowCase, type Case, type Table } from "./table.ts";

/** Each keyword of each table in a block that does not know it, another one each time. */
export function misplacedCases(tables: readonly Table[]): readonly Case[] {
  const blocks = tables.filter(({ block }) => !block.includes(" "));
  const keywords = new Map(tables.flatMap(({ rows }) => rows.map((row) => [row.keyword, row] as const)));
  return Array.from(keywords.values()).flatMap((row, index) => {
    const turned = [...blocks.slice(index % blocks.length), ...blocks.slice(0, index % blocks.length)];
    const table = turned.find(({ rows }) => rows.every(({ keyword }) => keyword !== row.keyword));
    const words = row.accepted.find((some) => some !== "" && !some.includes("{")) ?? "";
    if (table === undefined) return [];
    const { name, ...rest } = rowCase(table, { ...row, beside: {} }, words, "rejected");
    return [{ ...rest, name: `misplaced, ${name}` }];
  });
}
