import type { LvsSettings } from "./inputs.ts";
import type { LvsOutput } from "./output.ts";
import type { VirtualServerState } from "./virtual-server-state.ts";

/**
 * The end of a service: with `omega` the scripts for what goes down run as if it did, then the table is given back,
 * unless it is to stay (`dont-release-ipvs`).
 */
export function stopService(service: VirtualServerState, settings: LvsSettings, output: LvsOutput): void {
  const { config: virtualServer, servers, keys } = service;
  if (virtualServer.omega) {
    for (const { config: server, health } of servers) {
      const because = undefined;
      if (health.state === "down") continue;
      const member = { virtualServer, server };
      output.event({ ...member, kind: "server-state", state: "down", because, isFirst: false, cause: "stop" });
    }
    const { quorum, hysteresis } = virtualServer;
    const lost = { kind: "quorum", virtualServer, state: "lost", live: 0, quorum, hysteresis, cause: "stop" } as const;
    if (service.quorum === "up") output.event(lost);
  }
  if (settings.keepsTable) return;
  output.change(keys.map((key) => ({ kind: "remove-service", key })));
  if (settings.removesServicesWhole) return;
  for (const server of servers) {
    if (service.isServing(server)) output.event({ kind: "server-removed", virtualServer, server: server.config });
  }
  if (service.isSorry) service.tellSorry("sorry-server-removed", output);
}
