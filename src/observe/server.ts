import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { App } from "./app.ts";

/** Connections at a time; what is beyond is closed as soon as it comes. */
export const connectionLimit = 2_000;

/** Bytes of a request's headers. */
export const headerLimit = 8 * 1024;

/** Milliseconds. */
export type ServerPatience = {
  /** Until the headers of a request are there, and until all of it is. */
  readonly headers: number;
  readonly request: number;
  /** Between two requests on a connection. */
  readonly idle: number;
  /** In which nothing of an answer has been taken. */
  readonly stuck: number;
  /** How often those who are over the first two are looked for. */
  readonly look: number;
};

const usualPatience: ServerPatience = { headers: 5_000, request: 10_000, idle: 5_000, stuck: 30_000, look: 1_000 };

/** A server for `app` that clients cannot hold up or fill, however slow, many or long-winded they are. */
export function makeServer(app: App, patience: ServerPatience = usualPatience): Server {
  const answer = getRequestListener(app.fetch);
  const server = createServer(
    {
      maxHeaderSize: headerLimit,
      headersTimeout: patience.headers,
      requestTimeout: patience.request,
      keepAliveTimeout: patience.idle,
      connectionsCheckingInterval: patience.look,
    },
    (incoming, outgoing) => void answer(incoming, outgoing),
  );
  server.maxConnections = connectionLimit;
  server.timeout = patience.stuck;
  return server;
}
