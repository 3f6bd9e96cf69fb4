import { createInterface } from "node:readline";

import { times, type Duration } from "../../src/base/time.ts";
import { Bulletin, type LabNode, type Program, usualPatience } from "../../src/lab/index.ts";

/** What is asked of an actor, and what comes back: JSON, one line each. */
type Question = { readonly number: number; readonly command: unknown };
type Reply = { readonly number: number; readonly value?: unknown; readonly error?: string };

function answer(reply: Reply): void {
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

/** Plays a part in this process: performs commands from standard input, until that ends. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the type of what Actor<Command> sends
export function perform<Command>(play: (command: Command) => Promise<unknown>): void {
  createInterface({ input: process.stdin })
    .on("line", (line) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by Actor of the same version
      const { number, command } = JSON.parse(line) as Question & { readonly command: Command };
      play(command).then(
        (value) => answer({ number, value: value ?? true }),
        (error: unknown) => answer({ number, error: String(error) }),
      );
    })
    .on("close", () => process.exit(0));
  console.log("on stage");
}

/** A process of the lab that plays a part on a node: it does what it is told, and tells how that went. */
export class Actor<Command> {
  readonly #program: Program;
  readonly #bulletin = new Bulletin();
  readonly #replies = new Map<number, Reply>();
  #asked = 0;

  private constructor(program: Program) {
    this.#program = program;
    program.onLine(({ text }) => {
      if (!text.startsWith("{")) return;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by perform of the same version
      const reply = JSON.parse(text) as Reply;
      this.#replies.set(reply.number, reply);
      this.#bulletin.announce();
    });
  }

  /** `words` start the program; resolves when it is ready. */
  static async enter<Command>(node: LabNode, words: readonly string[]): Promise<Actor<Command>> {
    const program = node.spawn(words);
    const actor = new Actor<Command>(program);
    await program.awaitLine(/^on stage$/u, 0, times(usualPatience, 3));
    return actor;
  }

  /** Its further lines, such as those of mails that came in. */
  get program(): Program {
    return this.#program;
  }

  /** Rejects with OverdueError, and with Error when the actor could not do it. */
  async tell(command: Command, within: Duration = times(usualPatience, 6)): Promise<unknown> {
    this.#asked += 1;
    const number = this.#asked;
    this.#program.input.write(`${JSON.stringify({ number, command })}\n`);
    const reply = await this.#bulletin.until(
      () => this.#replies.get(number),
      within,
      () => `${JSON.stringify(command)}: ${this.#program.lines.at(-1)?.text ?? "no output"}`,
    );
    this.#replies.delete(number);
    if (reply.error !== undefined) throw new Error(`${JSON.stringify(command)}: ${reply.error}`);
    return reply.value;
  }

  async leave(): Promise<void> {
    this.#program.input.end();
    await this.#program.ended;
  }
}
