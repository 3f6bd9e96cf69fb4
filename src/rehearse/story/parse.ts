import { type Duration, sum, zeroDuration } from "../../base/time.ts";
import { unreachable } from "../../base/assert.ts";
import type { ClusterPlan } from "../cluster-plan.ts";
import { everyAddress } from "../services.ts";
import { trackablesOf } from "../trackables.ts";
import { usualSeed } from "../world.ts";
import { faultVerbs, readFault, readPause } from "./parse-faults.ts";
import { ServerWords } from "./server-words.ts";
import type { Action, Expectation, Step, StoryMistake, StoryReading } from "./story.ts";
import { LineWords, Mistaken } from "./words.ts";

const troubleVerbs = [
  "kill",
  "stop",
  "start",
  "reload",
  "cut",
  "plug",
  "fail",
  "hang",
  "recover",
  "maintenance",
  "pause",
] as const;
const verbs = [...troubleVerbs, ...faultVerbs, "expect"] as const;

/** Steps of a story. */
export const mostSteps = 10_000;
/** What a generator of random numbers takes. */
export const greatestSeed = 0xffff_ffff;

/** Reads a story about these nodes: every line that is wrong is told. docs/rehearse.md has the language. */
export function parseStory(text: string, plan: ClusterPlan): StoryReading {
  const reader = new StoryReader(plan);
  const mistakes: StoryMistake[] = [];
  for (const [index, line] of text.split(/\r?\n/u).entries()) {
    try {
      reader.read(new LineWords(index + 1, line));
    } catch (error) {
      if (!(error instanceof Mistaken)) throw error;
      mistakes.push(error.mistake);
    }
  }
  if (mistakes.length > 0) return { kind: "wrong", mistakes };
  const { beginsRunning, seed, steps, expectations } = reader;
  if (expectations.length === 0) {
    const cure = "write a line such as: expect never two owners longer than 0.2s";
    return { kind: "wrong", mistakes: [{ line: 1, column: 1, length: 1, message: "nothing is expected", cure }] };
  }
  return { kind: "read", story: { beginsRunning, seed, steps, expectations } };
}

class StoryReader {
  beginsRunning = true;
  seed = usualSeed;
  readonly steps: Step[] = [];
  readonly expectations: Expectation[] = [];
  readonly #plan: ClusterPlan;
  readonly #nodes: readonly string[];
  readonly #addresses: readonly string[];
  /** Nodes that run, as far as the story has been read. */
  readonly #running: Set<string>;
  readonly #servers: ServerWords;
  #now: Duration = zeroDuration;

  constructor(plan: ClusterPlan) {
    this.#plan = plan;
    this.#nodes = plan.nodes.map(({ name }) => name);
    this.#addresses = everyAddress(plan);
    this.#running = new Set(this.#nodes);
    this.#servers = new ServerWords(plan);
  }

  read(words: LineWords): void {
    if (words.isEmpty) return;
    const first = words.oneOf(["at", "expect", "begin", "seed"]);
    switch (first) {
      case "begin":
        this.#begin(words);
        break;
      case "seed":
        this.seed = words.whole(greatestSeed);
        break;
      case "at": {
        const at = words.time();
        if (at < this.#now)
          words.failLast("this is before the line above", "put the lines in the order of their times");
        this.#now = at;
        const verb = words.oneOf(verbs);
        if (verb === "expect") this.#expect(words);
        else this.#step(verb, words);
        break;
      }
      case "expect":
        this.#expect(words);
        break;
      default:
        unreachable(first);
    }
    words.finish();
  }

  #begin(words: LineWords): void {
    this.beginsRunning = words.oneOf(["running", "stopped"]) === "running";
    if (this.steps.length > 0) words.failLast("the story has begun already", "put this line before all others");
    if (!this.beginsRunning) this.#running.clear();
  }

