import {
  printTableKey,
  type SyncDaemon,
  type Table,
  type TableChange,
  type TableKey,
  type TableServer,
  type TableService,
  type TableSettings,
  type TableTimeouts,
} from "../../base/lvs-table.ts";
import { printHex } from "../../base/hex.ts";
import { encodeIpvs, ipvsCommand } from "../../wire/netlink/ipvs.ts";
import { encodeDaemon, encodeDaemonRole, encodeTimeouts } from "../../wire/netlink/ipvs-daemon.ts";
import { decodeServer } from "../../wire/netlink/ipvs-server.ts";
import { decodeService, encodeService, familyOf } from "../../wire/netlink/ipvs-service.ts";
import type { LoadBalancer, SystemError } from "../ports.ts";
import { errno } from "./errno.ts";
import { editsInPlace, type IpvsRequest, requestOf, resultOf } from "./ipvs-changes.ts";
import { findIpvsFamily } from "./ipvs-family.ts";
import { NetlinkSocket } from "./netlink.ts";
import { nextTurn } from "./next-turn.ts";

const netlinkGeneric = 16;
/** Bytes of acknowledgements. */
const receiveBuffer = 256 * 1024;
/** How much is done before the event loop gets its turn: some milliseconds. */
const changesPerTurn = 256;
const servicesPerTurn = 64;

/** IPVS of this process' network namespace. Rejects with SystemException: ENOENT when the kernel has none. */
export async function openIpvsBalancer(): Promise<LoadBalancer> {
  const socket = new NetlinkSocket({ protocol: netlinkGeneric, groups: 0, receiveBuffer });
  try {
    return new IpvsBalancer(socket, await findIpvsFamily(socket));
  } catch (error) {
    socket.close();
    throw error;
  }
}

class IpvsBalancer implements LoadBalancer {
  readonly kind = "ipvs";
  readonly #socket: NetlinkSocket;
  readonly #family: number;
  /** What services were asked for with, in words that the kernel may have other ones for. */
  readonly #asked = new Map<string, TableSettings>();
  /** The end of what is under way. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(socket: NetlinkSocket, family: number) {
    this.#socket = socket;
    this.#family = family;
  }

  /** Entries that a table has no words for, such as services of unknown schedulers, are left out. */
  async list(): Promise<Table> {
    return this.#inOrder(async () => {
      const services: TableService[] = [];
      const messages = this.#dump("IPVS_CMD_GET_SERVICE", encodeIpvs(ipvsCommand.getService));
      for (const [index, payload] of messages.entries()) {
        if (index % servicesPerTurn === servicesPerTurn - 1) await nextTurn();
        const service = decodeService(payload);
        if (!service.ok) continue;
        const { key, settings } = service.value;
        services.push({ key, settings: this.#asAskedFor(key, settings), servers: this.#listServers(key) });
      }
      return services;
    });
  }

  async apply(changes: readonly TableChange[]): Promise<readonly (SystemError | undefined)[]> {
    return this.#inOrder(async () => {
      const results: (SystemError | undefined)[] = [];
      for (let start = 0; start < changes.length; start += changesPerTurn) {
        if (start > 0) await nextTurn();
        results.push(...this.#applyPart(changes.slice(start, start + changesPerTurn)));
      }
      return results;
    });
  }

  /** What the kernel lacks, such as a scheduler, it says when it is asked for it. */
  objection(): undefined {
    return undefined;
  }

  async flush(): Promise<SystemError | undefined> {
    return this.#inOrder(() => {
      this.#asked.clear();
      return this.#execute([{ call: "IPVS_CMD_FLUSH", payload: encodeIpvs(ipvsCommand.flush) }])[0];
    });
  }

  async setTimeouts(timeouts: TableTimeouts): Promise<SystemError | undefined> {
    const payload = encodeIpvs(ipvsCommand.setConfig, encodeTimeouts(timeouts));
    return this.#inOrder(() => this.#execute([{ call: "IPVS_CMD_SET_CONFIG", payload }])[0]);
  }

  async setSyncDaemon(daemon: SyncDaemon | undefined): Promise<SystemError | undefined> {
    const stops = (["master", "backup"] as const).map((role) => {
      const payload = encodeIpvs(ipvsCommand.removeDaemon, [encodeDaemonRole(role)]);
      return { call: "IPVS_CMD_DEL_DAEMON", payload };
    });
    const start = daemon && {
      call: "IPVS_CMD_NEW_DAEMON",
      payload: encodeIpvs(ipvsCommand.newDaemon, [encodeDaemon(daemon)]),
    };
    return this.#inOrder(() => {
      // ESRCH: none of that role runs.
      const results = this.#execute(stops).filter((error) => error?.errno !== errno.ESRCH);
      return [...results, ...this.#execute(start === undefined ? [] : [start])].find((error) => error !== undefined);
    });
  }

  close(): void {
    this.#socket.close();
  }

  #applyPart(changes: readonly TableChange[]): readonly (SystemError | undefined)[] {
    const results = [...this.#execute(changes.map((change) => requestOf(change)))];
    const edits = [...editsInPlace(changes, results)];
    const again = this.#execute(edits.map(([, edit]) => requestOf(edit)));
    // An addition that was not to have the last word was as good as made.
    for (const [index, error] of results.entries()) if (error?.errno === errno.EEXIST) results[index] = undefined;
    for (const [position, [index]] of edits.entries()) results[index] = again[position];
    return changes.map((change, index) => {
      const result = resultOf(change, results[index]);
      if (result === undefined) this.#remember(change);
      return result;
    });
  }

  #remember(change: TableChange): void {
    if (change.kind === "add-service" || change.kind === "edit-service") {
      this.#asked.set(printTableKey(change.key), change.settings);
    } else if (change.kind === "remove-service") {
      this.#asked.delete(printTableKey(change.key));
    }
  }

  /** What it was asked for with, when that is the same to the kernel; so that nothing seems to have changed. */
  #asAskedFor(key: TableKey, settings: TableSettings): TableSettings {
    const asked = this.#asked.get(printTableKey(key));
    if (asked === undefined) return settings;
    return printSettings(key, { ...asked, hashed: false }) === printSettings(key, settings) ? asked : settings;
  }

  #listServers(key: TableKey): readonly TableServer[] {
    const family = familyOf(key);
    const messages = this.#dump("IPVS_CMD_GET_DEST", encodeIpvs(ipvsCommand.getServer, [encodeService(key)]));
    const servers = messages.map((payload) => decodeServer(payload, family));
    return servers.filter((server) => server.ok).map(({ value }) => value);
  }

  #execute(requests: readonly IpvsRequest[]): readonly (SystemError | undefined)[] {
    return this.#socket.execute(requests.map((request) => ({ ...request, type: this.#family, flags: 0 })));
  }

  #dump(call: string, payload: Uint8Array): readonly Uint8Array[] {
    const messages = this.#socket.dump({ call, type: this.#family, flags: 0, payload });
    return messages.map((message) => message.payload);
  }

  async #inOrder<T>(action: () => T | Promise<T>): Promise<T> {
    const result = this.#last.then(action);
    this.#last = result.catch(() => {});
    return result;
  }
}

function printSettings(key: TableKey, settings: TableSettings): string {
  return printHex(encodeIpvs(0, [encodeService(key, settings)]));
}
