import { unreachable } from "../base/assert.ts";
import type { Configuration } from "../config/model.ts";
import { printData } from "../status/dump/data.ts";
import type { DumpFacts } from "../status/dump/facts.ts";
import { printJsonDump } from "../status/dump/json.ts";
import { printStatistics } from "../status/dump/statistics.ts";
import type { VrrpStatus } from "../vrrp/status.ts";
import { type LastingFacts, lastingFacts, WallClock } from "./dump-facts.ts";
import { usualUmask, writeDump } from "./dump-file.ts";
import { type DumpPaths, dumpPaths, temporaryDirectory } from "./dump-paths.ts";
import { DumpQueue } from "./dump-queue.ts";
import type { Log } from "./log.ts";
import type { DumpRequest } from "./messages.ts";
import { inTurns } from "./turns.ts";
import type { VrrpDriver } from "./vrrp-driver.ts";

type Settings = {
  readonly paths: DumpPaths;
  readonly umask: number;
  readonly jsonVersion: 1 | 2;
  readonly facts: LastingFacts;
};

/** The files that a vrrp process writes on request (keepalived(8), "SIGNALS"). */
export class VrrpDumps {
  readonly #driver: VrrpDriver;
  readonly #log: (message: string) => void;
  readonly #warn: (message: string) => void;
  readonly #queue = new DumpQueue();
  readonly #clock = new WallClock();
  #settings: Settings | undefined;

  constructor(driver: VrrpDriver, log: (message: string) => void, warn: (message: string) => void) {
    this.#driver = driver;
    this.#log = log;
    this.#warn = warn;
  }

  /** `umask` is that of the command line. */
  configure(written: Configuration, checked: Configuration, umask: number | undefined): void {
    const { files } = written.global;
    const mask = umask ?? files.umask ?? usualUmask;
    this.#settings = {
      paths: dumpPaths(written.global, temporaryDirectory(process.env["TMPDIR"])),
      umask: mask,
      jsonVersion: files.jsonVersion === 2 ? 2 : 1,
      facts: lastingFacts(written, checked, mask),
    };
  }

  /** The file is there a little later. */
  write(request: DumpRequest): void {
    const settings = this.#settings;
    if (settings === undefined) return;
    this.#log(`${wording[request]} for process(${process.pid}) on signal`);
    this.#queue.add(request, async () => this.#write(request, settings));
  }

  /** Writes everything to the log, a hundred lines at a time (`-d`). */
  async describe(log: Pick<Log, "log" | "flush">): Promise<void> {
    const settings = this.#settings;
    if (settings === undefined) return;
    const status = await inTurns(this.#driver.statusInSteps(false));
    const calendar = this.#clock.calendar(status.at, Date.now());
    const facts: DumpFacts = { ...settings.facts, calendar, interfaces: this.#driver.interfaces() };
    let count = 0;
    for (const piece of printData(status, facts)) {
      for (const line of piece.trimEnd().split("\n")) {
        log.log(line);
        count += 1;
        // More than can wait to be written at once would be lost.
        if (count % 100 === 0) await log.flush();
      }
    }
  }

  async #write(request: DumpRequest, settings: Settings): Promise<void> {
    const wallTime = Date.now();
    const status = await inTurns(this.#driver.statusInSteps(request === "statistics-clear"));
    const calendar = this.#clock.calendar(status.at, wallTime);
    const facts: DumpFacts = { ...settings.facts, calendar, interfaces: this.#driver.interfaces() };
    const { path, pieces } = fileFor(request, status, facts, settings);
    const error = await writeDump(path, pieces, settings.umask);
    if (error !== undefined) this.#warn(`Can't open dump file ${path} (${error})`);
  }
}

function fileFor(
  request: DumpRequest,
  status: VrrpStatus,
  facts: DumpFacts,
  { paths, jsonVersion }: Settings,
): { readonly path: string; readonly pieces: Iterable<string> } {
  switch (request) {
    case "data":
      return { path: paths.data, pieces: printData(status, facts) };
    case "statistics":
    case "statistics-clear":
      return { path: paths.statistics, pieces: printStatistics(status) };
    case "json":
      return { path: paths.json, pieces: printJsonDump(status, facts, jsonVersion) };
    default:
      return unreachable(request);
  }
}

const wording: Readonly<Record<DumpRequest, string>> = {
  data: "Printing VRRP data",
  statistics: "Printing VRRP stats",
  "statistics-clear": "Printing and clearing VRRP stats",
  json: "Printing VRRP as json",
};
