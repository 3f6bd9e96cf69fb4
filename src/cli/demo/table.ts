/** A column: its heading, and on which side its cells stand. */
export type Column = { readonly heading: string; readonly align: "left" | "right" };

/** How a cell looks once it has its width: colours must not count as characters. */
export type Decorate = (text: string, row: number, column: number) => string;

const gap = "  ";

/** Headings, a rule and the rows, each column as wide as its widest cell. */
export function printTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  decorate: Decorate = (text) => text,
): readonly string[] {
  const widths = columns.map(({ heading }, index) =>
    Math.max(heading.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const pad = (text: string, index: number): string => {
    const width = widths[index] ?? 0;
    return columns[index]?.align === "right" ? text.padStart(width) : text.padEnd(width);
  };
  const heading = columns.map((column, index) => pad(column.heading, index)).join(gap);
  const body = rows.map((row, number) =>
    columns.map((_, index) => decorate(pad(row[index] ?? "", index), number, index)).join(gap),
  );
  return [heading, widths.map((width) => "-".repeat(width)).join(gap), ...body].map((line) => line.trimEnd());
}
