import assert from "node:assert/strict";

import { elapsed, printDuration, sum, type Duration, type Instant } from "../../src/base/time.ts";
import { wallClock, type Daemon, type DaemonProgram, type OutputLine } from "../../src/lab/index.ts";
import { assertBalance, serviceNames, type ServiceName, type Weights } from "./balance.ts";
import { promisedEnd } from "./promises.ts";
import { servers, services, type ServerName, type Stage } from "./stage.ts";

/** Where and with whom the story is told. */
export type Telling = {
  readonly stage: Stage;
  readonly daemon: DaemonProgram;
  readonly options: readonly string[];
  /** Waits until the director has the addresses of its services; left out where it has them from the beginning. */
  readonly reachable?: () => Promise<void>;
  /** So many visits show how servers are chosen, and how far from its share each may be. */
  readonly spread: { readonly visits: number; readonly tolerance: number };
  /** Visits to each service after each step. */
  readonly visits: Readonly<Record<ServiceName, number>>;
  /** For anything that has to happen. */
  readonly patience: Duration;
  /** How much later than promised a machine may be that has other things to do. */
  readonly slack: Duration;
  /**
   * Waits until the table is as it has to be with these weights, undefined: gone; its lines. Rejects if it never is.
   */
  readonly table: (weights: Weights | undefined) => Promise<readonly string[]>;
  /** Is told of each step that is done. */
  readonly note?: (text: string) => void;
};

/** What one step of the story has led to. */
export type Scene = {
  readonly step: string;
  readonly table: readonly string[];
  /** Subjects of the mails that were awaited. */
  readonly mails: readonly string[];
  /** Of rs.sh: how many arguments it got, and which. */
  readonly scripts: readonly string[];
};

/** The daemon at work, and what has come of each step. */
export class Play {
  readonly daemon: Daemon;
  readonly scenes: Scene[] = [];
  readonly #telling: Telling;
  readonly #stage: Stage;
  /** Of the log, the relay and the calls of rs.sh: where the step began. */
  #marks = { log: 0, relay: 0, calls: 0 };
  #mails: string[] = [];
  /** Who stays at which server. */
  readonly #homes = new Map<string, string>();

  constructor(telling: Telling, daemon: Daemon) {
    this.#telling = telling;
    this.#stage = telling.stage;
    this.daemon = daemon;
  }

  /** Does something, waits for what it has to do to the table, and has customers look at it. */
  async step(title: string, weights: Weights, does: () => Promise<void>): Promise<void> {
    const began = wallClock();
    this.#marks = { log: this.daemon.mark, relay: this.#stage.relay.mark, calls: this.#stage.calls.mark };
    this.#mails = [];
    try {
      await does();
      const table = await this.#telling.table(weights);
      const { visits, spread } = this.#telling;
      for (const service of serviceNames) {
        const tally = await this.#stage.visit(services[service], visits[service]);
        assertBalance(service, weights, tally, spread.tolerance);
      }
      await this.#assertUndisturbed();
      this.scenes.push({ step: title, table, mails: this.#mails.toSorted(), scripts: this.#scripts() });
      this.#telling.note?.(`${title} (${printDuration(elapsed(began, wallClock()))})`);
    } catch (error) {
      const talk = this.daemon.log.filter(({ text }) => !text.includes("gratuitous ARP"));
      const tail = talk.slice(-30).map(({ text }) => `    ${text}`);
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error([`${title}: ${reason}`, "the last lines of the log:", ...tail].join("\n"), { cause: error });
    }
  }

  /** A line of this step. */
  async log(pattern: RegExp): Promise<OutputLine> {
    return this.daemon.awaitLog(pattern, this.#marks.log, this.#telling.patience);
  }

  /** The server dies, and `sign` comes as early and as late as the file promises. */
  async dies(name: ServerName, sign: RegExp): Promise<void> {
    const before = wallClock();
    await this.#stage.die(name);
    const died = wallClock();
    const { time } = await this.log(sign);
    this.#assertInTime(name, before, died, time);
    for (const [as, home] of this.#homes) if (home === name) this.#homes.delete(as);
  }

  /** A mail of this step tells that the server is "UP" or "DOWN". */
  async mail(name: ServerName, state: "UP" | "DOWN"): Promise<void> {
    const { address, port } = servers[name];
    const subject = new RegExp(
      `"Subject":"(\\[LVS_DEVEL\\] Realserver \\[${address}\\]:tcp:${port} of .* - ${state})"`,
      "u",
    );
    const { text } = await this.#stage.relay.awaitLine(subject, this.#marks.relay, this.#telling.patience);
    this.#mails.push(subject.exec(text)?.[1] ?? "");
  }

  /** rs.sh has run with these arguments, the first of them their number, and with no others in this step. */
  async script(call: string): Promise<void> {
    await this.#stage.calls.awaitLine(/./u, this.#marks.calls, this.#telling.patience);
    assert.deepEqual(this.#scripts(), [call]);
  }

  /** One more who stays at the web service. */
  async stay(as: string): Promise<void> {
    this.#homes.set(as, await this.#stage.stay(as, services.web));
  }

  /** Where a visitor of the secure service from this address is served. */
  async serverOf(from: string): Promise<string> {
    const { answers } = await this.#stage.visit({ ...services.secure, from }, 1);
    return Object.keys(answers).join();
  }

  /** Waits for the table. */
  async becomes(weights: Weights): Promise<void> {
    await this.#telling.table(weights);
  }

  /** The daemon stops, and leaves nothing. */
  async end(): Promise<void> {
    await this.daemon.stop(this.#telling.patience);
    this.scenes.push({ step: "the end", table: await this.#telling.table(undefined), mails: [], scripts: [] });
  }

  #scripts(): readonly string[] {
    return this.#stage.calls.lines.slice(this.#marks.calls).map(({ text }) => text);
  }

  /** Who stays at a server that has not died since notices nothing. */
  async #assertUndisturbed(): Promise<void> {
    const stays = await this.#stage.stays();
    const disturbed = stays.filter(({ as, broken }) => this.#homes.has(as) && broken !== undefined);
    assert.deepEqual(disturbed, []);
  }

  #assertInTime(name: ServerName, before: Instant, died: Instant, known: Instant): void {
    const { earliest, latest } = promisedEnd(this.#stage.configuration, servers[name].address);
    const [longest, shortest] = [elapsed(before, known), elapsed(died, known)];
    const seen = `${name} was out after ${printDuration(longest)}, promised ${printDuration(earliest)} to ${printDuration(latest)}`;
    // The death itself takes a moment, and so does the line of the log.
    assert.ok(longest >= earliest, seen);
    assert.ok(shortest <= sum(latest, this.#telling.slack), seen);
  }
}
