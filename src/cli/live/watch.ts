import { setTimeout as pause } from "node:timers/promises";
import { print } from "./print.ts";

/** Between two looks, milliseconds. */
const pauseBetween = 1_000;

/** The cursor to the top left, and what is left below of the text before it away. */
const home = "\u001B[H";
const clearRest = "\u001B[J";
const clearLine = "\u001B[K";

/**
 * Shows a text anew each second until the daemon ends, which rejects, or an interrupt does it. Not at a terminal, one
 * text after the other.
 */
export async function watch(look: () => Promise<{ readonly text: string; readonly status: number }>): Promise<never> {
  const isTerminal = process.stdout.isTTY;
  if (isTerminal) await print("\u001B[2J");
  for (;;) {
    const { text } = await look();
    const screen = `${home}${text.split("\n").join(`${clearLine}\n`)}${clearLine}\n${clearRest}`;
    await print(isTerminal ? screen : `${text}\n\n`);
    await pause(pauseBetween);
  }
}
