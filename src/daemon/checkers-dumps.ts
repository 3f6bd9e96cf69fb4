import type { Configuration } from "../config/model.ts";
import type { LvsStatus } from "../lvs/status.ts";
import type { Clock } from "../platform/ports.ts";
import { printCheckData } from "../status/dump/check-data.ts";
import { type LastingCheckFacts, lastingCheckFacts } from "./check-facts.ts";
import { WallClock } from "./dump-facts.ts";
import { usualUmask, writeDump } from "./dump-file.ts";
import { dumpPaths, temporaryDirectory } from "./dump-paths.ts";
import { DumpQueue } from "./dump-queue.ts";
import type { Log } from "./log.ts";
import type { DumpRequest } from "./messages.ts";

export type DumpOutlets = { readonly log: (message: string) => void; readonly warn: (message: string) => void };

type Settings = { readonly path: string; readonly umask: number; readonly facts: LastingCheckFacts };

/** The file that a checkers process writes on request (keepalived(8), "SIGUSR1"). */
export class CheckersDumps {
  readonly #status: () => LvsStatus;
  readonly #clock: Clock;
  readonly #wallClock = new WallClock();
  readonly #outlets: DumpOutlets;
  readonly #queue = new DumpQueue();
  #settings: Settings | undefined;

  constructor(status: () => LvsStatus, clock: Clock, outlets: DumpOutlets) {
    this.#status = status;
    this.#clock = clock;
    this.#outlets = outlets;
  }

  /** `umask` is that of the command line. */
  configure(written: Configuration, umask: number | undefined): void {
    const { check: path } = dumpPaths(written.global, temporaryDirectory(process.env["TMPDIR"]));
    const mask = umask ?? written.global.files.umask ?? usualUmask;
    this.#settings = { path, umask: mask, facts: lastingCheckFacts(written, mask) };
  }

  /** The file is there a little later. Statistics are the vrrp process's alone. */
  write(request: DumpRequest): void {
    const settings = this.#settings;
    if (settings === undefined || request !== "data") return;
    this.#outlets.log(`Printing checker data for process(${process.pid}) on signal`);
    this.#queue.add(request, async () => {
      const error = await writeDump(settings.path, this.#pieces(settings), settings.umask);
      if (error !== undefined) this.#outlets.warn(`Can't open dump file ${settings.path} (${error})`);
    });
  }

  /** Writes everything to the log, a hundred lines at a time (`-d`). */
  async describe(log: Pick<Log, "log" | "flush">): Promise<void> {
    const settings = this.#settings;
    if (settings === undefined) return;
    let count = 0;
    for (const piece of this.#pieces(settings)) {
      for (const line of piece.trimEnd().split("\n")) {
        log.log(line);
        count += 1;
        // More than can wait to be written at once would be lost.
        if (count % 100 === 0) await log.flush();
      }
    }
  }

  #pieces({ facts }: Settings): Iterable<string> {
    const calendar = this.#wallClock.calendar(this.#clock.now(), Date.now());
    return printCheckData(this.#status(), { ...facts, calendar });
  }
}
