import type { Forwarding, VirtualServer, VirtualServerGroup } from "../../../lvs/config.ts";
import type { Values } from "../../schema/keyword.ts";
import { quorumScripts, realServerBlock, virtualServer, virtualServerScope } from "../../schema/lvs/virtual-server.ts";
import type { Statement } from "../../tree.ts";
import type { DecodeContext } from "../context.ts";
import { ScopeReader } from "../scope-reader.ts";
import { decodeScriptCall } from "../script-line.ts";
import { arrangeService } from "./arrange-service.ts";
import { decodeRealServer } from "./real-server.ts";
import type { RealServerDraft, ServerDefaults } from "./real-server.ts";
import { parseServiceName } from "./service.ts";
import type { ServiceName } from "./service.ts";
import type { ServerBodies } from "./server-body.ts";
import { decodeSorryServer } from "./sorry-server.ts";

/** What virtual servers refer to, and what `global_defs` says about them. */
export type ServiceSurroundings = {
  readonly groups: ReadonlyMap<string, VirtualServerGroup>;
  readonly bodies: ServerBodies;
  /** `checker_log_all_failures` */
  readonly logAllFailures: boolean;
  /** `smtp_alert_checker`, or else `smtp_alert`; undefined: neither is there. */
  readonly mail: boolean | undefined;
};

/** What holds when `lvs_method` does not say otherwise. */
const usualForwarding: Forwarding = { method: "NAT" };

/** Reads a `virtual_server` block; undefined, after a finding, when it cannot be used. */
export function decodeVirtualServer(
  statement: Statement,
  surroundings: ServiceSurroundings,
  context: DecodeContext,
): VirtualServer | undefined {
  const { report } = context;
  const name = parseServiceName(statement, report);
  if (name === undefined) return undefined;
  const scope = new ScopeReader(virtualServerScope, statement.block?.statements ?? [], report);
  const own = scope.readAll(virtualServer);
  const defaults = serverDefaults(name, own, surroundings);
  const draft = {
    name,
    group: name.kind === "group" ? surroundings.groups.get(name.group) : undefined,
    scope,
    own,
    servers: decodeRealServers(scope.values(realServerBlock), defaults, context),
    sorryServer: decodeSorryServer(scope, defaults.forwarding, report),
    quorumUp: decodeScriptCall(scope.value(quorumScripts.quorumUp), context, report, "none"),
    quorumDown: decodeScriptCall(scope.value(quorumScripts.quorumDown), context, report, "none"),
    mail: own.smtpAlert ?? surroundings.mail ?? false,
  };
  return arrangeService(draft, report);
}

function serverDefaults(
  name: ServiceName,
  own: Values<typeof virtualServer>,
  { logAllFailures, mail, bodies }: ServiceSurroundings,
): ServerDefaults {
  return {
    port: name.kind === "address" ? name.endpoint.port : 0,
    weight: own.weight ?? 1,
    forwarding: own.forwarding ?? usualForwarding,
    inhibitOnFailure: own.inhibitOnFailure ?? false,
    alpha: own.alpha ?? false,
    virtualHost: own.virtualHost,
    timing: own,
    mail: mail ?? true,
    logAllFailures,
    bodies,
  };
}

function decodeRealServers(
  blocks: readonly Statement[],
  defaults: ServerDefaults,
  context: DecodeContext,
): readonly RealServerDraft[] {
  const servers: RealServerDraft[] = [];
  for (const block of blocks) {
    const server = decodeRealServer(block, defaults, context);
    if (server !== undefined) servers.push(server);
  }
  return servers;
}
