import { hostname } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { holdfastVersion } from "../../base/version.ts";
import type { SupervisorFacts } from "../../status/live/document.ts";
import { type ChildName, isOnlooker, type WorkerName, workerNames } from "../../supervisor/index.ts";
import type { News } from "../messages.ts";
import type { RunningConfiguration } from "../running-configuration.ts";
import { stateDirectoryOf, type SupervisorOptions } from "../supervisor-options.ts";
import type { Hub } from "./hub.ts";
import { ProcessRecords } from "./process-records.ts";
import { serveClient } from "./serve-client.ts";
import { type CommandTaker, type EventSource, noCommands, noEvents, type StatusServices } from "./services.ts";
import { socketName } from "./socket-name.ts";
import { StatusInquiry } from "./status-inquiry.ts";
import { StatusSocket } from "./status-socket.ts";

/** What the status of a supervisor is made of. */
export type LiveSources = {
  readonly options: SupervisorOptions;
  readonly configuration: RunningConfiguration;
  readonly child: (name: ChildName) => {
    /** Undefined: it does not run. */
    readonly pid: number | undefined;
    ask(id: number): void;
  };
  readonly commands: CommandTaker;
  /** Undefined: nobody keeps the events. */
  readonly hub: () => (EventSource & Pick<Hub, "lastId" | "lastChange">) | undefined;
  /** One line for the log. */
  readonly trouble: (message: string) => void;
};

/**
 * What a supervisor tells about itself and its children: to clients of its socket, and to whoever it hands a stream.
 */
export class LiveStatus {
  readonly #sources: LiveSources;
  readonly #processes = new ProcessRecords(wall() - Math.round(process.uptime() * 1_000_000));
  readonly #inquiry: StatusInquiry;
  readonly #services: StatusServices;
  readonly #socket: StatusSocket;

  constructor(sources: LiveSources) {
    this.#sources = sources;
    const { child, commands, hub } = sources;
    const events: EventSource = { records: (question, signal) => (hub() ?? noEvents).records(question, signal) };
    this.#inquiry = new StatusInquiry({
      children: () => workerNames.filter((name) => child(name).pid !== undefined),
      ask: (name, id) => child(name).ask(id),
      facts: () => this.#facts(),
    });
    this.#services = { document: async () => this.#inquiry.document(), events, commands };
    this.#socket = new StatusSocket(this.#services, sources.trouble);
  }

  /** Once it is certain that this is the daemon, and where its state is. */
  async open(): Promise<void> {
    const { options, configuration } = this.#sources;
    const { socket = join(stateDirectoryOf(options, configuration.pidFiles.daemon), socketName) } = options;
    await this.#socket.open(socket);
  }

  /** The same conversation as over the socket; without `mayCommand` commands are refused. */
  serve(stream: Duplex, mayCommand: boolean): void {
    serveClient(stream, mayCommand ? this.#services : { ...this.#services, commands: noCommands });
  }

  hear(child: WorkerName, news: News): void {
    if (news.kind === "answer") this.#inquiry.hear(child, news);
  }

  started(child: ChildName): void {
    this.#processes.started(child, wall());
  }

  ended(child: ChildName): void {
    if (!isOnlooker(child)) this.#inquiry.lost(child);
  }

  close(): void {
    this.#socket.close();
  }

  /** After `close`: who follows the events has been told the last one. */
  part(): void {
    this.#socket.part();
  }

  #facts(): Omit<SupervisorFacts, "silent"> {
    const { configuration, child } = this.#sources;
    const hub = this.#sources.hub();
    return {
      at: wall(),
      daemon: {
        node: hostname(),
        release: `Holdfast v${holdfastVersion}`,
        startedAt: this.#processes.startedAt,
        configuration: configuration.source.path,
        generation: configuration.generation + 1,
        loadedAt: Math.round(configuration.loadedAt * 1_000),
        processes: this.#processes.documents((name) => child(name).pid),
        lastEvent: hub?.lastId ?? 0,
      },
      causes: (instance) => hub?.lastChange(instance)?.causes ?? [],
    };
  }
}

/** Microseconds of the Unix epoch. */
function wall(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1_000);
}
