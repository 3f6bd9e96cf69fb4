import type { VirtualServer, VirtualServerGroup } from "../../../lvs/config.ts";
import type { Reporter } from "../../reporter.ts";
import type { Statement } from "../../tree.ts";
import { arrangeService } from "./arrange-service.ts";
import { decodeRealServer } from "./real-server.ts";
import type { RealServerDraft, ServerDefaults } from "./real-server.ts";
import { parseServiceName } from "./service.ts";
import type { ServerBodies } from "./server-body.ts";
import type { ServiceReader } from "./service-settings.ts";

/** What virtual servers refer to, and what reads their blocks. */
export type ServiceSurroundings = {
  readonly groups: ReadonlyMap<string, VirtualServerGroup>;
  readonly services: ServiceReader;
  readonly bodies: ServerBodies;
};

/** Reads a `virtual_server` block; undefined, after a finding, when it cannot be used. */
export function decodeVirtualServer(
  statement: Statement,
  surroundings: ServiceSurroundings,
  report: Reporter,
): VirtualServer | undefined {
  const name = parseServiceName(statement, report);
  if (name === undefined) return undefined;
  const { settings, realServers, scope } = surroundings.services.read(statement.block);
  const draft = {
    name,
    group: name.kind === "group" ? surroundings.groups.get(name.group) : undefined,
    knownGroups: surroundings.groups.keys(),
    scope,
    isFlagged: settings.isFlagged,
    own: settings.own,
    servers: decodeRealServers(realServers, settings.serverDefaults, surroundings.bodies, report),
    sorryServer: settings.sorryServer,
    quorumUp: settings.quorumUp,
    quorumDown: settings.quorumDown,
    mail: settings.mail,
  };
  return arrangeService(draft, report);
}

function decodeRealServers(
  blocks: readonly Statement[],
  defaults: ServerDefaults,
  bodies: ServerBodies,
  report: Reporter,
): readonly RealServerDraft[] {
  const servers: RealServerDraft[] = [];
  for (const block of blocks) {
    const server = decodeRealServer(block, defaults, bodies, report);
    if (server !== undefined) servers.push(server);
  }
  return servers;
}
