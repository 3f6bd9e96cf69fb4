import { unreachable } from "../base/assert.ts";
import type { IpAddress } from "../base/ip-address.ts";
import { printTableKey, type SyncDaemon, type Table } from "../base/lvs-table.ts";
import type { Rng } from "../base/rng.ts";
import type { Instant } from "../base/time.ts";
import type { CheckerConfig } from "../check/config.ts";
import type { CheckFailure, CheckOutcome } from "../check/outcome.ts";
import type { CheckReport } from "../check/schedule.ts";
import { Arranger } from "./arranger.ts";
import type { CheckerId } from "./checker-id.ts";
import { CheckerRoster, type Place } from "./checker-roster.ts";
import type { VirtualServerGroup } from "./config.ts";
import type { LvsEffect } from "./effects.ts";
import { TrackedNumbers } from "./file-numbers.ts";
import type { LvsInput, LvsSettings } from "./inputs.ts";
import { LvsOutput } from "./output.ts";
import { probePort } from "./probe-port.ts";
import { reconcile } from "./reconcile.ts";
import { isSameValue } from "./same-value.ts";
import { type LvsStatus, type ServiceStatus, serviceStatus } from "./status.ts";
import { wantedSyncDaemon } from "./sync-role.ts";
import { tellEnd } from "./telling.ts";
import type { VirtualServerState } from "./virtual-server-state.ts";
import { isSameOverride, type WeightOverride, WeightOverrides } from "./weight-overrides.ts";

/** Checks that one `tick` starts at most; the next ones are due at once. */
export const startsPerTick = 64;

type Configure = Extract<LvsInput, { readonly kind: "configure" }>;

/**
 * Load balancing without a clock, a socket or a kernel (keepalived.conf(5), "LVS CONFIGURATION"): virtual servers,
 * their real servers, and the checkers of those. Say what happened and when; do the effects in order; ask again at
 * `deadline`. After every input the changes made so far add up to the table that configuration and health ask for.
 */
export class LvsEngine {
  /** By `serviceName`, in the order of the configuration; undefined before the start. */
  #services: ReadonlyMap<string, VirtualServerState> | undefined;
  #groups: ReadonlyMap<string, VirtualServerGroup> = new Map();
  #settings: LvsSettings | undefined;
  readonly #numbers = new TrackedNumbers();
  #overrides = new WeightOverrides();
  readonly #checkers: CheckerRoster;
  #localAddresses: ReadonlySet<string> = new Set();
  readonly #instanceStates = new Map<string, string>();
  #syncDaemon: SyncDaemon | undefined;

  /** `rng` spreads the first checks. */
  constructor(rng: Rng) {
    this.#checkers = new CheckerRoster(rng, this.#numbers);
  }

  /** When to `tick`; undefined: nothing is to be waited for. */
  get deadline(): Instant | undefined {
    return this.#checkers.deadline;
  }

  /** What is, for people to read. */
  get status(): LvsStatus {
    return { services: this.#all().map(serviceStatus), syncDaemon: this.#syncDaemon };
  }

  /** The same one by one: each as it is when it is asked for. */
  *eachService(): Generator<ServiceStatus, undefined> {
    for (const service of this.#all()) yield serviceStatus(service);
  }

  /** What the balancer is to have of ours. */
  get table(): Table {
    return this.#all().flatMap((service) => service.tableServices());
  }

  handle(now: Instant, input: LvsInput): readonly LvsEffect[] {
    const output = new LvsOutput();
    switch (input.kind) {
      case "configure":
        this.#configure(now, input, output);
        break;
      case "check-done":
        this.#checkDone(now, input.checker, input.outcome, output);
        break;
      case "local-addresses":
        this.#localAddressesAre(now, input.addresses, output);
        break;
      case "instance-state":
        if (input.state === undefined) this.#instanceStates.delete(input.instance);
        else this.#instanceStates.set(input.instance, input.state);
        this.#followInstance(output);
        break;
      case "file-value":
        this.#fileSays(now, input.file, input.value, output);
        break;
      case "overrides":
        this.#override(now, input.overrides, output);
        break;
      case "held":
        this.#repair(input.held, output);
        break;
      case "tick":
        this.#tick(now, output);
        break;
      case "stop":
        this.#stop(output);
        break;
      default:
        unreachable(input);
    }
    return output.effects();
  }

  #all(): readonly VirtualServerState[] {
    return Array.from(this.#services?.values() ?? []);
  }

  #configure(now: Instant, { config, settings, held, isReplacement }: Configure, output: LvsOutput): void {
    const before = this.#services;
    const ours = new Set(this.table.map(({ key }) => printTableKey(key)));
    this.#settings = settings;
    this.#groups = new Map(config.groups.map((group) => [group.name, group]));
    this.#numbers.setWeights(settings.fileWeights ?? new Map());
    const isSuccessor = isReplacement && before === undefined;
    const left = isSuccessor ? new Map(held.map((service) => [printTableKey(service.key), service])) : undefined;
    const arranger = new Arranger(
      {
        now,
        config,
        before,
        left,
        tellsStarts: settings.initialNotifies,
        overrides: this.#overrides,
        makeChecker: (checker, memory) => this.#checkers.make(checker, memory, now),
      },
      output,
    );
    const services = arranger.services();
    this.#services = services;
    const wanted = this.table;
    output.change(reconcile(held, wanted, (key) => ours.has(printTableKey(key))));
    for (const [name, service] of before ?? []) {
      if (services.has(name)) continue;
      tellEnd(service, "reload", { tellsHealth: true, tellsTable: true }, output);
      output.event({ kind: "service-removed", virtualServer: service.config });
    }
    this.#checkers.arrange(services.values(), output);
    for (const service of services.values()) this.#suspendOrResume(now, service, output);
    this.#followInstance(output);
  }

  #tick(now: Instant, output: LvsOutput): void {
    for (let starts = 0; starts < startsPerTick; starts++) {
      const place = this.#checkers.takeDue(now);
      if (place === undefined) return;
      for (const report of place.checker.tick(now)) this.#report(report, place, output);
      this.#checkers.schedule(place.checker);
    }
  }

