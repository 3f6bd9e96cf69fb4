/** What the reference does with a file under -t: status 0, another status, or no answer: a signal, or no end. */
export type Outcome = "accepted" | "rejected" | "fails";

/** A configuration file to try. */
export type Case = {
  /** "vrrp_instance: priority 256" or the name of a file. */
  readonly name: string;
  readonly text: string;
  /** What the reference, 2.2.7, does with it. */
  readonly expected: Outcome;
  /** Later versions know the keyword, and so does Holdfast, which accepts the line; 2.2.7 says "Unknown keyword". */
  readonly newer?: boolean;
  /** Options beside -t and -f. */
  readonly options?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
};

/** Lines of a block by keyword: the words behind it; undefined takes a line out. */
export type Lines = Readonly<Record<string, string | undefined>>;

/** A keyword of a block and the words to try behind it. */
export type Row = {
  readonly keyword: string;
  readonly accepted: readonly string[];
  readonly rejected: readonly string[];
  readonly fails: readonly string[];
  readonly beside: Lines;
  readonly newer: boolean;
};

export type RowOptions = {
  /** Words that leave the reference without an answer. */
  readonly fails?: string;
  /** Other lines of the block, in place of the usual ones. */
  readonly beside?: Lines;
};

/**
 * Words that the reference accepts and words that it rejects, each list separated by bars. "()" is nothing at all;
 * `{ a; b }` is a block of two lines.
 */
export function row(keyword: string, accepted: string, rejected: string, options: RowOptions = {}): Row {
  const fails = readValues(options.fails ?? "");
  const beside = options.beside ?? {};
  return { keyword, accepted: readValues(accepted), rejected: readValues(rejected), fails, beside, newer: false };
}

/** The same for a keyword that 2.2.7 does not know: what later versions, and Holdfast, accept and reject. */
export function newer(keyword: string, accepted: string, rejected: string, options: RowOptions = {}): Row {
  return { ...row(keyword, accepted, rejected, options), newer: true };
}

/** A block with the lines it usually has, and the file around it. */
export type Table = {
  readonly block: string;
  readonly usual: Lines;
  readonly around: (body: string) => string;
  readonly rows: readonly Row[];
};

/** A file for each row and each of its words. */
export function tableCases(table: Table): readonly Case[] {
  return table.rows.flatMap((each) => [
    ...each.accepted.map((words) => rowCase(table, each, words, each.newer ? "rejected" : "accepted", each.newer)),
    ...each.rejected.map((words) => rowCase(table, each, words, "rejected")),
    ...each.fails.map((words) => rowCase(table, each, words, "fails")),
  ]);
}

/** A file for each keyword of a table with two of its letters exchanged. */
export function misspeltCases(table: Table): readonly Case[] {
  const rows = new Map(
    table.rows.filter(({ keyword }) => /^[a-z]/iu.test(keyword)).map((each) => [each.keyword, each]),
  );
  return [...rows.values()].flatMap((each) => {
    const wrong = exchangeLastLetters(each.keyword);
    const words = each.accepted.find((some) => some !== "" && !some.includes("{")) ?? "";
    const { name, ...other } = rowCase(table, { ...each, keyword: wrong }, words, "rejected");
    return [{ ...other, name: `misspelt, ${name}` }];
  });
}

/** "priority" as "prioriyt", "pass" as "passx". */
function exchangeLastLetters(keyword: string): string {
  const wrong = `${keyword.slice(0, -2)}${keyword.slice(-1)}${keyword.slice(-2, -1)}`;
  return wrong === keyword ? `${keyword}x` : wrong;
}

/** The file for one row and the words behind its keyword. */
export function rowCase(
  table: Table,
  { keyword, beside }: Row,
  words: string,
  expected: Outcome,
  isNewer = false,
): Case {
  const lines = { ...table.usual, ...beside, [keyword]: words };
  const others = Object.entries(lines).filter(([name]) => name !== keyword);
  const body = [...others, [keyword, words] as const].flatMap(([name, value]) =>
    value === undefined ? [] : [printLine(name, value)],
  );
  const circumstances = Object.entries(beside).map(([name, value]) =>
    value === undefined ? ` without ${name}` : ` beside ${`${name} ${value}`.trim()}`,
  );
  const name = `${table.block}: ${`${keyword} ${words}`.trim()}${circumstances.join("")}`;
  return { name, text: table.around(body.join("\n")), expected, ...(isNewer ? { newer: true } : {}) };
}

/** `track_interface { eth1; eth2 }` as four lines. */
function printLine(keyword: string, words: string): string {
  return `${keyword} ${words}`.trim().replaceAll(/\{ /gu, "{\n").replaceAll("; ", "\n").replaceAll(/ \}/gu, "\n}");
}

function readValues(text: string): readonly string[] {
  const values = text.trim().split(/\s+\|\s+/u);
  return text.trim() === "" ? [] : values.map((value) => (value === "()" ? "" : value.replaceAll(/\s+/gu, " ")));
}
