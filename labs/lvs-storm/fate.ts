import { milliseconds, type Duration, type Instant } from "../../src/base/time.ts";
import { Rng } from "../../src/base/rng.ts";
import { wallClock, type Daemon } from "../../src/lab/index.ts";

/** One death of a server: when it died, when the director knew, and when it began to live again. */
export type Death = {
  readonly server: string;
  readonly died: Instant;
  readonly known: Instant;
  readonly reopened: Instant;
};

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
  readonly #daemon: Daemon;
  readonly #rng: Rng;
  #isOver = false;

  constructor(daemon: Daemon, seed: number) {
    this.#daemon = daemon;
    this.#rng = new Rng(seed);
  }

  /** Resolves when `end` was called and all are alive and known to be. Rejects with OverdueError. */
  async rule(mortals: readonly Mortal[]): Promise<void> {
    await Promise.all(mortals.map(async (mortal) => this.#ruleOver(mortal)));
  }

  end(): void {
    this.#isOver = true;
  }

  async #ruleOver({ address, die, revive }: Mortal): Promise<void> {
    const sign = (word: string): RegExp => new RegExp(`${word} service \\[${address.replaceAll(".", "\\.")}\\]`, "u");
    const [removing, adding] = [sign("Removing"), sign("Adding")];
    for (;;) {
      await pass(this.#between(alive));
      if (this.#isOver) return;
      const mark = this.#daemon.mark;
      const died = wallClock();
      await die();
      const { time: known } = await this.#daemon.awaitLog(removing, mark);
      await pass(this.#between(dead));
      const reopened = wallClock();
      this.deaths.push({ server: address, died, known, reopened });
      await revive();
      await this.#daemon.awaitLog(adding, mark);
    }
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
