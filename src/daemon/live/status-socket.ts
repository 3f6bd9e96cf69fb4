import { createServer, type Server, type Socket } from "node:net";
import { clientLimit, type Refusal } from "../../status/live/control-protocol.ts";
import { errorCode } from "../error-code.ts";
import { LineWriter, type Patience, usualPatience } from "./line-writer.ts";
import { serveClient } from "./serve-client.ts";
import type { StatusServices } from "./services.ts";
import { listenAt, removeSocket, type SocketFile } from "./socket-file.ts";

/** The unix socket that operators ask at: its owner alone can reach it. */
export class StatusSocket {
  readonly #services: StatusServices;
  readonly #trouble: (message: string) => void;
  readonly #patience: Patience;
  readonly #clients = new Set<Socket>();
  /** Those that have been told to come again later and have not gone yet. */
  readonly #refused = new Set<Socket>();
  #server: Server | undefined;
  #file: SocketFile | undefined;

  /** `trouble` gets one line for each thing that goes wrong; the daemon goes on. */
  constructor(services: StatusServices, trouble: (message: string) => void, patience: Patience = usualPatience) {
    this.#patience = patience;
    this.#services = services;
    this.#trouble = trouble;
  }

  /** Resolves when clients are served, or when it has been said why they are not. */
  async open(path: string): Promise<void> {
    const server = createServer({ allowHalfOpen: true }, (client) => this.#serve(client));
    const listening = await listenAt(server, path);
    if ("message" in listening) {
      server.close();
      return this.#trouble(listening.message);
    }
    // What goes wrong from now on, such as too many open files, concerns a client.
    server.on("error", (error) => this.#trouble(`Status socket: ${errorCode(error)}`));
    this.#server = server;
    this.#file = listening;
    return undefined;
  }

  /** At once: nobody is to think that this daemon is still there. Who is connected hears its last words. */
  close(): void {
    if (this.#file !== undefined) removeSocket(this.#file);
    this.#file = undefined;
    this.#server?.close();
  }

  /** After `close`: everything has been said. */
  part(): void {
    for (const client of [...this.#clients, ...this.#refused]) client.destroySoon();
  }

  #serve(client: Socket): void {
    if (this.#clients.size >= clientLimit) return this.#refuse(client);
    this.#clients.add(client);
    client.on("close", () => this.#clients.delete(client));
    return serveClient(client, this.#services, this.#patience);
  }

  /**
   * What it says meanwhile is taken and forgotten: a connection that ends on words not read is an error to the other
   * side.
   */
  #refuse(client: Socket): void {
    client.on("error", () => undefined);
    if (this.#refused.size >= clientLimit) {
      client.destroy();
      return;
    }
    this.#refused.add(client);
    client.on("close", () => this.#refused.delete(client));
    client.resume();
    const error: Refusal = { code: "busy", message: `${clientLimit} clients are connected, which is all there can be` };
    new LineWriter(client, this.#patience).part(JSON.stringify({ id: 0, error }));
  }
}
