import { type Server, Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { errorCode } from "../daemon/error-code.ts";
import { exitStatus, type FromObserver, type ObserverAssignment, type ToObserver } from "../daemon/messages.ts";
import { Access } from "./access.ts";
import { buildApp } from "./app.ts";
import { confine } from "./confinement.ts";
import { EventStreams, pastLimit } from "./event-streams.ts";
import { LatestStatus } from "./latest-status.ts";
import { Exposition } from "./metrics/exposition.ts";
import { readPageFiles } from "./page-files.ts";
import { Pace } from "./pace.ts";
import { connectionLimit, makeServer } from "./server.ts";
import { SupervisorLine } from "./supervisor-line.ts";

/** Where the line to the supervisor is: see `spawnObserver`. */
const lineDescriptor = 3;

/** Between two signs of life, two beats of the streams of events, and two attempts to get events at all, ms. */
const rhythm = { alive: 1_000, beat: 10_000, retry: 1_000 } as const;

/** Beside the bundle, and in the tree of the sources. */
const pageFolders = ["web", "../../dist/web"].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/**
 * Entry point of the observer process: tells over HTTP what it asks the supervisor for. It is the only process that
 * strangers can reach, so it has nothing but a listening socket and the line to the supervisor; when that has gone, it
 * ends.
 */
export function runObserverProcess(): void {
  let observer: Observer | undefined;
  process.on("message", (message: ToObserver) => {
    if (observer === undefined) observer = new Observer(message);
    else observer.configure(message);
  });
  process.on("disconnect", () => process.exit(exitStatus.ok));
  // Signals of the terminal reach the whole process group: the supervisor decides what they mean.
  for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) process.on(signal, () => undefined);
  process.on("uncaughtException", (error) => {
    tell({ kind: "log", message: `The observer process has failed: ${error.stack ?? String(error)}`, isTrouble: true });
    end(exitStatus.programError);
  });
  setInterval(() => tell({ kind: "alive" }), rhythm.alive).unref();
}

class Observer {
  #assignment: ObserverAssignment;
  #access: Access;

  constructor(assignment: ObserverAssignment) {
    this.#assignment = assignment;
    this.#access = new Access(assignment);
    const line = new SupervisorLine(new Socket({ fd: lineDescriptor }), () => end(exitStatus.ok));
    const pace = new Pace({
      now: () => performance.now(),
      pause: async (milliseconds) => await setTimeout(milliseconds),
    });
    const streams = new EventStreams(async (question) => await pace.ask(async () => await line.events(question)));
    const latest = new LatestStatus(
      async () => await line.status(),
      () => performance.now(),
    );
    const exposition = new Exposition({ streams: () => streams.count }, () => performance.now());
    const app = buildApp({
      access: () => this.#access,
      peers: () => this.#assignment.peers,
      status: async () => await latest.get(),
      metrics: async () => await exposition.text(async () => await latest.get()),
      stream: async (start, drop) => await streams.open(start, drop),
      command: async (command, user) => await line.command(command, user),
      page: pageFolders.map(readPageFiles).find(({ size }) => size > 0) ?? new Map(),
    });
    const server = makeServer(app);
    server.on("error", (error) => giveUp(assignment, errorCode(error)));
    server.listen({ host: assignment.host, port: assignment.port, backlog: connectionLimit }, () => {
      // Only now, as ports below 1024 are for root. No connection has been read from yet.
      const left = confine();
      if (left !== undefined) warn(`The observer process cannot give up all its privileges: ${left}`);
      const { port } = { ...assignment, ...addressOf(server.address()) };
      info(`Listening for HTTP on ${printAddress({ ...assignment, port })}`);
      tell({ kind: "ready" });
      void this.#follow(line, streams, exposition);
    });
    setInterval(() => streams.beat(Date.now()), rhythm.beat).unref();
  }

  configure(assignment: ObserverAssignment): void {
    this.#assignment = assignment;
    this.#access = new Access(assignment);
    tell({ kind: "ready" });
  }

  /** The status can be asked for also while there are no events. */
  async #follow(line: SupervisorLine, streams: EventStreams, exposition: Exposition): Promise<never> {
    const started = Date.now() * 1_000;
    let after: number | undefined;
    for (;;) {
      try {
        await line.follow({ after, limit: pastLimit }, (record) => {
          after = record.id;
          streams.add(record);
          if (record.wall >= started) exposition.count(record.event.kind, record.severity);
        });
      } catch {
        await setTimeout(rhythm.retry);
      }
    }
  }
}

/** The port that was taken, where any would do. */
function addressOf(address: ReturnType<Server["address"]>): { readonly port?: number } {
  return typeof address === "object" && address !== null ? { port: address.port } : {};
}

/** The supervisor starts it again after a while. */
function giveUp(assignment: ObserverAssignment, code: string): void {
  const why: Readonly<Record<string, string>> = {
    EADDRINUSE: "another program has the port: end it, or choose another port with --http",
    EADDRNOTAVAIL: "this machine does not have the address: choose another with --http",
    EACCES: "the port is for root only: choose one above 1023 with --http",
  };
  warn(`Cannot listen for HTTP on ${printAddress(assignment)} (${code})${why[code] ? `: ${why[code]}` : ""}`);
  end(exitStatus.fatal);
}

function printAddress({ host, port }: ObserverAssignment): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function info(message: string): void {
  tell({ kind: "log", message, isTrouble: false });
}

function warn(message: string): void {
  tell({ kind: "log", message, isTrouble: true });
}

function tell(message: FromObserver): void {
  if (process.connected) process.send?.(message);
}

/** When what was told has been sent. */
function end(status: number): void {
  process.exitCode = status;
  setImmediate(() => process.exit(status));
}
