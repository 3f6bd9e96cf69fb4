import { unreachable } from "../../../base/assert.ts";
import type { ScriptCall } from "../../../check/config.ts";
import type { Service, VirtualServer, VirtualServerGroup } from "../../../lvs/config.ts";
import type { Protocol } from "../../../base/lvs-table.ts";
import type { Word } from "../../lexer.ts";
import { writeMeantOr } from "../../nearest.ts";
import type { Reporter } from "../../reporter.ts";
import type { Values } from "../../schema/keyword.ts";
import { virtualServer } from "../../schema/lvs/virtual-server.ts";
import { shorten } from "../../schema/words.ts";
import type { ScopeReader } from "../scope-reader.ts";
import { decideFamily } from "./family.ts";
import type { FamilyHints } from "./family.ts";
import { arrangeServers, arrangeSorryServer, fittingServers, fittingSorryServer } from "./members.ts";
import { decodeGranularity, decodePersistence } from "./persistence.ts";
import { decideProtocol, hasMarks } from "./protocol.ts";
import { limitQuorum } from "./quorum.ts";
import type { QuorumPlaces } from "./quorum.ts";
import type { RealServerDraft } from "./real-server.ts";
import { decodeScheduling } from "./scheduler.ts";
import { labelService } from "./service.ts";
import type { ServiceName } from "./service.ts";
import type { SorryServerDraft } from "./sorry-server.ts";

/** A `virtual_server` block whose lines are read, before its parts are compared with one another. */
export type ServiceDraft = {
  readonly name: ServiceName;
  readonly group: VirtualServerGroup | undefined;
  /** The names of all groups. */
  readonly knownGroups: Iterable<string>;
  /** For the places of findings: most services have none. */
  readonly scope: () => ScopeReader;
  /** There are flags for the scheduler. */
  readonly isFlagged: boolean;
  readonly own: Values<typeof virtualServer>;
  readonly servers: readonly RealServerDraft[];
  readonly sorryServer: SorryServerDraft | undefined;
  readonly quorumUp: ScriptCall | undefined;
  readonly quorumDown: ScriptCall | undefined;
  readonly mail: boolean;
};

/** What a service is, as its parts see it. */
class ServiceOwner {
  readonly name: ServiceName;
  readonly protocol: Protocol | undefined;
  readonly group: VirtualServerGroup | undefined;

  constructor(name: ServiceName, protocol: Protocol | undefined, group: VirtualServerGroup | undefined) {
    this.name = name;
    this.protocol = protocol;
    this.group = group;
  }

  /** What messages call it: most services need none. */
  get label(): string {
    return labelService(this.name, this.protocol);
  }
}

/**
 * Makes the parts of a service fit. What does not is reported, and changed or left out, as the reference does;
 * undefined: that is the whole service.
 */
export function arrangeService(draft: ServiceDraft, report: Reporter): VirtualServer | undefined {
  const { name, group, own } = draft;
  const family = decideFamily(familyHints(draft), report);
  const fitting = fittingServers(draft.servers, family, report);
  const sorry = fittingSorryServer(draft.sorryServer, family, report);
  const granularity = decodeGranularity(own.persistenceGranularity, family, report);
  if (!isUsable(draft, fitting, report)) return undefined;
  const findPlace = (): Word => draft.scope().keywordAt(virtualServer.protocol) ?? name.place;
  const protocol = decideProtocol(name, group, { value: own.protocol, findPlace }, report);
  const owner = new ServiceOwner(name, protocol, group);
  const { scheduler, schedulerFlags, hashed } = decodeScheduling(draft, owner, report);
  if (own.forwarding === undefined) {
    const message = `Virtual server ${owner.label}: no forwarding method set, setting default NAT`;
    report.warning("missing-setting", name.place, message, { cure: "write lvs_method NAT" });
  }
  const realServers = arrangeServers(fitting, owner, report);
  const { quorum, hysteresis } = limitQuorum(own, realServers, () => quorumPlaces(draft, owner), report);
  // Without spreading other objects into it: there may be tens of thousands of them.
  return {
    service: serviceOf(name, protocol),
    family,
    scheduler,
    schedulerFlags,
    hashed,
    onePacket: allowsOnePacket(draft, owner, report),
    persistence: decodePersistence(own, granularity, owner, report),
    quorum,
    hysteresis,
    quorumUp: draft.quorumUp,
    quorumDown: draft.quorumDown,
    alpha: own.alpha ?? false,
    omega: own.omega ?? false,
    suspendWithoutAddress: allowsSuspension(draft, owner, report),
    mail: draft.mail,
    snmpName: own.snmpName,
    sorryServer: sorry && arrangeSorryServer(sorry, owner, report),
    realServers,
  };
}

