import { unreachable } from "../../base/assert.ts";
import {
  printTableKey,
  type Table,
  type TableChange,
  type TableServer,
  type TableService,
} from "../../base/lvs-table.ts";
import { nftablesObjection } from "./objection.ts";
import { serverName } from "./names.ts";

/** Services by their printed keys, in the order in which they came. */
export type HeldServices = ReadonlyMap<string, TableService>;

/** Why a change cannot be made: there is no such service or server, or nftables cannot do it. */
export type Refusal =
  | { readonly kind: "no-service" | "no-server" }
  | { readonly kind: "objection"; readonly sentence: string };

/** What a change makes of its service; undefined: it is gone. */
export type Changed =
  | { readonly kind: "changed"; readonly service: TableService | undefined }
  | { readonly kind: "refused"; readonly refusal: Refusal };

export function heldServices(table: Table): HeldServices {
  return new Map(table.map((service) => [printTableKey(service.key), service]));
}

/** One step of a table (`LoadBalancer#apply` in platform/ports.ts says what it means). */
export function changeService(held: TableService | undefined, change: TableChange): Changed {
  switch (change.kind) {
    case "remove-service":
      return { kind: "changed", service: undefined };
    case "remove-server":
      return { kind: "changed", service: held && without(held, change.server) };
    case "add-service":
    case "edit-service":
      if (held === undefined && change.kind === "edit-service") return refused("no-service");
      return checked({ key: change.key, settings: change.settings, servers: held?.servers ?? [] });
    case "add-server":
    case "edit-server":
      return held === undefined ? refused("no-service") : withServer(held, change.server, change.kind === "add-server");
    default:
      return unreachable(change);
  }
}

function withServer(held: TableService, server: TableServer, canAdd: boolean): Changed {
  const isKnown = held.servers.some((each) => same(each, server));
  if (!isKnown && !canAdd) return refused("no-server");
  const servers = isKnown
    ? held.servers.map((each) => (same(each, server) ? server : each))
    : [...held.servers, server];
  return checked({ ...held, servers });
}

function without(held: TableService, server: Pick<TableServer, "address" | "port">): TableService {
  return { ...held, servers: held.servers.filter((each) => !same(each, server)) };
}

function refused(kind: "no-service" | "no-server"): Changed {
  return { kind: "refused", refusal: { kind } };
}

function checked(service: TableService): Changed {
  const sentence = nftablesObjection(service);
  return sentence === undefined
    ? { kind: "changed", service }
    : { kind: "refused", refusal: { kind: "objection", sentence } };
}

function same(a: Pick<TableServer, "address" | "port">, b: Pick<TableServer, "address" | "port">): boolean {
  return serverName(a) === serverName(b);
}
