import type { LoadBalancingConfig, VirtualServer, VirtualServerGroup } from "../../../lvs/config.ts";
import type { GlobalConfig } from "../../global-config.ts";
import type { Reporter } from "../../reporter.ts";
import { root } from "../../schema/root.ts";
import { lines } from "../../schema/shapes.ts";
import { requiredWord } from "../../schema/words.ts";
import type { Statement } from "../../tree.ts";
import { blockName } from "../context.ts";
import type { DecodeContext } from "../context.ts";
import type { ScopeReader } from "../scope-reader.ts";
import { collectReferences } from "./references.ts";
import { ServerBodies } from "./server-body.ts";
import { ServiceReader } from "./service-settings.ts";
import { decodeSsl } from "./ssl.ts";
import { decodeGroup } from "./virtual-server-group.ts";
import { decodeVirtualServer } from "./virtual-server.ts";

/** Reads the blocks of load balancing and of health checks from `scope`, that of the root. */
export function decodeLoadBalancing(
  scope: ScopeReader,
  { lvs, mail }: Pick<GlobalConfig, "lvs" | "mail">,
  context: DecodeContext,
): LoadBalancingConfig {
  const groups = decodeGroups(scope.values(root.virtualServerGroup), context.report);
  const surroundings = {
    groups,
    services: new ServiceReader(
      { logAllFailures: lvs.logAllFailures ?? false, mail: mail.checkerAlert ?? mail.alert },
      context,
    ),
    bodies: new ServerBodies(collectReferences(scope), context),
  };
  const virtualServers: VirtualServer[] = [];
  for (const statement of scope.values(root.virtualServer)) {
    const server = decodeVirtualServer(statement, surroundings, context.report);
    if (server !== undefined) virtualServers.push(server);
  }
  return {
    groups: [...groups.values()],
    virtualServers,
    tlsClient: decodeSsl(scope.values(root.ssl), context.report),
  };
}

/** The first group of each name. */
function decodeGroups(statements: readonly Statement[], report: Reporter): ReadonlyMap<string, VirtualServerGroup> {
  const groups = new Map<string, VirtualServerGroup>();
  for (const statement of statements) {
    if (requiredWord(statement, 0, report) === undefined) continue;
    const name = blockName(statement, report);
    const group =
      name &&
      decodeGroup(
        name,
        lines.read({ name: statement.name, keyword: statement.keyword, words: [], block: statement.block }, report) ??
          [],
        report,
      );
    if (name === undefined || group === undefined) continue;
    if (groups.has(group.name)) {
      const message = `virtual server group ${group.name} already defined`;
      report.error("duplicate", name, message, { cure: "the first one counts", effect: "none" });
    } else groups.set(group.name, group);
  }
  return groups;
}
