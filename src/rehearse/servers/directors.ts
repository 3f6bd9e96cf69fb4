import { IpAddress } from "../../base/ip-address.ts";
import { Rng } from "../../base/rng.ts";
import type { Instant } from "../../base/time.ts";
import type { LvsEvent } from "../../lvs/events.ts";
import { serviceName } from "../../lvs/service-name.ts";
import { parseFileNumber } from "../../vrrp/tracked-files.ts";
import type { ClusterPlan } from "../cluster-plan.ts";
import type { Companion } from "../companion.ts";
import type { Machine } from "../machine.ts";
import { Timeline } from "../timeline.ts";
import type { World } from "../world.ts";
import { type Balancing, noBalancing } from "./balancing.ts";
import { type ListedServer, servicesOfAll } from "./catalogue.ts";
import { type Condition, Conditions } from "./conditions.ts";
import { Director } from "./director.ts";
import { fixedAddresses } from "./local-addresses.ts";
import { describeNews } from "./news.ts";

type Running = { readonly director: Director; configured: Balancing | undefined; addresses: string };

/**
 * The checkers processes of all nodes with virtual servers, beside the VRRP processes of a world. They hear what these
 * do to addresses and files, and nothing that they do is heard by them, as no script is played.
 */
export class Directors implements Companion {
  /** Who gets the connections of a service on a node: `servingKey` finds the shares. */
  readonly timeline = new Timeline();
  /** The labels of the services that a running daemon has, by node. */
  readonly configured = new Timeline();
  readonly #world: World;
  readonly #plan: ClusterPlan;
  readonly #labels: ReadonlyMap<string, string>;
  readonly #fixed: readonly IpAddress[];
  readonly #conditions = new Conditions();
  readonly #running = new Map<string, Running>();
  /** Of the nodes so far: no two begin their checks alike. */
  #starts = 0;

  constructor(world: World, plan: ClusterPlan) {
    this.#world = world;
    this.#plan = plan;
    this.#labels = servicesOfAll(plan.nodes).labels;
    this.#fixed = this.#labels.size === 0 ? [] : fixedAddresses(plan.nodes);
    if (this.#labels.size > 0) world.accompany(this);
  }

  advanceTo(now: Instant): void {
    for (const [name, { director }] of this.#running) {
      // In a pause of its daemon nothing ends and nothing begins; afterwards it is late.
      if (this.#world.machine(name).inbox === undefined) director.advanceTo(now);
      else director.pauseUntil(now);
    }
  }

  changed(now: Instant, machine: Machine): void {
    const { name } = machine;
    this.advanceTo(now);
    const balancing = this.#balancingOf(machine);
    const running = this.#running.get(name);
    if (machine.engine === undefined || machine.isStopping) {
      running?.director.end();
      this.#running.delete(name);
      this.configured.note(now, name, []);
    } else if (running !== undefined) {
      this.#follow(now, running, machine, balancing);
    } else if (balancing !== undefined) {
      const director = this.#open(name, now);
      const opened = { director, configured: undefined, addresses: "" };
      this.#running.set(name, opened);
      this.#follow(now, opened, machine, balancing);
    }
  }

  /** What becomes of real servers, `name` all together: for one node, or for all. What checks them ends as it began. */
  setServers(name: string, servers: readonly ListedServer[], condition: Condition, node?: string): void {
    this.#world.chronicle.tell(
      this.#world.now,
      `real server ${name} ${verbs[condition]}${node === undefined ? "" : ` for ${node}`}`,
    );
    for (const each of this.#plan.nodes) {
      if (node !== undefined && each.name !== node) continue;
      for (const { target } of servers) this.#conditions.set(each.name, target, condition);
    }
  }

  #open(name: string, now: Instant): Director {
    this.#starts += 1;
    return new Director(new Rng(this.#starts), now, (server) => this.#conditions.of(name, server), {
      event: (at, event) => this.#tell(at, name, event),
      serves: (at, service, shares) => this.timeline.note(at, servingKey(name, this.#labelOf(service)), shares),
    });
  }

  #follow(now: Instant, running: Running, machine: Machine, balancing: Balancing | undefined): void {
    const { director } = running;
    const addresses = machine.addresses();
    const known = addresses.join(" ");
    if (running.addresses !== known) {
      running.addresses = known;
      director.hasAddresses([...addresses.map((each) => IpAddress.of(each)), ...this.#fixed]);
    }
    for (const [file, content] of machine.files()) director.fileSays(file, parseFileNumber(content) ?? 0);
    if (running.configured === balancing) return;
    running.configured = balancing;
    director.configure(balancing ?? noBalancing);
    const labels = director.services().map(({ virtualServer }) => this.#labelOf(serviceName(virtualServer)));
    this.configured.note(now, machine.name, labels);
  }

  #labelOf(service: string): string {
    return this.#labels.get(service) ?? service;
  }

  #balancingOf({ name, config }: Machine): Balancing | undefined {
    const node = this.#plan.nodes.find((each) => each.name === name);
    return config === node?.next ? node.nextBalancing : node?.balancing;
  }

  #tell(at: Instant, node: string, event: LvsEvent): void {
    const news = describeNews(event, this.#labels);
    if (news !== undefined) this.#world.chronicle.tell(at, `${node} ${news}`);
  }
}

const verbs: Readonly<Record<Condition, string>> = {
  dead: "dies",
  refusing: "refuses connections",
  well: "is well",
};

/** Of a service's label on a node, in the timeline. */
export function servingKey(node: string, service: string): string {
  return `${node} ${service}`;
}
