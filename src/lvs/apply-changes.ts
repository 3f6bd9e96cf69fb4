import { unreachable } from "../base/assert.ts";
import { printTableKey, type Table, type TableChange, type TableServer, type TableService } from "../base/lvs-table.ts";
import { serversByPlace } from "./reconcile.ts";
import { printEndpoint } from "./server-key.ts";

/**
 * The table after the changes, as a balancer that refuses nothing has it: adding what is there changes it in place,
 * and what a change needs and is not there makes it do nothing.
 */
export function applyChanges(table: Table, changes: readonly TableChange[]): Table {
  const services = new Map(table.map((service) => [printTableKey(service.key), service]));
  for (const change of changes) applyChange(services, change);
  return Array.from(services.values());
}

function applyChange(services: Map<string, TableService>, change: TableChange): void {
  const name = printTableKey(change.key);
  const service = services.get(name);
  switch (change.kind) {
    case "add-service":
    case "edit-service":
      if (service === undefined && change.kind === "edit-service") return;
      services.set(name, { key: change.key, settings: change.settings, servers: service?.servers ?? [] });
      return;
    case "remove-service":
      services.delete(name);
      return;
    case "add-server":
    case "edit-server":
    case "remove-server":
      if (service !== undefined) services.set(name, { ...service, servers: changeServers(service.servers, change) });
      return;
    default:
      unreachable(change);
  }
}

type ServerChange = Extract<TableChange, { readonly kind: "add-server" | "edit-server" | "remove-server" }>;

function changeServers(servers: readonly TableServer[], change: ServerChange): readonly TableServer[] {
  const byPlace = new Map(serversByPlace(servers));
  const place = printEndpoint(change.server);
  if (change.kind === "remove-server") byPlace.delete(place);
  else if (change.kind === "add-server" || byPlace.has(place)) byPlace.set(place, change.server);
  return Array.from(byPlace.values());
}
