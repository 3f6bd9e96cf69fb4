import type { Family, IpAddress } from "../../../base/ip-address.ts";
import type { SorryServer } from "../../../lvs/config.ts";
import type { Forwarding } from "../../../base/lvs-table.ts";
import type { Word } from "../../lexer.ts";
import type { Reporter } from "../../reporter.ts";
import { granularityFamily } from "../../schema/lvs/granularity.ts";
import { isBefore } from "../../source.ts";
import type { RealServerDraft } from "./real-server.ts";
import type { ServiceName } from "./service.ts";

/** What tells the family of a service. */
export type FamilyHints = {
  readonly name: ServiceName;
  readonly family: { readonly value: "inet" | "inet6"; readonly place: Word } | undefined;
  readonly granularity: Word | undefined;
  readonly servers: readonly RealServerDraft[];
  readonly sorryServer: SorryServer | undefined;
};

type Hint = { readonly family: Family; readonly place: Word };

/**
 * The family of a service: that of its address, or else the first that the block tells, by `ip_family`, by
 * `persistence_granularity` or by a real server that is not behind a tunnel. Undefined: a mark or a group of which
 * nothing tells it.
 */
export function decideFamily(hints: FamilyHints, report: Reporter): Family | undefined {
  const { name, family: wish } = hints;
  const stated: Hint | undefined = wish && {
    family: wish.value === "inet" ? "ipv4" : "ipv6",
    place: wish.place,
  };
  const decided = name.kind === "address" ? name.endpoint.address.family : firstHint(hints, stated);
  if (stated !== undefined && decided !== stated.family) {
    const message = `Virtual server specified family ${wish?.value ?? ""} conflicts with server family`;
    report.error("address-family", stated.place, message);
  }
  return decided ?? tunnelledFamily(hints);
}

function firstHint({ granularity, servers, sorryServer }: FamilyHints, stated: Hint | undefined): Family | undefined {
  const direct = servers.find(({ config }) => !isTunnelled(config));
  const hints: readonly (Hint | undefined)[] = [
    stated,
    granularity && { family: granularityFamily(granularity), place: granularity },
    direct && { family: direct.config.address.family, place: direct.place },
  ];
  const [first] = hints.filter((hint) => hint !== undefined).toSorted((a, b) => (isBefore(a.place, b.place) ? -1 : 1));
  if (first !== undefined) return first.family;
  return sorryServer === undefined || isTunnelled(sorryServer) ? undefined : sorryServer.address.family;
}

/** A mark whose servers are all behind tunnels has their family, or IPv4 when they have several. */
function tunnelledFamily({ name, servers }: FamilyHints): Family | undefined {
  if (name.kind !== "mark") return undefined;
  const families = new Set(servers.map(({ config }) => config.address.family));
  return families.size === 1 && families.has("ipv6") ? "ipv6" : "ipv4";
}

/** Whether a server can serve a service of that family; through a tunnel every one can. */
export function fitsFamily(
  server: { readonly address: IpAddress; readonly forwarding: Forwarding },
  family: Family | undefined,
): boolean {
  return family === undefined || server.address.family === family || isTunnelled(server);
}

function isTunnelled({ forwarding }: { readonly forwarding: Forwarding }): boolean {
  return forwarding.method === "TUN";
}