function familyHints({ name, scope, own, servers, sorryServer }: ServiceDraft): FamilyHints {
  const place = own.family === undefined ? undefined : scope().parameterAt(virtualServer.family);
  return {
    name,
    family: own.family === undefined || place === undefined ? undefined : { value: own.family, place },
    granularity: own.persistenceGranularity,
    servers,
    sorryServer: sorryServer?.config,
  };
}

function isUsable(
  { name, group, knownGroups, own }: ServiceDraft,
  servers: readonly RealServerDraft[],
  report: Reporter,
): boolean {
  if (name.kind === "group" && group === undefined) {
    const message = `virtual server group ${shorten(name.group)} is not configured - ignoring the virtual server`;
    // The reference says nothing of it in a configuration test.
    const known = report.full ? [] : knownGroups;
    const cure = writeMeantOr(name.group, known, `write virtual_server_group ${name.group} { ... }`);
    report.error("not-found", name.place, message, { cure, effect: "none" });
    return false;
  }
  if (servers.length > 0) return true;
  const message = `Virtual server ${labelService(name, own.protocol)} has no real servers - ignoring`;
  report.error("missing-setting", name.place, message, { cure: "write real_server ADDRESS PORT { ... }" });
  return false;
}

function quorumPlaces({ name, scope }: ServiceDraft, { label }: ServiceOwner): QuorumPlaces {
  return {
    label,
    quorum: scope().parameterAt(virtualServer.quorum) ?? name.place,
    hysteresis: scope().parameterAt(virtualServer.hysteresis) ?? name.place,
  };
}

function serviceOf(name: ServiceName, protocol: Protocol | undefined): Service {
  switch (name.kind) {
    case "address":
      return { kind: "address", ...name.endpoint, protocol: protocol ?? "UDP" };
    case "mark":
      return { kind: "mark", mark: name.mark };
    case "group":
      return { kind: "group", group: name.group, protocol };
    default:
      return unreachable(name);
  }
}

/** TCP and SCTP have connections to keep together. */
function allowsOnePacket({ scope, own }: ServiceDraft, owner: ServiceOwner, report: Reporter): boolean {
  const { protocol } = owner;
  if (own.onePacket === undefined || protocol === "UDP" || protocol === undefined) return own.onePacket ?? false;
  const message = `Virtual server ${owner.label}: one packet scheduling requires UDP - resetting`;
  report.warning("conflict", scope().keywordAt(virtualServer.onePacket), message, { cure: "leave ops out" });
  return false;
}

/** A mark has no address that could be away. */
function allowsSuspension({ name, group, scope, own }: ServiceDraft, owner: ServiceOwner, report: Reporter): boolean {
  if (own.suspend === undefined || !hasMarks(name, group)) return own.suspend ?? false;
  const message = `Virtual server ${owner.label}: cannot use ha_suspend with fwmarks - clearing ha_suspend`;
  report.warning("conflict", scope().keywordAt(virtualServer.suspend), message, { cure: "leave ha_suspend out" });
  return false;
}
