import { styleText } from "node:util";

/** How a piece of text is shown where there are colours. */
export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan" | "magenta";

/** Where the demo writes: a terminal with colours, or plain text. */
export class Terminal {
  readonly #colours: boolean;

  constructor() {
    const { NO_COLOR: refused = "", TERM: kind } = process.env;
    this.#colours = process.stdout.isTTY && refused === "" && kind !== "dumb";
  }

  /** The text in a style, or as it is where there are no colours. */
  paint(style: Style, text: string): string {
    return this.#colours ? styleText(style, text) : text;
  }

  line(text = ""): void {
    process.stdout.write(`${text}\n`);
  }
}
