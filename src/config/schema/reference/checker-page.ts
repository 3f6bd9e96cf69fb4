import type { ScopeName } from "../keyword.ts";
import { checkerProse, type CheckerProse, exampleFile } from "./checker-prose.ts";
import { printRow, printTable, rowHeads } from "./markdown.ts";
import { type Row, rowsOf } from "./rows.ts";

/** A page on each checker, docs/checkers.md, as Markdown: what stands in the tables, and what does not. */
export function printCheckerPage(): string {
  const timing = sharedRows(["TCP_CHECK", "MISC_CHECK"]);
  const connection = sharedRows(["TCP_CHECK", "SMTP_CHECK"]).filter(({ name }) => !isAmong(timing, name));
  const common = [...timing, ...connection];
  const links = checkerProse.map(({ scope }) => `- [\`${scope}\`](#${scope.toLowerCase()}): ${docOf(scope)}`);
  return `${[
    introduction,
    links.join("\n"),
    `## When a check runs\n\n${whenText}\n\n${printTable(rowHeads, timing.map(printRow))}`,
    `## Where it goes to and comes from\n\n${whereText}\n\n${printTable(rowHeads, connection.map(printRow))}`,
    ...checkerProse.map((prose) => printChecker(prose, common)),
    `## url\n\nOne request of HTTP_GET or SSL_GET.\n\n${printTable(rowHeads, rowsOf("url").map(printRow))}`,
  ].join("\n\n")}\n`;
}

const introduction = `<!-- Made from the tables in src/config/schema: UPDATE=1 writes it anew (see checker-page.test.ts there). -->

# Checkers

How it is found out that a real server works. Several in one \`real_server\` must all be up; without any, the server
counts as up. [load-balancing.md](load-balancing.md) says what becomes of a server that is down,
[configuration.md](configuration.md) has every keyword.`;

const whenText = `The first check starts at a random time within \`warmup\`, so that the checks of many servers do not start together. From
then on there is \`delay_loop\` between the end of a check and the start of the next. A failure is looked at again after
\`delay_before_retry\`, and \`retry\` failures beyond the first take the server down; one success brings it back. Until its
first check has ended a server counts as up (with \`alpha\`: as down), and if that check fails it is down at once.

Each of these can stand in the \`virtual_server\`, in the \`real_server\` and in the checker: the innermost counts. BFD_CHECK
has only \`alpha\` of them, and FILE_CHECK none.`;

const whereText = `For the checkers over the network; MISC_CHECK, BFD_CHECK and FILE_CHECK have none of these.`;

function printChecker(prose: CheckerProse, common: readonly Row[]): string {
  const { scope, text } = prose;
  const own = rowsOf(scope).filter(({ name }) => !isAmong(common, name));
  const table = own.length === 0 ? "It has no keywords of its own." : printTable(rowHeads, own.map(printRow));
  return `## ${scope}\n\n${text}\n\n\`\`\`\n${exampleFile(prose)}\`\`\`\n\n${table}`;
}

/** Rows of the first block that all the others have as well. */
function sharedRows([first, ...others]: readonly [ScopeName, ...ScopeName[]]): readonly Row[] {
  const shared = rowsOf(first).filter(({ name }) => others.every((scope) => isAmong(rowsOf(scope), name)));
  return shared.map((row) => ({ ...row, ...outermostDefault(row) }));
}

/** What holds where neither the checker nor what it inherits from says anything. */
function outermostDefault({ inherits }: Row): Pick<Row, "default"> {
  const outermost = (["virtual_server", "global_defs"] as const)
    .flatMap((scope) => rowsOf(scope))
    .find(({ name }) => name === inherits);
  return outermost?.default === undefined ? {} : { default: outermost.default };
}

function isAmong(rows: readonly Row[], keyword: string): boolean {
  return rows.some(({ name }) => name === keyword);
}

function docOf(scope: ScopeName): string {
  return rowsOf("real_server").find(({ name }) => name === scope)?.doc ?? "";
}
