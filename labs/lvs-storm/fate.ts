import { milliseconds, seconds, type Duration, type Instant } from "../../src/base/time.ts";
import { Rng } from "../../src/base/rng.ts";
import { Bulletin, wallClock, type Daemon } from "../../src/lab/index.ts";

/** One death of a server: from when it died to when it began to live again. */
export type Death = { readonly server: string; readonly died: Instant; readonly reopened: Instant };

/** What the director has come to believe of a server, by a line of its log. */
export type Belief = { readonly server: string; readonly time: Instant; readonly isAlive: boolean };

/** What can happen to a server. */
export type Mortal = {
  readonly address: string;
  readonly die: () => Promise<void>;
  readonly revive: () => Promise<void>;
};

/** Milliseconds: how long a server is known to be alive, and how long it is known to be dead. */
const alive = { least: 200, most: 900 };
const dead = { least: 120, most: 400 };

/** Servers that die and return at random times until there have been enough of it. */
export class Fate {
  readonly deaths: Death[] = [];
  /** In the order of the log; before the first one of a server it is believed to be alive. */
  readonly beliefs: Belief[] = [];
  readonly #bulletin = new Bulletin();
  readonly #rng: Rng;
  #isOver = false;

  constructor(daemon: Daemon, seed: number) {
    this.#rng = new Rng(seed);
    daemon.onLine(({ time, text }) => {
      const [, change, server] = /(Removing|Adding) service \[([\d.]+)\]/u.exec(text) ?? [];
      if (server === undefined) return;
      this.beliefs.push({ server, time, isAlive: change === "Adding" });
      this.#bulletin.announce();
    });
  }

  /** Resolves when `end` was called and all are alive and known to be. Rejects with OverdueError. */
  async rule(mortals: readonly Mortal[]): Promise<void> {
    try {
      await Promise.all(mortals.map(async (mortal) => this.#ruleOver(mortal)));
    } finally {
      this.#isOver = true;
    }
  }

  /** It was ended, or has failed. */
  get isOver(): boolean {
    return this.#isOver;
  }

  end(): void {
    this.#isOver = true;
  }

  async #ruleOver({ address, die, revive }: Mortal): Promise<void> {
    for (;;) {
      await pass(this.#between(alive));
      if (this.#isOver) return;
      const died = wallClock();
      await die();
      await this.#believed(address, false);
      await pass(this.#between(dead));
      this.deaths.push({ server: address, died, reopened: wallClock() });
      await revive();
      await this.#believed(address, true);
    }
  }

  /** On a busy machine a living server may be late, and so believed to be dead before it dies. */
  async #believed(address: string, isAlive: boolean): Promise<void> {
    const now = (): boolean => this.beliefs.findLast(({ server }) => server === address)?.isAlive ?? true;
    const look = (): true | undefined => (now() === isAlive ? true : undefined);
    await this.#bulletin.until(look, seconds(10), () => `${address} believed to be ${isAlive ? "alive" : "dead"}`);
  }

  #between({ least, most }: { readonly least: number; readonly most: number }): Duration {
    return milliseconds(least + this.#rng.below(most - least));
  }
}

/** Life goes on meanwhile: this is no waiting for something to happen. */
async function pass(time: Duration): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, time / 1000);
  });
}
