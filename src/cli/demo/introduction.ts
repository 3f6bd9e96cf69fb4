import { printDuration } from "../../base/time.ts";
import type { Example } from "./example.ts";
import { questionInterval } from "./outage.ts";
import { machines } from "./stage.ts";
import { printTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** Says who takes part, what the files say about it, and where the page is. */
export function introduce(terminal: Terminal, { addresses, configurations }: Example, page: string): void {
  const columns = ["", "its address", ...addresses.map(({ address }) => address)];
  const rows = [...configurations.keys()].map((node) => [
    node,
    machines[node] ?? "",
    ...addresses.map(({ candidates }) => {
      const candidate = candidates.find((each) => each.node === node);
      if (candidate === undefined) return "";
      const best = candidate === candidates[0] ? ", preferred" : "";
      return `${candidate.instance} priority ${candidate.priority}${best}`;
    }),
  ]);
  terminal.line(terminal.paint("bold", "Holdfast demo: examples/dual-active, in network namespaces of this machine"));
  terminal.line();
  for (const line of printTable(
    columns.map((heading) => ({ heading, align: "left" })),
    rows,
  ))
    terminal.line(`  ${line}`);
  terminal.line();
  terminal.line(
    `  ${String(machines["client"])} is a client that asks both addresses for a page every ${printDuration(questionInterval)}.`,
  );
  terminal.line(`  The page of both nodes, live: ${terminal.paint("bold", page)}`);
}
