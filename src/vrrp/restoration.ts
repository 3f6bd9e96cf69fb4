import { type Instant, seconds } from "../base/time.ts";
import type { Environment } from "./environment.ts";
import { addressPlace, common, held, isNothing, kernelPrefix, nothingHeld } from "./held.ts";
import type { NetworkChange } from "./inputs.ts";
import type { NetworkNews } from "./links.ts";
import { lossesOf, lostOf } from "./losses.ts";
import type { Members } from "./members.ts";
import type { Outbox } from "./outbox.ts";
import { PolicyRepairs } from "./policy-repairs.ts";

/** How often what others remove is put back, at most. */
const repairInterval = seconds(1);

type News = Pick<NetworkNews, "lost" | "returned">;

type Tools = {
  readonly members: Members;
  readonly environment: Pick<Environment, "statics" | "interfaces">;
  readonly outbox: Outbox;
};

/**
 * Puts back what somebody has removed, or the kernel with its interface. Masters see to their addresses themselves;
 * their routes and rules, and what is static, are put back from here.
 */
export class Restoration {
  readonly #tools: Tools;
  readonly #repairs = new PolicyRepairs(repairInterval);

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** When something may be put back that has to wait. */
  get deadline(): Instant | undefined {
    return this.#repairs.deadline;
  }

  hear(now: Instant, changes: readonly NetworkChange[], news: News): void {
    if (news.lost.size > 0 || news.returned.size > 0) this.#tellMasters(now, news);
    this.#findLosses(now, changes, news);
  }

  tick(now: Instant): void {
    const { members, environment, outbox } = this.#tools;
    for (const { owner, what } of this.#repairs.takeDue(now)) {
      const instance = owner === undefined ? undefined : members.get(owner)?.instance;
      const own = instance?.state.name === "master" ? held(instance.config) : nothingHeld;
      const wanted = common(what, owner === undefined ? environment.statics.held : own);
      if (!isNothing(wanted)) outbox.put({ kind: "restore", instance: owner, ...wanted });
    }
  }

  /** Virtual addresses that went away, and interfaces that came back without those they should have. */
  #tellMasters(now: Instant, { lost, returned }: News): void {
    const { members, environment } = this.#tools;
    const { interfaces } = environment;
    for (const { instance } of members) {
      if (instance.state.name !== "master") continue;
      const addresses = held(instance.config).addresses.filter(
        (address) =>
          // The kernel takes the addresses of an interface that goes down, which is nobody's wish.
          ((lost.has(addressPlace(address)) && !address.untracked) || returned.has(address.interface)) &&
          interfaces.link(address.interface) !== undefined &&
          // Our own release and hold in quick succession are no loss.
          !interfaces.has(address.interface, kernelPrefix(address)),
      );
      if (addresses.length > 0) members.feed(now, instance, { kind: "addresses-lost", addresses });
    }
  }

  /** Routes and rules of masters, and what is static. */
  #findLosses(now: Instant, changes: readonly NetworkChange[], { returned }: News): void {
    const { members, environment } = this.#tools;
    const { statics, interfaces } = environment;
    const losses = lossesOf(changes, returned);
    const { places, policies, anyPolicy } = losses;
    if (places.size + policies.size + returned.size === 0 && !anyPolicy) return;
    this.#repairs.add(undefined, lostOf(statics.held, losses, interfaces));
    for (const { instance } of members) {
      if (instance.state.name !== "master") continue;
      const { config } = instance;
      // Nearly all have none: no list of their addresses is made.
      if (config.routes.length === 0 && config.rules === undefined) continue;
      const { routes, rules } = held(config);
      this.#repairs.add(config.name, lostOf({ addresses: [], routes, rules }, losses, interfaces));
    }
    this.tick(now);
  }
}
