import type { Family } from "../../base/ip-address.ts";
import type { TableKey, TableServer, TableService } from "../../base/lvs-table.ts";
import { addRule, goto } from "./commands.ts";
import { concatenation, equal, headerName, protocolNumbers, transportProtocol } from "./expressions.ts";
import type { Json, NftCommand } from "./json.ts";
import { clientSet, serverChain, serviceChain } from "./names.ts";
import { printServer, printSettings } from "./notes.ts";
import { clientOf, rememberClient } from "./persistence.ts";
import { type Schedule, scheduleOf } from "./scheduling.ts";

export function familyOf(key: TableKey): Family {
  return key.kind === "mark" ? key.family : key.address.family;
}

/**
 * Whether servers have chains of their own: to remember clients, and where one port is written for some and none for
 * others. Without, one map of slots does, which is half as much for the kernel and for nft(8).
 */
export function hasServerChains({ settings, servers }: TableService): boolean {
  return settings.persistence !== undefined || new Set(servers.map(({ port }) => port === 0)).size > 1;
}

/** The rules of a service, in a chain that is empty. */
export function composeServiceChain(service: TableService, turn: number): readonly NftCommand[] {
  const chain = serviceChain(service.key);
  const active = service.servers.filter(({ weight }) => weight > 0);
  const work = active.length === 0 ? refusal(service.key) : scheduling(service, active, turn);
  const notes = [printSettings(service.settings), ...service.servers.map(printServer)];
  return [
    ...work.map((expressions) => addRule(chain, expressions)),
    ...notes.map((note) => addRule(chain, [{ return: null }], note)),
  ];
}

/** The rules of a server, in a chain that is empty. */
export function composeServerChain({ key, settings }: TableService, server: TableServer): readonly NftCommand[] {
  const chain = serverChain(key, server);
  const family = familyOf(key);
  const { persistence } = settings;
  return [
    ...(persistence === undefined
      ? []
      : // Alone in its rule: where there is no room for one more client, the next rule sends it to the server all the same.
        [addRule(chain, [rememberClient(family, persistence, clientSet(key, server))])]),
    addRule(chain, translation(key, server.address.toString(), server.port)),
  ];
}

/** IPVS refuses what it has no server for in the same way. */
function refusal(key: TableKey): readonly (readonly Json[])[] {
  const reset = [equal(transportProtocol, protocolNumbers.TCP), { reject: { type: "tcp reset" } }];
  const unreachable = [transport(key), { reject: { type: "icmpx", expr: "port-unreachable" } }];
  if (key.kind === "mark") return [reset, unreachable];
  return [key.protocol === "TCP" ? reset : unreachable];
}

function scheduling(service: TableService, active: readonly TableServer[], turn: number): readonly (readonly Json[])[] {
  const { key, settings } = service;
  const family = familyOf(key);
  const { persistence } = settings;
  const known =
    persistence === undefined
      ? []
      : active.map((server) => [
          equal(clientOf(family, persistence), `@${clientSet(key, server)}`),
          goto(serverChain(key, server)),
        ]);
  const schedule = scheduleOf(family, settings, active, turn);
  return [...known, hasServerChains(service) ? toServerChain(key, schedule) : toServer(key, schedule)];
}

function toServerChain(key: TableKey, schedule: Schedule): readonly Json[] {
  const set = schedule.slots.map((server, slot) => [slot, goto(serverChain(key, server))]);
  return [transport(key), { vmap: { key: schedule.key, data: { set } } }];
}

/** Either all servers have a port or none. */
function toServer(key: TableKey, schedule: Schedule): readonly Json[] {
  const set = schedule.slots.map(({ address, port }, slot) => {
    return [slot, port === 0 ? address.toString() : concatenation([address.toString(), port])];
  });
  return translation(key, { map: { key: schedule.key, data: { set } } }, 0);
}

/** Port 0: there is none, or it comes with the address. */
function translation(key: TableKey, address: Json, port: number): readonly Json[] {
  return [
    transport(key),
    { dnat: { family: headerName(familyOf(key)), addr: address, ...(port === 0 ? {} : { port }) } },
  ];
}

/** Ports are there to be looked at, or to be written. */
function transport(key: TableKey): Json {
  const protocol = key.kind === "mark" ? { set: Object.values(protocolNumbers) } : protocolNumbers[key.protocol];
  return equal(transportProtocol, protocol);
}
