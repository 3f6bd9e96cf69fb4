import type { LabNode } from "../../src/lab/index.ts";
import { command } from "../live/stage.ts";

/** How a command has ended, and what it said. */
export type Said = { readonly status: number; readonly text: string };

/** Runs `holdfast` with these words on the node to its end. */
export async function run(node: LabNode, ...words: readonly string[]): Promise<Said> {
  // The status is the last line: what was said before it has come by then.
  const program = node.spawn(["sh", "-c", '"$@" 2>&1; echo "status $?"', "run", ...command, ...words]);
  const last = await program.awaitLine(/^status \d+$/u);
  const lines = program.lines.map(({ text }) => text).filter((line) => line !== last.text);
  return { status: Number(last.text.slice("status ".length)), text: lines.join("\n") };
}
