import { assert } from "../base/assert.ts";
import { ask, type AskOptions } from "./helper-client.ts";
import { openDoor, type DoorOptions } from "./helper-door.ts";
import { servePages, type PageOptions } from "./helper-pages.ts";
import { sourceProgram } from "./source-program.ts";

/**
 * The words that run the lab's own programs on a node, before the name of the program. A bundle that has no
 * src/lab/helper-main.ts gives words that lead to its own call of runHelper.
 */
export type HelperCommand = readonly [string, ...string[]];

/** The helper programs as they lie in the source tree. */
export function helperCommand(): HelperCommand {
  return sourceProgram(new URL("helper-main.ts", import.meta.url));
}

/** What a helper program is to do. */
export type HelperTask =
  | { readonly kind: "ask"; readonly options: AskOptions }
  | { readonly kind: "serve-pages"; readonly options: PageOptions }
  | { readonly kind: "open-door"; readonly options: DoorOptions };

/** The word behind a HelperCommand. */
export function printHelperTask(task: HelperTask): string {
  return JSON.stringify(task);
}

/** Runs what printHelperTask has written; the process ends when its standard input does. */
export function runHelper(text: string): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by printHelperTask of the same version
  const task = JSON.parse(text) as HelperTask;
  process.stdin.on("end", () => process.exit(0)).resume();
  switch (task.kind) {
    case "ask":
      ask(task.options, (line) => process.stdout.write(`${line}\n`));
      return;
    case "serve-pages":
      servePages(task.options, (line) => process.stdout.write(`${line}\n`));
      return;
    case "open-door":
      openDoor(task.options, (line) => process.stdout.write(`${line}\n`));
      return;
    default:
      assert(false, `no such helper: ${text}`);
  }
}
