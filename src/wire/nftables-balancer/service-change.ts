import type { TableServer, TableService } from "../../base/lvs-table.ts";
import {
  addChain,
  addTimedSet,
  addVerdict,
  deleteChain,
  deleteSet,
  deleteVerdict,
  flushChain,
  flushSet,
} from "./commands.ts";
import { dispatchOf } from "./dispatch.ts";
import { addressTypes } from "./expressions.ts";
import type { NftCommand } from "./json.ts";
import { clientSet, serverChain, serverName, serviceChain } from "./names.ts";
import { clientLimit, countsOthers } from "./persistence.ts";
import { composeServerChain, composeServiceChain, familyOf, hasServerChains } from "./service-chain.ts";

/**
 * Makes `after` of `before`, the same service; undefined: there is none. Nothing that belongs to another service is
 * touched, and nothing that connection tracking remembers: connections that are there go on as they are.
 * `turn` is another number each time (`scheduleOf`).
 */
export function composeServiceChange(
  before: TableService | undefined,
  after: TableService | undefined,
  turn: number,
): readonly NftCommand[] {
  if (after === undefined) return before === undefined ? [] : removal(before);
  const chain = serviceChain(after.key);
  const { map, element } = dispatchOf(after.key);
  return [
    ...(before === undefined ? [addChain(chain)] : []),
    // What it refers to can go only when it is empty.
    flushChain(chain),
    ...composeServers(before, after),
    ...composeServiceChain(after, turn),
    ...(before === undefined ? [addVerdict(map, element, chain)] : []),
  ];
}

function removal(service: TableService): readonly NftCommand[] {
  const chain = serviceChain(service.key);
  const { map, element } = dispatchOf(service.key);
  return [
    deleteVerdict(map, element, chain),
    flushChain(chain),
    deleteChain(chain),
    ...serversWithChains(service).flatMap((server) => serverRemoval(service, server)),
  ];
}

function composeServers(before: TableService | undefined, after: TableService): readonly NftCommand[] {
  const wanted = new Map(serversWithChains(after).map((server) => [serverName(server), server]));
  const held = new Map(
    before === undefined ? [] : serversWithChains(before).map((server) => [serverName(server), server]),
  );
  const gone = [...held].flatMap(([name, server]) => {
    return before === undefined || wanted.has(name) ? [] : serverRemoval(before, server);
  });
  const isEdited = before !== undefined && !sameChains(before, after);
  const changed = [...wanted].flatMap(([name, server]) => {
    const former = held.get(name);
    if (former === undefined || before === undefined) return serverAddition(after, server);
    return [...(isEdited ? serverEdit(before, after, server) : []), ...forgetting(before, after, former, server)];
  });
  return [...gone, ...changed];
}

function serverAddition(service: TableService, server: TableServer): readonly NftCommand[] {
  const { key, settings } = service;
  const chain = serverChain(key, server);
  const clients =
    settings.persistence === undefined
      ? []
      : [addTimedSet(clientSet(key, server), addressTypes[familyOf(key)], clientLimit)];
  return [...clients, addChain(chain), flushChain(chain), ...composeServerChain(service, server)];
}

function serverEdit(before: TableService, after: TableService, server: TableServer): readonly NftCommand[] {
  const chain = serverChain(after.key, server);
  const set = clientSet(after.key, server);
  const had = before.settings.persistence !== undefined;
  const has = after.settings.persistence !== undefined;
  return [
    ...(has && !had ? [addTimedSet(set, addressTypes[familyOf(after.key)], clientLimit)] : []),
    flushChain(chain),
    ...(had && !has ? [deleteSet(set)] : []),
    ...composeServerChain(after, server),
  ];
}

/** Clients of a server that gets no more, and clients that are counted in another way, are forgotten. */
function forgetting(
  before: TableService,
  after: TableService,
  former: TableServer,
  server: TableServer,
): readonly NftCommand[] {
  const had = before.settings.persistence;
  const has = after.settings.persistence;
  if (had === undefined || has === undefined) return [];
  const isDrained = former.weight > 0 && server.weight === 0;
  return isDrained || countsOthers(had, has) ? [flushSet(clientSet(after.key, server))] : [];
}

function serverRemoval({ key, settings }: TableService, server: TableServer): readonly NftCommand[] {
  const chain = serverChain(key, server);
  const clients = settings.persistence === undefined ? [] : [deleteSet(clientSet(key, server))];
  return [flushChain(chain), deleteChain(chain), ...clients];
}

function serversWithChains(service: TableService): readonly TableServer[] {
  return hasServerChains(service) ? service.servers : [];
}

/** The rules of a server are the same. */
function sameChains(before: TableService, after: TableService): boolean {
  const had = before.settings.persistence;
  const has = after.settings.persistence;
  if (had === undefined || has === undefined) return had === has;
  return had.timeout === has.timeout && !countsOthers(had, has);
}
