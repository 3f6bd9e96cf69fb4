import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { EventRecord } from "../../src/status/live/event-record.ts";
import type { MockNode } from "./mock-node.ts";

const page = fileURLToPath(new URL("../../dist/web", import.meta.url));
const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** Serves the page and the interface of a node that is not there, with headers as strict as those of the observer. */
export class MockServer {
  readonly #node: MockNode;
  readonly #server: Server;
  readonly #streams = new Set<ServerResponse>();
  /** Of the other nodes' pages. */
  peers: readonly string[] = [];
  /** What the interface wants to be shown; undefined: nothing. */
  token: string | undefined;
  #isPaused = false;

  private constructor(node: MockNode) {
    this.#node = node;
    this.#server = createServer((request, response) => this.#answer(request, response));
    node.listeners.add((record) => {
      for (const stream of this.#streams) stream.write(printEvent(record));
    });
  }

  static async open(node: MockNode): Promise<MockServer> {
    const mock = new MockServer(node);
    await new Promise<void>((resolve) => {
      mock.#server.listen(0, "127.0.0.1", resolve);
    });
    return mock;
  }

  get url(): string {
    const address = this.#server.address();
    assert.ok(typeof address === "object" && address !== null);
    const { port } = address;
    return `http://127.0.0.1:${port}`;
  }

  /** As if the network were cut: nobody gets an answer, and what is open ends. */
  pause(): void {
    this.#isPaused = true;
    this.#server.closeAllConnections();
  }

  resume(): void {
    this.#isPaused = false;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.#isPaused) return void response.destroy();
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://mock");
    const peers = this.peers.map((each) => new URL(each).origin);
    const origin = request.headers.origin;
    if (origin !== undefined && peers.includes(origin)) response.setHeader("access-control-allow-origin", origin);
    const { authorization } = request.headers;
    if (this.token !== undefined && pathname.startsWith("/api/") && authorization !== `Bearer ${this.token}`) {
      return void response.writeHead(401, { "www-authenticate": 'Bearer realm="Holdfast"' }).end();
    }
    switch (pathname) {
      case "/api/v1/status":
        return send(response, "application/json", JSON.stringify(this.#node.document()));
      case "/api/v1/peers":
        return send(response, "application/json", JSON.stringify({ peers: this.peers }));
      case "/api/v1/events": {
        response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
        const after = Number(searchParams.get("after") ?? 0);
        response.write(": here\n\n");
        response.write(
          this.#node.records
            .filter(({ id }) => id > after)
            .map(printEvent)
            .join(""),
        );
        this.#streams.add(response);
        request.on("close", () => this.#streams.delete(response));
        return undefined;
      }
      default:
        return this.#sendFile(pathname === "/" ? "/index.html" : pathname, peers, response);
    }
  }

  #sendFile(path: string, peers: readonly string[], response: ServerResponse): void {
    const connect = ["'self'", ...peers].join(" ");
    response.setHeader(
      "content-security-policy",
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src ${connect}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    );
    try {
      send(response, types[extname(path)] ?? "application/octet-stream", readFileSync(join(page, path)));
    } catch {
      response.writeHead(404).end();
    }
  }
}

function printEvent(record: EventRecord): string {
  return `id: ${record.id}\ndata: ${JSON.stringify(record)}\n\n`;
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { "content-type": type, "cache-control": "no-cache" }).end(body);
}
