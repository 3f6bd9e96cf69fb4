import { unreachable } from "../../base/assert.ts";
import type { Family } from "../../base/ip-address.ts";
import type { SyncDaemon, Table, TableChange, TableTimeouts } from "../../base/lvs-table.ts";
import { composeChanges, composeTable } from "../../wire/nftables-balancer/changes.ts";
import { composeDispatch } from "../../wire/nftables-balancer/dispatch.ts";
import { heldServices, type HeldServices, type Refusal } from "../../wire/nftables-balancer/held-services.ts";
import { familyOf } from "../../wire/nftables-balancer/service-chain.ts";
import { orphanedFlows } from "../../wire/nftables-balancer/orphans.ts";
import type { FlowSelection } from "../../wire/netlink/conntrack.ts";
import { nftablesObjection } from "../../wire/nftables-balancer/objection.ts";
import { type LoadBalancer, printSystemError, type SystemError, SystemException } from "../ports.ts";
import { errno, systemError } from "./errno.ts";
import { forgetFlows } from "./nft-flows.ts";
import { forwardingObstacle } from "./nft-forwarding.ts";
import { checkAbility, readTable, removeTable, transact } from "./nft-table.ts";
import { TableWatch } from "./packet-filter-watch.ts";

export type NftablesBalancerOptions = {
  /** Somebody else has removed services, as `nft flush ruleset` does: `list` says what is left. */
  readonly lost?: () => void;
  /** Something of this machine keeps services from working: told once, with the cure. */
  readonly warn?: (message: string) => void;
};

/**
 * Balances by a table of nftables: destination NAT, which connection tracking remembers for each connection.
 * Rejects with SystemException: ENOENT without nft(8), EPROTONOSUPPORT when it or the kernel is too old.
 */
export async function openNftablesBalancer(options: NftablesBalancerOptions = {}): Promise<LoadBalancer> {
  await checkAbility();
  return new NftablesBalancer(heldServices(await readTable()), options);
}

type Results = readonly (SystemError | undefined)[];
/** Changes that wait for their turn. */
type WaitingChanges = { readonly changes: readonly TableChange[]; readonly done: (results: Results) => void };
type Task =
  | { readonly kind: "changes"; readonly waiting: WaitingChanges }
  | { readonly kind: "other"; run(): Promise<void> };

class NftablesBalancer implements LoadBalancer {
  readonly kind = "nftables";
  readonly objection = nftablesObjection;
  readonly #lost: () => void;
  readonly #warn: (message: string) => void;
  /** Told already: flows cannot be forgotten. */
  #hasFlowTrouble = false;
  /** Families that services have, whose forwarding has been looked at. */
  readonly #lookedAt = new Set<Family>();
  readonly #watch: TableWatch;
  readonly #tasks: Task[] = [];
  #held: HeldServices;
  /** The chains that lead to services are known to be there. */
  #hasDispatch = false;
  #turn = 0;
  #isWorking = false;
  #isClosed = false;

  constructor(held: HeldServices, { lost = () => {}, warn = () => {} }: NftablesBalancerOptions) {
    this.#held = held;
    this.#lost = lost;
    this.#warn = warn;
    this.#watch = new TableWatch(() => this.#look());
  }

