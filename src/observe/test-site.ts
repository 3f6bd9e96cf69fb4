import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import type { ObserverAssignment } from "../daemon/messages.ts";
import { Access } from "./access.ts";
import { buildApp } from "./app.ts";
import { EventStreams } from "./event-streams.ts";
import { FakeSupervisor } from "./fake-supervisor.ts";
import { LatestStatus } from "./latest-status.ts";
import { Exposition } from "./metrics/exposition.ts";
import type { PageFiles } from "./page-files.ts";
import { makeServer, type ServerPatience } from "./server.ts";
import { SupervisorLine } from "./supervisor-line.ts";

// All of the observer but the process, for tests: a server on a port of this machine, and a supervisor that is played.

export const token = "0123456789abcdef0123456789abcdef";
export const open: ObserverAssignment = { host: "127.0.0.1", port: 0, isLoopback: true, token: undefined, peers: [] };
/** As on an address that can be reached from elsewhere. */
export const guarded: ObserverAssignment = { ...open, isLoopback: false, token, peers: ["http://192.0.2.2:9650"] };

const page: PageFiles = new Map([
  ["/index.html", { body: Buffer.from("<!doctype html>"), type: "text/html", etag: '"1"', isLasting: false }],
  ["/assets/main-1.js", { body: Buffer.from("0"), type: "text/javascript", etag: '"2"', isLasting: true }],
]);

export type Site = {
  readonly server: Server;
  readonly streams: EventStreams;
  readonly supervisor: FakeSupervisor;
  readonly port: number;
  readonly get: (path: string, init?: RequestInit) => Promise<Response>;
  /** What comes back for bytes, until the server closes the connection or has answered `answers` times. */
  readonly raw: (bytes: string) => Promise<string>;
};

const servers: Server[] = [];

export function closeSites(): void {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
}

/** The whole of it but the process. */
export async function serve(assignment: ObserverAssignment, patience?: ServerPatience): Promise<Site> {
  const { supervisor, line: stream } = FakeSupervisor.pair();
  const line = new SupervisorLine(stream, () => undefined);
  const streams = new EventStreams(async (question) => await line.events(question));
  void line.follow({ limit: 100 }, (record) => streams.add(record)).catch(() => undefined);
  // Its time stands still: what was asked for once is not asked for again.
  const latest = new LatestStatus(
    async () => await line.status(),
    () => 0,
  );
  const exposition = new Exposition({ streams: () => streams.count }, () => performance.now());
  const access = new Access(assignment);
  const app = buildApp({
    access: () => access,
    peers: () => assignment.peers,
    status: async () => await latest.get(),
    metrics: async () => await exposition.text(async () => await latest.get()),
    stream: async (start, drop) => await streams.open(start, drop),
    command: async (command, user) => await line.command(command, user),
    page,
  });
  const server = makeServer(app, patience);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a server that listens on an IP address
  const { port } = server.address() as AddressInfo;
  return {
    server,
    streams,
    supervisor,
    port,
    get: async (path, init) => await fetch(`http://127.0.0.1:${port}${path}`, init),
    raw: async (bytes) => await exchange(port, bytes),
  };
}

async function exchange(port: number, bytes: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("close", () => resolve(Buffer.concat(chunks).toString()));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ECONNRESET" && error.code !== "EPIPE") reject(error);
    });
  });
}
