import { instant, milliseconds, seconds, toMilliseconds, type Duration, type Instant } from "../base/time.ts";
import { Bulletin } from "./bulletin.ts";
import type { Asked } from "./helper-client.ts";
import { helperCommand, printHelperTask, type HelperCommand } from "./helper.ts";
import type { LabNode } from "./node.ts";
import { usualPatience, type Program } from "./program.ts";

export type ClientOptions = {
  /** The addresses to ask; a link-local one with its interface: "fe80::1%eth0". */
  readonly addresses: readonly string[];
  readonly port?: number;
  /** Between two questions to one address; 20 ms when left out. */
  readonly every?: Duration;
  /** When a question counts as unanswered; 0.5 s when left out. */
  readonly patience?: Duration;
  readonly helper?: HelperCommand;
};

/** What came of a question; `node` is undefined when nobody answered. */
export type Answer = { readonly address: string; readonly asked: Instant; readonly node: string | undefined };

/** A run of questions without an answer. `end` is when the first answered one after it was asked, if there is one. */
export type Outage = { readonly start: Instant; readonly end: Instant | undefined; readonly unanswered: number };

/** How many answers a client keeps, the latest ones. */
export const keptAnswers = 200_000;

/** Asks addresses for a page many times a second, from a node of its own, and knows when nobody answered. */
export class Client {
  readonly #program: Program;
  readonly #bulletin = new Bulletin();
  readonly #answers: Answer[] = [];
  readonly #listeners = new Set<(answer: Answer) => void>();

  private constructor(program: Program) {
    this.#program = program;
    program.onLine((line) => this.#read(line.text));
  }

  /** Resolves when the first questions have been asked. */
  static async start(node: LabNode, options: ClientOptions): Promise<Client> {
    const { port = 80, every = milliseconds(20), patience = seconds(0.5), helper = helperCommand() } = options;
    const targets = options.addresses.map((address) => ({ address, port }));
    const task = { targets, every: toMilliseconds(every), patience: toMilliseconds(patience) };
    const client = new Client(node.spawn([...helper, printHelperTask({ kind: "ask", options: task })]));
    await client.#program.awaitLine(/^\{/u);
    return client;
  }

  /** Everything so far, of one address, in the order of asking. */
  answers(address: string): readonly Answer[] {
    return this.#answers.filter((answer) => answer.address === address).sort((a, b) => a.asked - b.asked);
  }

  /** Tells of each question as soon as its outcome is known, which may be out of the order of asking. */
  onAnswer(listener: (answer: Answer) => void): void {
    this.#listeners.add(listener);
  }

  outages(address: string): readonly Outage[] {
    return findOutages(this.answers(address));
  }

  /** The first answer by that node, asked for after `after`. Rejects with OverdueError. */
  async awaitAnswer(address: string, node: string, after: Instant, within: Duration = usualPatience): Promise<Answer> {
    return this.#bulletin.until(
      () => this.answers(address).find((answer) => answer.node === node && answer.asked > after),
      within,
      () => `an answer of ${node} at ${address}; the last one is ${JSON.stringify(this.answers(address).at(-1))}`,
    );
  }

  async stop(): Promise<void> {
    this.#program.input.end();
    await this.#program.ended;
  }

  #read(text: string): void {
    if (!text.startsWith("{")) return;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the helper of the same version
    const asked = JSON.parse(text) as Asked;
    const answer = { address: asked.address, asked: instant(asked.at * 1_000), node: asked.node };
    this.#answers.push(answer);
    if (this.#answers.length > keptAnswers) this.#answers.shift();
    for (const listener of this.#listeners) listener(answer);
    this.#bulletin.announce();
  }
}

/** The outages in answers that are sorted by the time of asking. */
export function findOutages(answers: readonly Answer[]): readonly Outage[] {
  const outages: Outage[] = [];
  for (const [index, answer] of answers.entries()) {
    const before = outages.at(-1);
    const isOpen = before !== undefined && before.end === undefined;
    if (answer.node !== undefined) {
      if (isOpen) outages.splice(-1, 1, { ...before, end: answer.asked });
    } else if (isOpen && index > 0) {
      outages.splice(-1, 1, { ...before, unanswered: before.unanswered + 1 });
    } else {
      outages.push({ start: answer.asked, end: undefined, unanswered: 1 });
    }
  }
  return outages;
}