  #step(verb: Exclude<(typeof verbs)[number], "expect">, words: LineWords): void {
    if (this.steps.length >= mostSteps) words.failLast(`more than ${mostSteps} steps`, "make two stories of it");
    this.steps.push({ at: this.#now, action: this.#action(verb, words) });
  }

  #action(verb: Exclude<(typeof verbs)[number], "expect">, words: LineWords): Action {
    switch (verb) {
      case "kill":
      case "stop":
      case "start": {
        if (verb === "stop" && this.#servers.isAction(words, this.#nodes)) return this.#servers.action(verb, words);
        const node = this.#node(words);
        const wanted = verb !== "start";
        if (this.#running.has(node) !== wanted) {
          words.failLast(`${node} ${wanted ? "does not run" : "runs already"} at this time`, "look at the lines above");
        }
        if (wanted) this.#running.delete(node);
        else this.#running.add(node);
        return { kind: verb, node };
      }
      case "reload": {
        const node = this.#node(words);
        const config = this.#plan.nodes.find(({ name }) => name === node)?.next;
        if (config === undefined) return words.failLast(`${node} has no other file`, "name its directory with --to");
        return { kind: verb, node, config };
      }
      case "pause": {
        const node = this.#node(words);
        if (!this.#running.has(node)) words.failLast(`${node} does not run at this time`, "look at the lines above");
        return readPause(node, words);
      }
      case "lose":
      case "delay":
      case "duplicate":
      case "late":
        return readFault(verb, words, {
          nodes: this.#nodes,
          segments: this.#plan.network.segments.map(({ name }) => name),
        });
      case "maintenance": {
        const isOn = words.oneOf(["on", "off"]) === "on";
        return { kind: isOn ? "maintenance-on" : "maintenance-off", node: this.#node(words) };
      }
      case "cut":
      case "plug":
        return this.#link(verb, words);
      case "fail":
      case "hang":
      case "recover":
        return this.#tracked(verb, words);
      default:
        return unreachable(verb);
    }
  }

  /** `cut eth0 on node1`, or `cut node1`: all that it has. */
  #link(kind: "cut" | "plug", words: LineWords): Action {
    const first = words.peek() ?? "";
    if (this.#nodes.includes(first)) {
      const node = this.#node(words);
      return { kind, node, interfaces: this.#interfaces(node) };
    }
    const everywhere = new Set(this.#nodes.flatMap((node) => this.#interfaces(node)));
    const name = words.name("interface", [...everywhere, ...this.#nodes]);
    words.oneOf(["on"]);
    const node = this.#node(words);
    if (!this.#interfaces(node).includes(name)) {
      words.failLast(`${node} has no interface ${name}`, `it has ${this.#interfaces(node).join(", ")}`);
    }
    return { kind, node, interfaces: [name] };
  }

  /** `fail chk_http on node1`: a script, a file or a process. */
  #tracked(kind: "fail" | "hang" | "recover", words: LineWords): Action {
    const all = new Set(this.#plan.nodes.flatMap(({ config }) => trackablesOf(config).map(({ name }) => name)));
    if (kind !== "hang" && this.#servers.isAction(words, Array.from(all))) return this.#servers.action(kind, words);
    const name = words.name("tracked script, file or process", Array.from(all));
    words.oneOf(["on"]);
    const node = this.#node(words);
    const config = this.#plan.nodes.find((each) => each.name === node)?.config;
    const trackable = config && trackablesOf(config).find((each) => each.name === name);
    if (trackable === undefined) return words.failLast(`${node} does not track ${name}`, "name a node that does");
    if (kind === "hang" && trackable.kind !== "script") {
      words.failLast(`${name} is a ${trackable.kind}, and only scripts hang`, "write fail");
    }
    return { kind, node, trackable };
  }

  #expect(words: LineWords): void {
    const place = { line: words.line, text: words.text };
    if (words.peek() === "never" || words.peek() === "nobody" || words.peek() === "two") {
      this.expectations.push({ ...place, ...this.#never(words) });
      return;
    }
    if (this.#servers.isExpectation(words)) {
      this.expectations.push({ ...place, ...this.#servers.expectation(words, this.#now) });
      return;
    }
    const address = words.address(this.#addresses);
    words.oneOf(["on"]);
    const owner = words.name("node", [...this.#nodes, "nobody"]);
    const within = words.peek() === undefined ? zeroDuration : this.#within(words);
    const node = owner === "nobody" ? undefined : owner;
    this.expectations.push({ ...place, kind: "owner", address, node, since: this.#now, at: sum(this.#now, within) });
  }

  #within(words: LineWords): Duration {
    words.oneOf(["within"]);
    return words.time();
  }

  /**
   * `never two owners [of ADDRESS] longer than 0.2s`, `never nobody [has ADDRESS] longer than 4s`, then `[from TIME]
   * [until TIME]`; "never" may be left out.
   */
  #never(words: LineWords): {
    readonly kind: "never";
    readonly what: "two" | "nobody";
    readonly longerThan: Duration;
    readonly address: string | undefined;
    readonly from: Duration | undefined;
    readonly until: Duration | undefined;
  } {
    if (words.peek() === "never") words.oneOf(["never"]);
    const what = words.oneOf(["two", "nobody"]);
    if (what === "two") words.oneOf(["owners"]);
    const next = words.oneOf(what === "two" ? ["of", "longer"] : ["has", "longer"]);
    const address = next === "longer" ? undefined : words.address(this.#addresses);
    if (next !== "longer") words.oneOf(["longer"]);
    words.oneOf(["than"]);
    const longerThan = words.time();
    const from = this.#bound("from", words);
    const until = this.#bound("until", words);
    if (from !== undefined && until !== undefined && until <= from) {
      words.failLast("this is not after the time before it", "write from an earlier time until a later one");
    }
    return { kind: "never", what, longerThan, address, from, until };
  }

  #bound(word: "from" | "until", words: LineWords): Duration | undefined {
    if (words.peek() !== word) return undefined;
    words.oneOf([word]);
    return words.time();
  }

  #node(words: LineWords): string {
    return words.name("node", this.#nodes);
  }

  #interfaces(node: string): readonly string[] {
    return this.#plan.network.nodes.get(node)?.interfaces ?? [];
  }
}
