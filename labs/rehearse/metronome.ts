import { type Duration, elapsed, instant, type Instant, microseconds, zeroDuration } from "../../src/base/time.ts";
import { Program } from "../../src/lab/index.ts";

/** Wants to be woken every 5 ms, and tells when it was and how late, in microseconds, where that is more than 4 ms. */
const script = `
let due = performance.now() + 5;
function tick() {
  const late = performance.now() - due;
  if (late > 4) console.log(Date.now() * 1000 + " " + Math.round(late * 1000));
  due = performance.now() + 5;
  setTimeout(tick, 5);
}
process.stdin.on("end", () => process.exit()).on("data", () => console.log("asked"));
console.log("ready");
tick();`;

/**
 * How late the machine is: a process that has nothing to do but to wake tells how much later than it should it does.
 * What two daemons and the kernel do between a timer and an address cannot be expected to be quicker than that.
 */
export class Metronome {
  readonly #program = new Program([process.execPath, "-e", script]);

  static async start(): Promise<Metronome> {
    const metronome = new Metronome();
    await metronome.#program.awaitLine(/^ready$/u);
    return metronome;
  }

  /** The worst between two moments. */
  async lateness(from: Instant, until: Instant): Promise<Duration> {
    // What it has to tell of that time comes before its answer.
    const { mark } = this.#program;
    this.#program.input.write("?\n");
    await this.#program.awaitLine(/^asked$/u, mark);
    let worst = zeroDuration;
    for (const { text } of this.#program.lines) {
      const [at = 0, late = 0] = text.split(" ").map(Number);
      // It may have begun before, and ended after.
      const begun = instant(at - late);
      if (Number.isNaN(at) || elapsed(until, begun) > 0 || elapsed(from, instant(at)) < 0) continue;
      if (late > worst) worst = microseconds(late);
    }
    return worst;
  }

  async close(): Promise<void> {
    this.#program.input.end();
    await this.#program.ended;
  }
}
