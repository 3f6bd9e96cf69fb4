import { createSocket } from "node:dgram";
import { connect, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";

import type { Answers, Asked, Request, ServerTask, TrafficTask } from "./traffic.ts";

/**
 * The two programs of this lab, each a process in a namespace of its own. Servers answer every message with their
 * name. Clients do what lines of standard input say, and answer each with a line.
 */

const [text = ""] = process.argv.slice(2);
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by traffic.ts
const task = JSON.parse(text) as TrafficTask;

async function serve(servers: readonly ServerTask[]): Promise<void> {
  for (const { name, address, port } of servers) {
    await new Promise<void>((resolve) => {
      createServer((socket) => {
        socket.on("error", () => socket.destroy());
        socket.on("data", (data) => {
          if (data.toString() === "reset") socket.resetAndDestroy();
          else socket.write(name);
        });
      }).listen({ host: address, port, backlog: 4096 }, resolve);
    });
    const udp = createSocket(address.includes(":") ? "udp6" : "udp4");
    udp.on("message", (_, { address: from, port: fromPort }) => udp.send(name, fromPort, from));
    await new Promise<void>((resolve) => udp.bind(port, address, resolve));
  }
  say("ready");
  process.stdin.on("end", () => process.exit(0)).resume();
}

async function takeRequests(): Promise<void> {
  const held = new Map<string, Held>();
  let stream: Stream | undefined;
  say("ready");
  for await (const line of createInterface({ input: process.stdin })) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by traffic.ts
    const request = JSON.parse(line) as Request;
    switch (request.kind) {
      case "ask":
        say(JSON.stringify(await askMany(request)));
        break;
      case "hold": {
        const one = new Held(request);
        held.set(request.name, one);
        say(JSON.stringify(await one.first));
        break;
      }
      case "release":
        say(JSON.stringify(await held.get(request.name)?.end()));
        held.delete(request.name);
        break;
      case "start-stream":
        stream = new Stream(request);
        say("{}");
        break;
      case "stop-stream":
        say(JSON.stringify(await stream?.end()));
        break;
      default:
        throw new Error(`no such request: ${line}`);
    }
  }
  process.exit(0);
}

type Ask = Extract<Request, { readonly kind: "ask" }>;

async function askMany(request: Ask): Promise<Answers> {
  const answers = new Map<string, number>();
  let left = request.count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const one = request.fromPort === undefined ? request : { ...request, fromPort: request.fromPort + left };
      const answer = await (request.protocol === "UDP" ? askUdp(one) : askTcp(one));
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: request.parallel ?? 1 }, worker));
  return Object.fromEntries(answers);
}

/** The name of a server, or the code of an error. The connection ends by a reset: its port is free at once. */
async function askTcp({ address, port, from, fromPort, text: said, patience = 30_000 }: Ask): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({
      host: address,
      port,
      ...(from === undefined ? {} : { localAddress: from }),
      ...(fromPort === undefined ? {} : { localPort: fromPort }),
    });
    const end = (answer: string): void => {
      resolve(answer);
      socket.resetAndDestroy();
    };
    socket.setTimeout(patience, () => end("timeout"));
    socket.on("error", (error: NodeJS.ErrnoException) => end(error.code ?? "error"));
    socket.on("data", (data: Buffer) => end(data.toString()));
    socket.write(said ?? "?");
  });
}

async function askUdp({ address, port, from, fromPort, patience = 30_000 }: Ask): Promise<string> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
    const end = (answer: string): void => {
      clearTimeout(overdue);
      resolve(answer);
      socket.close();
    };
    const overdue = setTimeout(() => end("timeout"), patience);
    // Connected sockets are told of ICMP errors.
    socket.once("error", (error: NodeJS.ErrnoException) => end(error.code ?? "error"));
    socket.once("message", (data) => end(data.toString()));
    socket.bind(fromPort ?? 0, from, () => socket.connect(port, address, () => socket.send("?")));
  });
}

/** A connection over which there is always something under way. */
class Held {
  /** The name of the server. */
  readonly first: Promise<{ readonly server: string }>;
  readonly #socket: Socket;
  #server: string | undefined;
  #trouble: string | undefined;
  #isEnding = false;

  constructor({ address, port, from }: { readonly address: string; readonly port: number; readonly from?: string }) {
    this.#socket = connect({ host: address, port, ...(from === undefined ? {} : { localAddress: from }) });
    this.first = new Promise((resolve) => {
      this.#socket.on("data", (data) => {
        this.#server ??= data.toString();
        resolve({ server: this.#server });
        if (data.toString() !== this.#server) this.#trouble = `another server: ${data.toString()}`;
        setTimeout(() => this.#isEnding || this.#socket.write("?"), 5);
      });
      this.#socket.on("error", (error: NodeJS.ErrnoException) => {
        this.#trouble ??= error.code ?? "error";
        resolve({ server: this.#trouble });
      });
      this.#socket.on("close", () => {
        if (!this.#isEnding) this.#trouble ??= "closed";
      });
    });
    this.#socket.write("?");
  }

  /** One more answer is waited for. */
  async end(): Promise<{ readonly server: string | undefined; readonly trouble: string | undefined }> {
    if (this.#trouble === undefined) {
      await new Promise<void>((resolve) => {
        this.#socket.once("data", () => resolve());
        this.#socket.once("close", () => resolve());
      });
    }
    this.#isEnding = true;
    this.#socket.destroy();
    return { server: this.#server, trouble: this.#trouble };
  }
}

type StreamRequest = Extract<Request, { readonly kind: "start-stream" }>;

/** Requests one after the other, some at the same time, with when each began. */
class Stream {
  readonly #log: Asked[] = [];
  readonly #workers: readonly Promise<void>[];
  #isEnding = false;

  constructor({ services, parallel }: StreamRequest) {
    this.#workers = services.flatMap(({ address, port }, service) =>
      Array.from({ length: parallel }, async () => {
        while (!this.#isEnding) {
          const began = Date.now();
          const answer = await askTcp({ kind: "ask", protocol: "TCP", address, port, count: 1 });
          this.#log.push({ service, began, ended: Date.now(), answer });
        }
      }),
    );
  }

  async end(): Promise<readonly Asked[]> {
    this.#isEnding = true;
    await Promise.all(this.#workers);
    return this.#log;
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (task.kind === "servers") await serve(task.servers);
else await takeRequests();
