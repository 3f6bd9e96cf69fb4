import type { SyncDaemon, Table, TableChange, TableTimeouts } from "../../base/lvs-table.ts";
import { nftablesObjection } from "../../wire/nftables-balancer/objection.ts";
import { type LoadBalancer, type SystemError, SystemException } from "../ports.ts";
import { errno, systemError } from "./errno.ts";
import { HeldTable, type Results } from "./nft-held-table.ts";
import { NftSurroundings } from "./nft-surroundings.ts";
import { checkAbility, readTable } from "./nft-table.ts";
import { NftTasks } from "./nft-tasks.ts";
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
  const { lost = () => {}, warn = () => {} } = options;
  return new NftablesBalancer(new HeldTable(await readTable(), new NftSurroundings(warn)), lost);
}

class NftablesBalancer implements LoadBalancer {
  readonly kind = "nftables";
  readonly objection = nftablesObjection;
  readonly #table: HeldTable;
  readonly #lost: () => void;
  readonly #watch: TableWatch;
  readonly #tasks: NftTasks;
  #isClosed = false;

  constructor(table: HeldTable, lost: () => void) {
    this.#table = table;
    this.#lost = lost;
    this.#tasks = new NftTasks(async (changes) => this.#table.make(changes));
    this.#watch = new TableWatch(() => void this.#look());
  }

  async list(): Promise<Table> {
    if (this.#isClosed) throw new SystemException(closed("list"));
    return this.#tasks.run(async () => this.#table.list());
  }

  async apply(changes: readonly TableChange[]): Promise<Results> {
    if (this.#isClosed) return changes.map(({ kind }) => closed(kind));
    return this.#tasks.change(changes);
  }

  async flush(): Promise<SystemError | undefined> {
    if (this.#isClosed) return closed("flush");
    return this.#tasks.run(async () => this.#table.remove());
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
    this.#table.close();
  }

  /** A table has been removed: perhaps this one, perhaps by this balancer. */
  async #look(): Promise<void> {
    const isLess = await this.#tasks.run(async () => {
      const before = this.#table.size;
      await this.#table.readAgain();
      return this.#table.size < before;
    });
    if (isLess) this.#lost();
  }
}

function closed(call: string): SystemError {
  return systemError(call, errno.EBADF);
}
