import { type Family, IpAddress } from "../../base/ip-address.ts";
import { type Protocol, protocols, type TableKey, type TableServer, type TableService } from "../../base/lvs-table.ts";
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
 * Whether servers have chains of their own: to remember clients, where one port is written for some and none for
 * others, and where there are several protocols. Without, one map of slots does, which is half as much for the kernel
 * and for nft(8).
 */
export function hasServerChains({ key, settings, servers }: TableService): boolean {
  return (
    key.kind === "mark" || settings.persistence !== undefined || new Set(servers.map(({ port }) => port === 0)).size > 1
  );
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
    ...translations(key, server).map((expressions) => addRule(chain, expressions)),
  ];
}

/** IPVS refuses what it has no server for in the same way. */
function refusal(key: TableKey): readonly (readonly Json[])[] {
  const reset = [isProtocol("TCP"), { reject: { type: "tcp reset" } }];
  const unreachable = [{ reject: { type: "icmpx", expr: "port-unreachable" } }];
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
  return [...known, ...(hasServerChains(service) ? toServerChain(key, schedule) : toServer(key, schedule))];
}

/*
 * The second rule of each pair is for the moment in which the table changes. A packet that has begun with the old rules
 * goes on with them, but the kernel takes the slots of an old map for gone (Linux 6.18), and the first rule does not
 * match.
 */

function toServerChain(key: TableKey, { key: number, slots }: Schedule): readonly (readonly Json[])[] {
  const set = slots.map((server, slot) => [slot, goto(serverChain(key, server))]);
  return [
    [{ vmap: { key: number, data: { set } } }],
    ...slots.slice(0, 1).map((server) => [goto(serverChain(key, server))]),
  ];
}

/** Either all servers have a port or none. */
function toServer(key: TableKey, { key: number, slots }: Schedule): readonly (readonly Json[])[] {
  const set = slots.map(({ address, port }, slot) => {
    return [slot, port === 0 ? address.toString() : concatenation([address.toString(), port])];
  });
  const bySlot = translations(key, { address: { map: { key: number, data: { set } } }, port: 0 });
  return [...bySlot, ...slots.slice(0, 1).flatMap((server) => translations(key, server))];
}

/** Port 0: that of the packet, or it comes with the address. One rule for each protocol where a port is written. */
function translations(
  key: TableKey,
  { address, port }: { readonly address: Json | IpAddress; readonly port: number },
): readonly (readonly Json[])[] {
  const to = address instanceof IpAddress ? address.toString() : address;
  const dnat: Json = { dnat: { family: headerName(familyOf(key)), addr: to, ...(port === 0 ? {} : { port }) } };
  if (key.kind === "address") return [[isProtocol(key.protocol), dnat]];
  return port === 0 ? [[dnat]] : protocols.map((protocol) => [isProtocol(protocol), dnat]);
}

/** nft(8) wants to know it before a port is written. */
function isProtocol(protocol: Protocol): Json {
  return equal(transportProtocol, protocolNumbers[protocol]);
}
