import { unreachable } from "../../base/assert.ts";
import type { IpAddress } from "../../base/ip-address.ts";
import type { RealServer, VirtualServer } from "../../lvs/config.ts";
import { printEndpoint } from "../../lvs/server-key.ts";
import { serviceName } from "../../lvs/service-name.ts";
import { printServer, printService } from "../lvs-names.ts";

/** A virtual server with the name that the engine knows it by. */
export type NamedService = { readonly key: string; readonly config: VirtualServer };

/** What a name stands for: one thing, several (as they are printed), or nothing (of all that there are). */
export type Found<T> =
  | { readonly kind: "found"; readonly value: T }
  | { readonly kind: "ambiguous" | "unknown"; readonly names: readonly string[] };

/** With " #2" where there are two of one name, as the engine has it. */
export function namedServices(virtualServers: readonly VirtualServer[]): readonly NamedService[] {
  const counts = new Map<string, number>();
  return virtualServers.map((config) => {
    const name = serviceName(config);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return { key: count === 1 ? name : `${name} #${count}`, config };
  });
}

/**
 * By what `status` and the log print, or as a configuration writes it: "192.0.2.1 80", "fwmark 5", "group web", "web".
 */
export function findService(services: readonly NamedService[], given: string): Found<NamedService> {
  return find(
    services,
    given,
    ({ config }) => spellingsOfService(config),
    ({ config }) => printService(config),
  );
}

/** The same: "198.51.100.1 80", "[198.51.100.1]:80", or without the port where that is enough. */
export function findServer(config: VirtualServer, given: string): Found<RealServer> {
  const print = (server: RealServer): string => printServer(config, server);
  return find(config.realServers, given, (server) => [print(server), ...spellings(server)], print);
}

/** As the engine knows it. */
export function serverKey(server: RealServer): string {
  return printEndpoint(server);
}

function find<T>(
  all: readonly T[],
  given: string,
  spell: (one: T) => readonly string[],
  print: (one: T) => string,
): Found<T> {
  const wanted = fold(given);
  const found = all.filter((one) => spell(one).some((spelling) => fold(spelling) === wanted));
  const [value] = found;
  if (value !== undefined && found.length === 1) return { kind: "found", value };
  return found.length > 1 ? { kind: "ambiguous", names: found.map(print) } : { kind: "unknown", names: all.map(print) };
}

function spellingsOfService(config: VirtualServer): readonly string[] {
  const { service } = config;
  switch (service.kind) {
    case "address": {
      const { protocol } = service;
      return [printService(config), ...spellings(service).flatMap((text) => [text, `${protocol} ${text}`])];
    }
    case "mark":
      return [printService(config), `fwmark ${service.mark}`, String(service.mark)];
    case "group":
      return [printService(config), `group ${service.group}`, service.group];
    default:
      return unreachable(service);
  }
}

function spellings({ address, port }: { readonly address: IpAddress; readonly port: number }): readonly string[] {
  const host = address.toString();
  const plain = address.family === "ipv4" ? [`${host}:${port}`] : [];
  return [`${host} ${port}`, `[${host}]:${port}`, ...plain, host, `[${host}]`];
}

/** Capitals and the number of blanks do not matter. */
function fold(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/gu, " ");
}
