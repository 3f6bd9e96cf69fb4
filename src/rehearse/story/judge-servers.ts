import { unreachable } from "../../base/assert.ts";
import { elapsed, type Instant, later, microseconds } from "../../base/time.ts";
import { serviceName } from "../../lvs/service-name.ts";
import type { ClusterPlan } from "../cluster-plan.ts";
import { servicesOf } from "../services.ts";
import { servicesOfAll } from "../servers/catalogue.ts";
import { type Directors, servingKey } from "../servers/directors.ts";
import { isSorryShare, serverOfShare } from "../servers/labels.ts";
import { addressesOf } from "../servers/local-addresses.ts";
import { printTime } from "../wording.ts";
import type { World } from "../world.ts";
import type { ServerExpectation } from "./server-words.ts";

/** The smallest step of time, backwards and forwards. */
const before = microseconds(-1);
const after = microseconds(1);

/** What the shares of a virtual server were, on which node. */
type Shares = { readonly node: string; readonly shares: readonly string[] };

/** Holds expectations about virtual servers against who got connections. */
export class ServerJudge {
  readonly #world: World;
  readonly #directors: Directors;
  readonly #plan: ClusterPlan;
  readonly #origin: Instant;

  constructor(world: World, directors: Directors, plan: ClusterPlan, origin: Instant) {
    this.#world = world;
    this.#directors = directors;
    this.#plan = plan;
    this.#origin = origin;
  }

  judge(expectation: ServerExpectation): { readonly isMet: boolean; readonly detail: string } {
    const [from, until] = [later(this.#origin, expectation.since), later(this.#origin, expectation.at)];
    const there = this.#sharesAt(expectation, until);
    if (!isMet(expectation, there)) return { isMet: false, detail: describe(there) };
    const since = this.#changes(expectation.service, from, until).findLast(
      (at) => at > from && !isMet(expectation, this.#sharesAt(expectation, later(at, before))),
    );
    return { isMet: true, detail: since === undefined ? "all the time" : `after ${printTime(elapsed(from, since))}` };
  }

  /**
   * Of the node that is named; else of all that run where servers are meant, and of those with the address where
   * clients are.
   */
  #sharesAt({ kind, service, node }: ServerExpectation, at: Instant): readonly Shares[] {
    const nodes = node === undefined ? this.#nodesAt(kind, service, at) : [node];
    return nodes.map((each) => ({
      node: each,
      shares: this.#directors.timeline.owners(servingKey(each, service), at),
    }));
  }

  #nodesAt(kind: ServerExpectation["kind"], service: string, at: Instant): readonly string[] {
    const running = this.#plan.nodes
      .map(({ name }) => name)
      .filter((name) => this.#directors.configured.owners(name, at).includes(service));
    const address = kind === "answered" ? this.#movingAddress(service) : undefined;
    return address === undefined ? running : this.#world.chronicle.timeline.owners(address, at);
  }

  /** One of the service that instances hold; undefined: it stays where it is. */
  #movingAddress(service: string): string | undefined {
    const moving = new Set(servicesOf(this.#plan.nodes).flatMap(({ addresses }) => addresses));
    const { labels } = servicesOfAll(this.#plan.nodes);
    for (const { balancing } of this.#plan.nodes) {
      const virtualServer = balancing?.config.virtualServers.find((each) => labels.get(serviceName(each)) === service);
      const all =
        balancing === undefined || virtualServer === undefined ? [] : addressesOf(virtualServer, balancing.config);
      const found = all.map(String).find((each) => moving.has(each));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #changes(service: string, from: Instant, until: Instant): readonly Instant[] {
    const timelines = this.#plan.nodes.flatMap(({ name }) => [
      ...this.#directors.timeline.stretches(servingKey(name, service), from, later(until, after)),
      ...this.#directors.configured.stretches(name, from, later(until, after)),
    ]);
    const address = this.#movingAddress(service);
    const owners =
      address === undefined ? [] : this.#world.chronicle.timeline.stretches(address, from, later(until, after));
    return [...timelines, ...owners].map((stretch) => stretch.from).sort((a, b) => a - b);
  }
}

function isMet(expectation: ServerExpectation, there: readonly Shares[]): boolean {
  switch (expectation.kind) {
    case "share": {
      const { server, isIn } = expectation;
      return there.every(({ shares }) => shares.some((share) => serverOfShare(share) === server) === isIn);
    }
    case "answered":
      return isAnsweredBy(expectation.by, there);
    default:
      return unreachable(expectation);
  }
}

function isAnsweredBy(by: readonly string[] | "sorry" | "nobody", there: readonly Shares[]): boolean {
  if (by === "nobody") return there.every(({ shares }) => shares.length === 0);
  if (there.length === 0) return false;
  if (by === "sorry") return there.every(({ shares }) => shares.some(isSorryShare));
  const wanted = by.toSorted().join(" ");
  return there.every(({ shares }) => shares.map(serverOfShare).sort().join(" ") === wanted);
}

function describe(there: readonly Shares[]): string {
  if (there.length === 0) return "no node has the address or runs then";
  return there.map(({ node, shares }) => `${node}: ${shares.length === 0 ? "nobody" : shares.join(", ")}`).join("; ");
}
