import type { SharedAddress } from "./cluster.ts";
import { questionInterval, questionPatience } from "./outage.ts";
import { allowance, judge, printResults, type Result } from "./result.ts";
import { printDuration } from "../../base/time.ts";
import type { Stage } from "./stage.ts";
import type { Terminal } from "./terminal.ts";

/** The column of the verdict. */
const verdictColumn = 5;

/** Prints the table and where the addresses are. True when all was within its bound and ended where it belongs. */
export async function concludeStory(
  terminal: Terminal,
  stage: Stage,
  addresses: readonly SharedAddress[],
  results: readonly Result[],
): Promise<boolean> {
  terminal.line();
  const verdicts = results.map(judge);
  const table = printResults(results, (text, row, column) =>
    column === verdictColumn ? terminal.paint(verdicts[row] === "within" ? "green" : "red", text) : text,
  );
  for (const line of table) terminal.line(line);
  terminal.line();
  for (const line of footnotes) terminal.line(terminal.paint("dim", line));
  terminal.line();
  let home = true;
  for (const { address, candidates } of addresses) {
    const holders = await stage.holders(address);
    const best = candidates[0]?.node;
    const atHome = holders.length === 1 && holders[0] === best;
    home &&= atHome;
    const where = holders.length === 0 ? "nowhere" : `on ${holders.join(" and ")}`;
    const text = `${address} is ${where}${atHome ? ", where it belongs" : `, it belongs on ${String(best)}`}`;
    terminal.line(terminal.paint(atHome ? "green" : "red", text));
  }
  return home && verdicts.every((verdict) => verdict === "within");
}

const footnotes = [
  "predicted: from priorities and advert intervals in the files (RFC 3768 §6.1). A backup waits for",
  "  three intervals and its skew after the last advert, sent up to one interval before the event.",
  "measured: from the client's first question without an answer to its next answer, summed up. It asks",
  `  each address every ${printDuration(questionInterval)} over a new connection and gives up after ${printDuration(questionPatience)}: exact to ±${printDuration(questionInterval)}.`,
  `verdict: within is not more than ${printDuration(allowance)} beyond the prediction.`,
];
