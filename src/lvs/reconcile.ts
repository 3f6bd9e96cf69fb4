import {
  printTableKey,
  type Table,
  type TableChange,
  type TableKey,
  type TableServer,
  type TableService,
} from "../base/lvs-table.ts";
import { isSameValue } from "./same-value.ts";
import { printEndpoint } from "./server-key.ts";

/**
 * The fewest steps from the table that is held to the one that is wanted. Only services that are wanted or `ours` are
 * touched. What can be changed in place is: that leaves connections alone. In a service servers come before others go,
 * so that it is never without any in between.
 */
export function reconcile(held: Table, wanted: Table, ours: (key: TableKey) => boolean): readonly TableChange[] {
  const before = new Map(held.map((service) => [printTableKey(service.key), service]));
  const after = new Set(wanted.map(({ key }) => printTableKey(key)));
  const changes: TableChange[] = [];
  for (const { key } of held) {
    if (!after.has(printTableKey(key)) && ours(key)) changes.push({ kind: "remove-service", key });
  }
  for (const service of wanted) changes.push(...serviceChanges(before.get(printTableKey(service.key)), service));
  return changes;
}

function serviceChanges(before: TableService | undefined, { key, settings, servers }: TableService): TableChange[] {
  if (before === undefined) {
    return [{ kind: "add-service", key, settings }, ...serverChanges(key, new Map(), serversByPlace(servers))];
  }
  const changes = serverChanges(key, serversByPlace(before.servers), serversByPlace(servers));
  return isSameValue(before.settings, settings) ? changes : [{ kind: "edit-service", key, settings }, ...changes];
}

/** The servers of one service, by `printEndpoint`. */
export type ServersByPlace = ReadonlyMap<string, TableServer>;

export function serversByPlace(servers: readonly TableServer[]): ServersByPlace {
  return new Map(servers.map((server) => [printEndpoint(server), server]));
}

function serverChanges(key: TableKey, before: ServersByPlace, after: ServersByPlace): TableChange[] {
  const changes: TableChange[] = [];
  for (const [place, server] of after) {
    const change = serverChange(key, before.get(place), server);
    if (change !== undefined) changes.push(change);
  }
  for (const [place, server] of before) {
    const change = after.has(place) ? undefined : serverChange(key, server, undefined);
    if (change !== undefined) changes.push(change);
  }
  return changes;
}

/** From one entry to the other at the same place; undefined: they are equal. */
export function serverChange(
  key: TableKey,
  before: TableServer | undefined,
  after: TableServer | undefined,
): TableChange | undefined {
  if (after === undefined) {
    return before && { kind: "remove-server", key, server: { address: before.address, port: before.port } };
  }
  if (before === undefined) return { kind: "add-server", key, server: after };
  return isSameServer(before, after) ? undefined : { kind: "edit-server", key, server: after };
}

function isSameServer(a: TableServer, b: TableServer): boolean {
  return (
    a.weight === b.weight &&
    a.upperThreshold === b.upperThreshold &&
    a.lowerThreshold === b.lowerThreshold &&
    isSameValue(a.forwarding, b.forwarding)
  );
}
