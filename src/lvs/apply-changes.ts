import { unreachable } from "../base/assert.ts";
import {
  printTableKey,
  type Table,
  type TableChange,
  type TableKey,
  type TableServer,
  type TableSettings,
} from "../base/lvs-table.ts";
import { serversByPlace } from "./reconcile.ts";
import { printEndpoint } from "./server-key.ts";

type Service = {
  readonly key: TableKey;
  readonly settings: TableSettings;
  /** By `printEndpoint`. */
  readonly servers: Map<string, TableServer>;
};

/**
 * The table after the changes, as a balancer that refuses nothing has it: adding what is there changes it in place,
 * and what a change needs and is not there makes it do nothing.
 */
export function applyChanges(table: Table, changes: readonly TableChange[]): Table {
  const services = new Map(
    table.map(({ key, settings, servers }): [string, Service] => [
      printTableKey(key),
      { key, settings, servers: new Map(serversByPlace(servers)) },
    ]),
  );
  for (const change of changes) applyChange(services, change);
  return Array.from(services.values(), ({ key, settings, servers }) => {
    return { key, settings, servers: Array.from(servers.values()) };
  });
}

function applyChange(services: Map<string, Service>, change: TableChange): void {
  const name = printTableKey(change.key);
  const service = services.get(name);
  switch (change.kind) {
    case "add-service":
    case "edit-service":
      if (service === undefined && change.kind === "edit-service") return;
      services.set(name, { key: change.key, settings: change.settings, servers: service?.servers ?? new Map() });
      return;
    case "remove-service":
      services.delete(name);
      return;
    case "add-server":
      service?.servers.set(printEndpoint(change.server), change.server);
      return;
    case "edit-server": {
      const place = printEndpoint(change.server);
      if (service?.servers.has(place) === true) service.servers.set(place, change.server);
      return;
    }
    case "remove-server":
      service?.servers.delete(printEndpoint(change.server));
      return;
    default:
      unreachable(change);
  }
}
