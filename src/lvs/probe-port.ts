import type { RealServer, VirtualServer, VirtualServerGroup } from "./config.ts";

/** Where checks of a server go that name no port: to its own, or else to that of the service; 0: there is none. */
export function probePort(
  { service }: VirtualServer,
  server: RealServer,
  groups: ReadonlyMap<string, VirtualServerGroup>,
): number {
  if (server.port !== 0 || service.kind === "mark") return server.port;
  if (service.kind === "address") return service.port;
  const entries = groups.get(service.group)?.entries ?? [];
  return entries.find((entry) => entry.kind === "addresses")?.port ?? 0;
}
