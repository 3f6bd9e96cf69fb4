import { type Instant } from "../../base/time.ts";
import { Client, wallClock, type Answer, type HelperCommand, type LabNode } from "../../lab/index.ts";
import { HoldBack } from "./hold-back.ts";
import { questionInterval, questionPatience, type Question } from "./outage.ts";
import { ServiceWatch } from "./service-watch.ts";
import type { Timeline } from "./timeline.ts";

/** How many questions to each address are kept, the latest ones: more than three minutes. */
export const keptQuestions = 2_000;

/** The client of the demo: asks every address all the time, comments on it, and remembers for the measurement. */
export class Audience {
  readonly #client: Client;
  readonly #known = new Map<string, Question[]>();

  private constructor(client: Client, addresses: readonly string[], timeline: Timeline) {
    this.#client = client;
    const coming = new HoldBack<Question>((question) => question.asked);
    const watches = new Map(addresses.map((address) => [address, new ServiceWatch(address)]));
    client.onAnswer((answer) => coming.add(readQuestion(answer)));
    timeline.onPrint((horizon) => {
      for (const question of coming.take(horizon)) {
        this.#remember(question);
        const remark = watches.get(question.address)?.handle(question);
        if (remark !== undefined) timeline.add("client", remark.text, remark.time);
      }
    });
  }

  /** Resolves when the first questions have been asked. */
  static async open(
    node: LabNode,
    addresses: readonly string[],
    helper: HelperCommand,
    timeline: Timeline,
  ): Promise<Audience> {
    const client = await Client.start(node, { addresses, every: questionInterval, patience: questionPatience, helper });
    return new Audience(client, addresses, timeline);
  }

  /** The client in the network. */
  get client(): Client {
    return this.#client;
  }

  /** Those asked at `from` or later whose outcome is certain, in the order of asking. */
  questions(address: string, from: Instant): readonly Question[] {
    return (this.#known.get(address) ?? []).filter((question) => question.asked >= from);
  }

  #remember(question: Question): void {
    const known = this.#known.get(question.address) ?? [];
    this.#known.set(question.address, known);
    known.push(question);
    if (known.length > keptQuestions) known.shift();
  }
}

function readQuestion({ address, asked, node }: Answer): Question {
  return { address, asked, answer: node === undefined ? undefined : { node, received: wallClock() } };
}
