import { connect } from "node:net";
import { createInterface } from "node:readline";

import type { Instant } from "../../src/base/time.ts";
import { Bulletin, usualPatience } from "../../src/lab/index.ts";
import type { Answer } from "../../src/status/live/control-protocol.ts";
import type { EventRecord } from "../../src/status/live/event-record.ts";

/** What a daemon records, from its status socket, until it ends. */
export class EventFollower {
  readonly #records: EventRecord[] = [];
  readonly #bulletin = new Bulletin();

  /** From `since` on. */
  constructor(path: string, since: Instant) {
    const socket = connect({ path });
    socket.write(`${JSON.stringify({ id: 1, method: "events", since, follow: true })}\n`);
    // A daemon that is killed takes its end of the connection with it.
    socket.on("error", () => undefined);
    socket.unref();
    createInterface({ input: socket }).on("line", (line) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the daemon
      const answer = JSON.parse(line) as Answer;
      if ("event" in answer) this.#records.push(answer.event);
      this.#bulletin.announce();
    });
  }

  /** The first event, of those before or those to come, that has these fields. Rejects with OverdueError. */
  async awaitEvent(fields: Fields): Promise<EventRecord> {
    return this.#bulletin.until(
      () => this.#records.find(({ event }) => has(event, fields)),
      usualPatience,
      () =>
        `${JSON.stringify(fields)}; the last ones are ${this.#records
          .slice(-5)
          .map(({ text }) => text)
          .join("; ")}`,
    );
  }
}

/** What an event has to have. */
export type Fields = { readonly [name: string]: string | Fields };

function has(value: unknown, fields: Fields): boolean {
  return Object.entries(fields).every(([name, wanted]) => {
    const found: unknown = Object(value)[name];
    return typeof wanted === "string" ? found === wanted : has(found, wanted);
  });
}
