import { Rng } from "../../base/rng.ts";
import { type Duration, elapsed, instant, type Instant, later, microseconds, sum } from "../../base/time.ts";
import type { IpAddress } from "../../base/ip-address.ts";
import { serviceName } from "../../lvs/service-name.ts";
import { type Stretch, Timeline } from "../timeline.ts";
import type { Balancing } from "./balancing.ts";
import type { ListedServer } from "./catalogue.ts";
import { type Condition, Conditions } from "./conditions.ts";
import { type CheckMoment, Director } from "./director.ts";
import { checkPatience, checkRhythm, deadRhythm } from "./patience.ts";

/** What one event did to one service of a node. */
export type Shift = {
  /** Who got connections before it. */
  readonly before: readonly string[];
  /** From the event on, until everything had been found out; at least one. */
  readonly stretches: readonly Stretch[];
  readonly after: readonly string[];
  readonly quorum: "up" | "down";
  /** Weight of the servers that are up. */
  readonly live: number;
};

/** One checkers process and its servers, for one try: all is well, and has settled, when it begins. */
export class Trial {
  readonly patience: Duration;
  readonly rhythm: Duration;
  readonly deadRhythm: Duration;
  readonly #director: Director;
  readonly #services: readonly string[];
  readonly #conditions = new Conditions();
  readonly #timeline = new Timeline();
  #now: Instant = instant(0);
  #onMoment: ((moment: CheckMoment) => void) | undefined;

  /** `addresses`: of the machine. */
  constructor(balancing: Balancing, addresses: readonly IpAddress[], rng: Rng = new Rng(1)) {
    this.patience = checkPatience(balancing);
    this.rhythm = checkRhythm(balancing);
    this.deadRhythm = deadRhythm(balancing);
    this.#services = balancing.config.virtualServers.map(serviceName);
    this.#director = new Director(rng, this.#now, (server) => this.#conditions.of("", server), {
      serves: (at, service, shares) => this.#timeline.note(at, service, shares),
      moment: (moment) => this.#onMoment?.(moment),
    });
    this.#director.hasAddresses(addresses);
    this.#start = (): void => this.#director.configure(balancing);
  }

  readonly #start: () => void;

  /** The daemon starts, and each service settles. */
  start(): readonly Shift[] {
    return this.watch(() => this.#start());
  }

  /** From now on these are the addresses of the machine. */
  hasAddresses(addresses: readonly IpAddress[]): void {
    this.#director.hasAddresses(addresses);
  }

  advance(by: Duration): void {
    this.#now = later(this.#now, by);
    this.#director.advanceTo(this.#now);
  }

  set(servers: readonly ListedServer[], condition: Condition): void {
    for (const { target } of servers) this.#conditions.set("", target, condition);
  }

  /** What becomes of each service, in the order of the configuration, until everything has been found out. */
  watch(act: () => void): readonly Shift[] {
    const from = this.#now;
    act();
    this.advance(this.patience);
    const statuses = this.#director.services();
    return this.#services.map((service, index) => {
      const stretches = this.#timeline.stretches(service, from, this.#now);
      const before = this.#timeline.owners(service, later(from, microseconds(-1)));
      const { quorum = "down", live = 0 } = statuses[index] ?? {};
      return { before, stretches, after: stretches.at(-1)?.owners ?? [], quorum, live };
    });
  }

  /** When checks of these servers begin or end within one rhythm, from now. */
  moments(what: CheckMoment["what"], servers: readonly ListedServer[]): readonly Duration[] {
    const from = this.#now;
    const found: Duration[] = [];
    this.#onMoment = ({ at, what: kind, server }): void => {
      const isMeant = servers.some(
        ({ target }) => target.port === server.port && target.address.equals(server.address),
      );
      if (kind === what && isMeant) found.push(elapsed(from, at));
    };
    this.advance(sum(this.deadRhythm, this.rhythm));
    this.#onMoment = undefined;
    return found;
  }
}
