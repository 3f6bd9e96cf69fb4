import type { Family, IpAddress } from "../../../base/ip-address.ts";
import type { RealServer, SorryServer } from "../../../lvs/config.ts";
import type { Reporter } from "../../reporter.ts";
import { portMaximum } from "../../schema/lvs/endpoint.ts";
import { fitsFamily } from "./family.ts";
import { fitPort, fitSorryPort } from "./ports.ts";
import type { PortOwner } from "./ports.ts";
import type { RealServerDraft } from "./real-server.ts";
import { labelEndpoint } from "./service.ts";
import type { SorryServerDraft } from "./sorry-server.ts";

/** The real servers whose family is that of the service. */
export function fittingServers(
  servers: readonly RealServerDraft[],
  family: Family | undefined,
  report: Reporter,
): readonly RealServerDraft[] {
  // Mostly all of them fit, and need no list of their own.
  if (servers.every(({ config }) => fitsFamily(config, family))) return servers;
  return servers.filter(({ place, config }) => {
    if (fitsFamily(config, family)) return true;
    const message = `Address family of virtual server and real server ${config.address.toString()} don't match`;
    report.error("address-family", place, `${message} - skipping real server.`, { cure });
    return false;
  });
}

const cure = "only servers behind a tunnel may be of the other family";

/** The real servers as they are used; none twice, neither as it is written nor with the port that it gets. */
export function arrangeServers(
  servers: readonly RealServerDraft[],
  owner: PortOwner,
  report: Reporter,
): readonly RealServer[] {
  const known = new Endpoints(servers.length);
  // The reference notices a second server at the place of one without a port of its own only when the kernel does.
  const portless = new Endpoints(0);
  const arranged: RealServer[] = [];
  for (const { place, config } of servers) {
    const isKnown = known.has(config.address, config.port);
    const port = isKnown ? config.port : fitPort(config, place, owner, report);
    if (isKnown || (port !== config.port && known.has(config.address, port))) {
      const label = labelEndpoint(config, owner.protocol);
      const message = `VS ${owner.label}: real server ${label} is duplicated - removing second rs`;
      const isUnnoticed = portless.has(config.address, port) || (config.port === 0 && !isKnown);
      report.error("duplicate", place, message, {
        cure: "the first one counts",
        ...(isUnnoticed && { effect: "none" }),
      });
      continue;
    }
    known.add(config.address, port);
    if (config.port === 0 && port !== 0) {
      known.add(config.address, 0);
      portless.add(config.address, port);
    }
    arranged.push(port === config.port ? config : withPort(config, port));
  }
  // An array that has grown keeps room for more.
  return arranged.slice();
}

/** Packets get another port than the file says; checks go where they were meant to. */
function withPort(server: RealServer, port: number): RealServer {
  if (server.port === 0) return { ...server, port };
  const checkers = server.checkers.map((checker) => {
    if (!("connection" in checker) || checker.connection.port !== undefined) return checker;
    return { ...checker, connection: { ...checker.connection, port: server.port } };
  });
  return { ...server, port, checkers };
}

/** Addresses and ports that are taken. */
class Endpoints {
  /** Looking through a short list costs less than making a set. */
  readonly #few: (string | number)[] = [];
  readonly #many: Set<string | number> | undefined;

  /** `expected`: how many there may be. */
  constructor(expected: number) {
    this.#many = expected > 16 ? new Set() : undefined;
  }

  has(address: IpAddress, port: number): boolean {
    const key = endpointKey(address, port);
    return this.#many?.has(key) ?? this.#few.includes(key);
  }

  add(address: IpAddress, port: number): void {
    const key = endpointKey(address, port);
    if (this.#many === undefined) this.#few.push(key);
    else this.#many.add(key);
  }
}

/** The same for the same address and port; a number, where one can tell, for there may be tens of thousands. */
function endpointKey(address: IpAddress, port: number): string | number {
  const { value } = address;
  return typeof value === "number" ? value * (portMaximum + 1) + port : `${address.toString()} ${port}`;
}

/** The sorry server, if its family is that of the service. */
export function fittingSorryServer(
  server: SorryServerDraft | undefined,
  family: Family | undefined,
  report: Reporter,
): SorryServerDraft | undefined {
  if (server === undefined || fitsFamily(server.config, family)) return server;
  const address = server.config.address.toString();
  const message = `Address family of virtual server and sorry server ${address} don't match`;
  report.error("address-family", server.place, `${message} - skipping sorry server.`, { cure });
  return undefined;
}

/** The sorry server as it is used. */
export function arrangeSorryServer(
  { place, config }: SorryServerDraft,
  owner: PortOwner,
  report: Reporter,
): SorryServer {
  return { ...config, port: fitSorryPort(config, place, owner, report) };
}
