import { seconds } from "../../src/base/time.ts";
import type { LabNode, Program } from "../../src/lab/index.ts";

/** Where the observer of a daemon listens, on the loopback of its node. */
export const port = 9650;

/** A daemon begins to listen some tenths of a second after its start, and later where it is the last in turn. */
const patience = seconds(20);

/** Follows the events and reads the metrics once a second, and comes back 0.1 s after the daemon has gone. */
const script = `
  const http = require("node:http");
  const get = (path, heard) => new Promise((resolve) => {
    const request = http.get({ host: "127.0.0.1", port: ${port}, path, agent: false }, (answer) => {
      answer.on("data", heard).on("close", () => resolve(answer.statusCode));
    });
    request.on("error", () => resolve(undefined));
  });
  const follow = async () => {
    for (;;) {
      let isNew = true;
      await get("/api/v1/events", () => {
        if (isNew) console.log("follows");
        isNew = false;
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  setInterval(async () => {
    if ((await get("/metrics", () => {})) === 200) console.log("scraped");
  }, 1000);
  process.stdin.on("end", () => process.exit()).resume();
  follow();`;

/**
 * Who looks at a daemon: one stream of events and one scrape of the metrics a second. It is nice to others, as it would
 * be on another machine.
 */
export class Audience {
  readonly #program: Program;
  #mark = 0;

  constructor(node: LabNode) {
    this.#program = node.spawn(["nice", "-n", "19", process.execPath, "-e", script]);
  }

  /** Resolves when it follows the events of a daemon that was started since the last time. */
  async isThere(): Promise<void> {
    await this.#program.awaitLine(/^follows$/u, this.#mark, patience);
    this.#mark = this.#program.mark;
  }

  /** Answers that it has had from `/metrics`. */
  get scrapes(): number {
    return this.#program.lines.filter(({ text }) => text === "scraped").length;
  }
}
