import { unreachable } from "../../base/assert.ts";
import {
  printTableKey,
  type SyncDaemon,
  type Table,
  type TableChange,
  type TableKey,
  type TableServer,
  type TableSettings,
  type TableTimeouts,
} from "../../base/lvs-table.ts";
import { type LoadBalancer, type OpenLoadBalancer, type SystemError, SystemException } from "../ports.ts";
import { fakeError } from "./errors.ts";

type FakeService = {
  readonly key: TableKey;
  readonly settings: TableSettings;
  readonly servers: Map<string, TableServer>;
};

/** The load balancing of a machine: nothing is balanced here, but it is known what would be. */
export class FakeLoadBalancing {
  /** What the kernel of the machine can do; undefined: it can. */
  readonly objections: LoadBalancer["objection"];
  readonly #services = new Map<string, FakeService>();
  timeouts: TableTimeouts = { tcp: undefined, tcpFin: undefined, udp: undefined };
  daemon: SyncDaemon | undefined;
  /** Every change that was asked for, in order. */
  readonly changes: TableChange[] = [];

  constructor(objections: LoadBalancer["objection"] = () => undefined) {
    this.objections = objections;
  }

  get table(): Table {
    return [...this.#services.values()].map((service) => ({ ...service, servers: [...service.servers.values()] }));
  }

  readonly open: OpenLoadBalancer = async () => new FakeLoadBalancer(this);

  /** Somebody changes the table, a balancer or another program. */
  change(change: TableChange): SystemError | undefined {
    this.changes.push(change);
    const name = printTableKey(change.key);
    const service = this.#services.get(name);
    switch (change.kind) {
      case "add-service":
        this.#services.set(name, { ...change, servers: service?.servers ?? new Map() });
        return undefined;
      case "edit-service":
        if (service === undefined) return fakeError("edit-service", "ESRCH");
        this.#services.set(name, { ...service, settings: change.settings });
        return undefined;
      case "remove-service":
        this.#services.delete(name);
        return undefined;
      case "add-server":
      case "edit-server":
        return setServer(service, change);
      case "remove-server":
        service?.servers.delete(printPlace(change.server));
        return undefined;
      default:
        return unreachable(change);
    }
  }

  flush(): void {
    this.#services.clear();
  }
}

function setServer(
  service: FakeService | undefined,
  { kind, server }: Extract<TableChange, { readonly kind: "add-server" | "edit-server" }>,
): SystemError | undefined {
  if (service === undefined) return fakeError(kind, "ESRCH");
  const place = printPlace(server);
  if (kind === "edit-server" && !service.servers.has(place)) return fakeError(kind, "ENOENT");
  service.servers.set(place, server);
  return undefined;
}

function printPlace({ address, port }: Pick<TableServer, "address" | "port">): string {
  return `${address.toString()} ${port}`;
}

class FakeLoadBalancer implements LoadBalancer {
  readonly kind = "ipvs";
  readonly #machine: FakeLoadBalancing;
  readonly objection: LoadBalancer["objection"];
  #closed = false;

  constructor(machine: FakeLoadBalancing) {
    this.#machine = machine;
    this.objection = machine.objections;
  }

  async list(): Promise<Table> {
    if (this.#closed) throw new SystemException(fakeError("list", "EBADF"));
    return this.#machine.table;
  }

  async apply(changes: readonly TableChange[]): Promise<readonly (SystemError | undefined)[]> {
    if (this.#closed) return changes.map(({ kind }) => fakeError(kind, "EBADF"));
    return changes.map((change) => this.#machine.change(change));
  }

  async flush(): Promise<SystemError | undefined> {
    return this.#whenOpen("flush", () => this.#machine.flush());
  }

  async setTimeouts({ tcp, tcpFin, udp }: TableTimeouts): Promise<SystemError | undefined> {
    return this.#whenOpen("set-timeouts", () => {
      const { timeouts } = this.#machine;
      this.#machine.timeouts = {
        tcp: tcp ?? timeouts.tcp,
        tcpFin: tcpFin ?? timeouts.tcpFin,
        udp: udp ?? timeouts.udp,
      };
    });
  }

  async setSyncDaemon(daemon: SyncDaemon | undefined): Promise<SystemError | undefined> {
    return this.#whenOpen("set-sync-daemon", () => {
      this.#machine.daemon = daemon;
    });
  }

  close(): void {
    this.#closed = true;
  }

  #whenOpen(call: string, action: () => void): SystemError | undefined {
    if (this.#closed) return fakeError(call, "EBADF");
    action();
    return undefined;
  }
}