  #checkDone(now: Instant, id: CheckerId, outcome: CheckOutcome, output: LvsOutput): void {
    const place = this.#checkers.running(id);
    if (place === undefined) return;
    const { checker } = place;
    for (const report of checker.ended(now, outcome)) this.#report(report, place, output);
    this.#checkers.schedule(checker);
    const reason = outcome.kind === "failure" ? outcome.reason : undefined;
    this.#update(now, place, { checker: checker.config, reason }, output);
  }

  #report(report: CheckReport, { service, server, checker }: Place, output: LvsOutput): void {
    const member = { virtualServer: service.config, server: server.config };
    switch (report.kind) {
      case "run": {
        const { address } = server.config;
        const port = probePort(service.config, server.config, this.#groups);
        const { step } = report;
        output.command({ kind: "check", checker: checker.id, config: checker.config, address, port, step });
        return;
      }
      case "failed": {
        const { reason, remaining, wasUp } = report;
        output.event({ ...member, kind: "check-failed", checker: checker.config, reason, remaining, wasUp });
        return;
      }
      case "up":
      case "down": {
        const { reason, retries } = report.kind === "up" ? { reason: undefined, retries: 0 } : report;
        const first = report.isFirst ? ({ isFirst: true } as const) : {};
        const told = { ...member, checker: checker.config, state: report.kind, reason, retries, ...first };
        output.event({ kind: "checker-state", ...told });
        return;
      }
      default:
        unreachable(report);
    }
  }

  #update(
    now: Instant,
    { service, server }: Place,
    because: { readonly checker: CheckerConfig; readonly reason: CheckFailure | undefined },
    output: LvsOutput,
  ): void {
    service.update(server, { now, cause: "check", because }, output);
  }

  #fileSays(now: Instant, file: string, value: number | undefined, output: LvsOutput): void {
    const places = this.#checkers.ofFile(file);
    const before = places.map(({ checker }) => checker.health.state);
    this.#numbers.set(file, value);
    for (const [index, place] of places.entries()) {
      const { checker } = place;
      const { state } = checker.health;
      if (state !== before[index]) {
        checker.moved(now);
        const member = { virtualServer: place.service.config, server: place.server.config };
        const told = { ...member, checker: checker.config, state, reason: undefined, retries: 0 };
        output.event({ kind: "checker-state", ...told });
      }
      this.#update(now, place, { checker: checker.config, reason: undefined }, output);
    }
  }

  #override(now: Instant, overrides: readonly WeightOverride[], output: LvsOutput): void {
    this.#overrides = new WeightOverrides(overrides);
    for (const [name, service] of this.#services ?? []) {
      for (const server of service.servers) {
        const override = this.#overrides.of(name, server.config);
        if (isSameOverride(server.override, override)) continue;
        server.override = override;
        service.update(server, { now, cause: "command", because: undefined }, output);
      }
    }
  }

  #localAddressesAre(now: Instant, addresses: readonly IpAddress[], output: LvsOutput): void {
    this.#localAddresses = new Set(addresses.map(String));
    for (const service of this.#all()) this.#suspendOrResume(now, service, output);
  }

  /** `ha_suspend`: checks rest while no address of the service is here. What they said last goes on to count. */
  #suspendOrResume(now: Instant, service: VirtualServerState, output: LvsOutput): void {
    const rests = service.config.suspendWithoutAddress && !this.#isHere(service);
    for (const server of service.servers) {
      for (const checker of server.checkers) {
        if (rests) this.#checkers.suspend({ service, server, checker }, output);
        else this.#checkers.resume({ service, server, checker }, now);
      }
    }
    if (rests === service.isSuspended) return;
    service.isSuspended = rests;
    output.event({ kind: rests ? "suspended" : "resumed", virtualServer: service.config });
  }

  #isHere({ keys }: VirtualServerState): boolean {
    return keys.some((key) => key.kind === "address" && this.#localAddresses.has(key.address.toString()));
  }

  #followInstance(output: LvsOutput): void {
    const daemon = this.#settings && wantedSyncDaemon(this.#settings, this.#instanceStates);
    if (isSameValue(daemon, this.#syncDaemon)) return;
    this.#syncDaemon = daemon;
    output.command({ kind: "sync-daemon", daemon });
  }

  #repair(held: Table, output: LvsOutput): void {
    const changes = reconcile(held, this.table, () => false);
    if (changes.length === 0) return;
    output.change(changes);
    output.event({ kind: "table-repaired", changes: changes.length });
  }

  #stop(output: LvsOutput): void {
    const settings = this.#settings;
    this.#checkers.arrange([], output);
    for (const service of this.#all()) {
      if (settings?.keepsTable === false) output.change(service.keys.map((key) => ({ kind: "remove-service", key })));
      const tellsTable = settings?.keepsTable === false && !settings.removesServicesWhole;
      tellEnd(service, "stop", { tellsHealth: service.config.omega, tellsTable }, output);
    }
    this.#services = undefined;
    this.#settings = undefined;
    this.#followInstance(output);
  }
}
