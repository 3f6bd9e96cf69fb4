import { IpAddress } from "../../base/ip-address.ts";
import { type Duration, sum, zeroDuration } from "../../base/time.ts";
import type { ClusterPlan } from "../cluster-plan.ts";
import { type ListedServer, serversOfAll, servicesOfAll } from "../servers/catalogue.ts";
import type { Condition } from "../servers/conditions.ts";
import type { LineWords } from "./words.ts";

/** A real server dies, refuses connections or is well again: for one node, or (undefined) for all. */
export type ServerAction = {
  readonly kind: "server";
  readonly name: string;
  readonly servers: readonly ListedServer[];
  readonly condition: Condition;
  readonly node: string | undefined;
};

/** `since`: the step that the line is about. `node`: undefined: all that run, or the one that has the address. */
export type ServerExpectation = {
  readonly service: string;
  readonly node: string | undefined;
  readonly since: Duration;
  readonly at: Duration;
} & (
  | { readonly kind: "share"; readonly server: string; readonly isIn: boolean }
  /** Exactly these real servers; "nobody": not even a sorry server. */
  | { readonly kind: "answered"; readonly by: readonly string[] | "sorry" | "nobody" }
);

const conditions = { fail: "dead", stop: "refusing", recover: "well" } as const;

/** What a story says about real and virtual servers. */
export class ServerWords {
  readonly #nodes: readonly string[];
  readonly #servers: readonly ListedServer[];
  readonly #labels: ReadonlySet<string>;

  constructor({ nodes }: ClusterPlan) {
    this.#nodes = nodes.map(({ name }) => name);
    this.#servers = serversOfAll(nodes);
    this.#labels = new Set(servicesOfAll(nodes).labels.values());
  }

  /** The next word begins something about real servers; `others`: names that could stand there as well. */
  isAction(words: LineWords, others: readonly string[]): boolean {
    return words.peek() === "server" && !others.includes("server");
  }

  /** `server 10.0.0.1:80 [on NODE]`; without a port all that the machine serves. */
  action(verb: keyof typeof conditions, words: LineWords): ServerAction {
    words.oneOf(["server"]);
    const name = this.#server(
      words,
      this.#servers.map(({ address }) => address),
    );
    const servers = this.#servers.filter(({ label, address }) => label === name || address === name);
    return { kind: "server", name, servers, condition: conditions[verb], node: this.#node(words) };
  }

  /** Not an address that nodes have. */
  isExpectation(words: LineWords): boolean {
    const word = words.peek() ?? "";
    if (word === "server" || this.#labels.has(word)) return true;
    return this.#labels.size > 0 && IpAddress.parse(word) === undefined && /[:/]\w+$/u.test(word);
  }

  /**
   * `server SERVER in|out of SERVICE`, `SERVICE answered by SERVER and SERVER|sorry|nobody`, both with `[on NODE]
   * [within TIME]`.
   */
  expectation(words: LineWords, now: Duration): ServerExpectation {
    if (words.peek() === "server") {
      words.oneOf(["server"]);
      const server = this.#server(words, []);
      const isIn = words.oneOf(["in", "out"]) === "in";
      if (!isIn) words.oneOf(["of"]);
      const service = this.#service(words);
      return { kind: "share", server, isIn, service, ...this.#when(words, now) };
    }
    const service = this.#service(words);
    words.oneOf(["answered"]);
    words.oneOf(["by"]);
    return { kind: "answered", service, by: this.#by(words), ...this.#when(words, now) };
  }

  #by(words: LineWords): readonly string[] | "sorry" | "nobody" {
    const next = words.peek();
    if (next === "sorry" || next === "nobody") {
      words.oneOf([next]);
      return next;
    }
    const found = [this.#server(words, ["sorry", "nobody"])];
    while (words.peek() === "and") {
      words.oneOf(["and"]);
      found.push(this.#server(words, []));
    }
    return found;
  }

  #when(words: LineWords, now: Duration): Pick<ServerExpectation, "node" | "since" | "at"> {
    const node = this.#node(words);
    if (words.peek() === undefined) return { node, since: now, at: sum(now, zeroDuration) };
    words.oneOf(["within"]);
    return { node, since: now, at: sum(now, words.time()) };
  }

  #node(words: LineWords): string | undefined {
    if (words.peek() !== "on") return undefined;
    words.oneOf(["on"]);
    return words.name("node", this.#nodes);
  }

  #server(words: LineWords, others: readonly string[]): string {
    return words.name("real server", Array.from(new Set([...this.#servers.map(({ label }) => label), ...others])));
  }

  #service(words: LineWords): string {
    return words.name("virtual server", Array.from(this.#labels));
  }
}
