import { fileURLToPath } from "node:url";

import type { LabNode, Program } from "../../src/lab/index.ts";

export type ServerTask = { readonly name: string; readonly address: string; readonly port: number };
export type TrafficTask =
  | { readonly kind: "servers"; readonly servers: readonly ServerTask[] }
  | { readonly kind: "client" };

type Place = { readonly address: string; readonly port: number };

export type Request =
  /** `count` requests, each over a connection, or from a socket, of its own. */
  | (Place & {
      readonly kind: "ask";
      readonly protocol: "TCP" | "UDP";
      readonly count: number;
      readonly parallel?: number;
      readonly from?: string;
      /** Of the last one; the others have those above. */
      readonly fromPort?: number;
      /** What is sent: with "reset" the server ends a connection of TCP by a reset. */
      readonly text?: "reset";
      /** Milliseconds. */
      readonly patience?: number;
    })
  /** Opens a connection that stays, and over which something is asked all the time. */
  | (Place & { readonly kind: "hold"; readonly name: string; readonly from?: string })
  | { readonly kind: "release"; readonly name: string }
  | { readonly kind: "start-stream"; readonly services: readonly Place[]; readonly parallel: number }
  | { readonly kind: "stop-stream" };

/** How many answers came from whom; a request that failed is counted by its error. */
export type Answers = Readonly<Record<string, number>>;

/** One request of a stream: of which service, when (milliseconds since 1970), and what came of it. */
export type Asked = {
  readonly service: number;
  readonly began: number;
  readonly ended: number;
  readonly answer: string;
};

/** A client, or some servers, on a node. */
export class Traffic {
  readonly #program: Program;

  private constructor(program: Program) {
    this.#program = program;
  }

  static async start(node: LabNode, task: TrafficTask): Promise<Traffic> {
    const main = fileURLToPath(new URL("traffic-main.ts", import.meta.url));
    const program = node.spawn([process.execPath, "--import", import.meta.resolve("tsx"), main, JSON.stringify(task)]);
    await program.awaitLine(/^ready$/u);
    return new Traffic(program);
  }

  async ask(request: Omit<Extract<Request, { readonly kind: "ask" }>, "kind">): Promise<Answers> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by traffic-main.ts
    return (await this.#request({ kind: "ask", ...request })) as Answers;
  }

  /** The server that the connection is to. */
  async hold(name: string, place: Place & { readonly from?: string }): Promise<string> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by traffic-main.ts
    return ((await this.#request({ kind: "hold", name, ...place })) as { readonly server: string }).server;
  }

  /** After one more answer; `trouble`: the connection has not lived until now. */
  async release(name: string): Promise<{ readonly server?: string; readonly trouble?: string }> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by traffic-main.ts
    return (await this.#request({ kind: "release", name })) as { readonly server?: string; readonly trouble?: string };
  }

  async startStream(services: readonly Place[], parallel: number): Promise<void> {
    await this.#request({ kind: "start-stream", services, parallel });
  }

  async stopStream(): Promise<readonly Asked[]> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by traffic-main.ts
    return (await this.#request({ kind: "stop-stream" })) as readonly Asked[];
  }

  async stop(): Promise<void> {
    this.#program.input.end();
    await this.#program.ended;
  }

  async #request(request: Request): Promise<unknown> {
    const { mark } = this.#program;
    this.#program.input.write(`${JSON.stringify(request)}\n`);
    const { text } = await this.#program.awaitLine(/^[[{]/u, mark);
    return JSON.parse(text);
  }
}