  async list(): Promise<Table> {
    if (this.#isClosed) throw new SystemException(closed("list"));
    return new Promise((resolve, reject) => this.#enqueue(async () => this.#read().then(resolve, reject)));
  }

  async apply(changes: readonly TableChange[]): Promise<Results> {
    if (this.#isClosed) return changes.map(({ kind }) => closed(kind));
    return new Promise((done) => {
      this.#tasks.push({ kind: "changes", waiting: { changes, done } });
      this.#work();
    });
  }

  async flush(): Promise<SystemError | undefined> {
    if (this.#isClosed) return closed("flush");
    return new Promise((resolve) => this.#enqueue(async () => resolve(await this.#remove())));
  }

  /** The time-outs of connection tracking are those of the whole machine: they are not for a balancer to change. */
  async setTimeouts({ tcp, tcpFin, udp }: TableTimeouts): Promise<SystemError | undefined> {
    if (this.#isClosed) return closed("set-timeouts");
    const isAsked = tcp !== undefined || tcpFin !== undefined || udp !== undefined;
    return isAsked
      ? systemError("lvs_timeouts with nftables (see net.netfilter.nf_conntrack_*)", errno.EOPNOTSUPP)
      : undefined;
  }

  async setSyncDaemon(daemon: SyncDaemon | undefined): Promise<SystemError | undefined> {
    if (this.#isClosed) return closed("set-sync-daemon");
    return daemon === undefined ? undefined : systemError("lvs_sync_daemon with nftables", errno.EOPNOTSUPP);
  }

  /** What is under way is brought to its end. */
  close(): void {
    this.#isClosed = true;
    this.#watch.close();
  }

  #enqueue(run: () => Promise<void>): void {
    this.#tasks.push({ kind: "other", run });
    this.#work();
  }

  /** One task after the other; changes that have come meanwhile are made together. */
  #work(): void {
    if (this.#isWorking) return;
    this.#isWorking = true;
    void this.#workOff();
  }

  async #workOff(): Promise<void> {
    for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) {
      if (task.kind === "other") await task.run();
      else await this.#makeTogether([task.waiting, ...this.#takeChanges()]);
    }
    this.#isWorking = false;
  }

  #takeChanges(): readonly WaitingChanges[] {
    const taken: WaitingChanges[] = [];
    for (let next = this.#tasks[0]; next?.kind === "changes"; next = this.#tasks[0]) {
      taken.push(next.waiting);
      this.#tasks.shift();
    }
    return taken;
  }

  async #makeTogether(waiting: readonly WaitingChanges[]): Promise<void> {
    const results = await this.#make(waiting.flatMap(({ changes }) => changes));
    let start = 0;
    for (const { changes, done } of waiting) {
      done(results.slice(start, start + changes.length));
      start += changes.length;
    }
  }

  /** All in one transaction; when that is refused, each half in one, so that in the end a single change is. */
  async #make(changes: readonly TableChange[]): Promise<Results> {
    this.#turn += 1;
    const { commands, held, refusals } = composeChanges(this.#held, changes, this.#turn);
    if (commands.length > 0) {
      const result = await transact([...(this.#hasDispatch ? [] : composeDispatch()), ...commands]);
      if (result.kind === "failed") return changes.map(() => result.error);
      if (result.kind === "refused") return this.#makeInParts(changes, result.error);
      this.#hasDispatch = true;
    }
    const orphans = orphanedFlows(this.#held, held, changes);
    this.#held = held;
    this.#forget(orphans);
    this.#lookAtForwarding(changes);
    return refusals.map((refusal, index) => refusal && errorOf(refusal, changes[index]?.kind ?? "apply"));
  }

  #forget(flows: readonly FlowSelection[]): void {
    const error = forgetFlows(flows);
    if (error === undefined || this.#hasFlowTrouble) return;
    this.#hasFlowTrouble = true;
    this.#warn(
      `Clients of UDP may stay with servers that are gone (${printSystemError(error)}); load nf_conntrack_netlink`,
    );
  }

  #lookAtForwarding(changes: readonly TableChange[]): void {
    for (const { kind, key } of changes) {
      const family = familyOf(key);
      if (kind !== "add-service" || this.#lookedAt.has(family)) continue;
      this.#lookedAt.add(family);
      const obstacle = forwardingObstacle(family);
      if (obstacle !== undefined) this.#warn(obstacle);
    }
  }

  async #makeInParts(changes: readonly TableChange[], error: SystemError): Promise<Results> {
    if (this.#hasDispatch) {
      // The table may not be what it was taken for: somebody has changed it.
      const obstacle = await this.#readAgain();
      return obstacle === undefined ? this.#make(changes) : changes.map(() => obstacle);
    }
    if (changes.length === 1) return [isMismatch(error) ? await this.#makeAnew(changes, error) : error];
    const middle = Math.ceil(changes.length / 2);
    const first = await this.#make(changes.slice(0, middle));
    return [...first, ...(await this.#make(changes.slice(middle)))];
  }

  /** Something is missing or too many in the table that cannot be seen: all of it is made again, with the change. */
  async #makeAnew(changes: readonly TableChange[], error: SystemError): Promise<SystemError | undefined> {
    const { held } = composeChanges(this.#held, changes, this.#turn);
    const result = await transact(composeTable(held, this.#turn));
    if (result.kind !== "done") return error;
    this.#held = held;
    this.#hasDispatch = true;
    return undefined;
  }

  async #read(): Promise<Table> {
    const table = await readTable();
    this.#held = heldServices(table);
    // It may be there in part only.
    this.#hasDispatch = false;
    return table;
  }

  async #readAgain(): Promise<SystemError | undefined> {
    try {
      await this.#read();
      return undefined;
    } catch (error) {
      if (error instanceof SystemException) return error.error;
      throw error;
    }
  }

  async #remove(): Promise<SystemError | undefined> {
    const error = await removeTable();
    if (error !== undefined) return error;
    this.#held = new Map();
    this.#hasDispatch = false;
    return undefined;
  }

  /** A table has been removed: perhaps this one, perhaps by this balancer. */
  #look(): void {
    this.#enqueue(async () => {
      const before = this.#held.size;
      await this.#readAgain();
      if (this.#held.size < before) this.#lost();
    });
  }
}

/** What the kernel says of names that are missing, there already, or in use. */
function isMismatch(error: SystemError): boolean {
  return error.errno === errno.ENOENT || error.errno === errno.EEXIST || error.errno === errno.EBUSY;
}

function closed(call: string): SystemError {
  return systemError(call, errno.EBADF);
}

function errorOf(refusal: Refusal, call: string): SystemError {
  switch (refusal.kind) {
    case "no-service":
      return systemError(call, errno.ESRCH);
    case "no-server":
      return systemError(call, errno.ENOENT);
    case "objection":
      return systemError(refusal.sentence, errno.EOPNOTSUPP);
    default:
      return unreachable(refusal);
  }
}
