import { unreachable } from "../../src/base/assert.ts";
import { IpAddress } from "../../src/base/ip-address.ts";
import {
  type Persistence,
  printTableKey,
  type Table,
  type TableChange,
  type TableKey,
  type TableServer,
  type TableService,
} from "../../src/base/lvs-table.ts";
import type { Rng } from "../../src/base/rng.ts";
import { plain, server as serverOf } from "../../src/base/lvs-table-samples.ts";
import { seconds } from "../../src/base/time.ts";

const keys: readonly TableKey[] = [
  { kind: "address", address: IpAddress.of("192.0.2.1"), port: 80, protocol: "TCP" },
  { kind: "address", address: IpAddress.of("192.0.2.1"), port: 0, protocol: "UDP" },
  { kind: "address", address: IpAddress.of("2001:db8::1"), port: 25, protocol: "SCTP" },
  { kind: "mark", mark: 3, family: "ipv4" },
  { kind: "mark", mark: 3, family: "ipv6" },
];

/** A change of some service: its settings, a server that comes, goes or has another weight, or all of it. */
export function randomChange(rng: Rng): TableChange {
  const key = rng.pick(keys);
  const server = randomServer(rng, key);
  switch (rng.below(8)) {
    case 0:
      return { kind: "remove-service", key };
    case 1:
    case 2:
      return {
        kind: "add-service",
        key,
        settings: {
          ...plain,
          scheduler: rng.pick(["rr", "wrr", "sh", "mh", "dh"] as const),
          persistence: rng.chance(0.5) ? randomPersistence(rng, key) : undefined,
        },
      };
    case 3:
      return { kind: "remove-server", key, server };
    default:
      return { kind: "add-server", key, server };
  }
}

/** The table after a change; the same where it cannot be made. */
export function tableAfter(table: Table, change: TableChange): Table {
  const name = printTableKey(change.key);
  const held = table.find((each) => printTableKey(each.key) === name);
  const others = table.filter((each) => each !== held);
  switch (change.kind) {
    case "remove-service":
      return others;
    case "add-service":
    case "edit-service":
      return [...others, { key: change.key, settings: change.settings, servers: held?.servers ?? [] }];
    case "remove-server":
    case "add-server":
    case "edit-server": {
      if (held === undefined) return table;
      const staying = held.servers.filter((each) => !sameServer(each, change.server));
      return [...others, { ...held, servers: change.kind === "remove-server" ? staying : [...staying, change.server] }];
    }
    default:
      return unreachable(change);
  }
}

/** In an order of its own. */
export function printTable(table: Table): readonly string[] {
  return table.map(printService).sort();
}

function printService({ key, settings, servers }: TableService): string {
  const names = servers.map(({ address, port, weight }) => `${address.toString()} ${port} ${weight}`).sort();
  return `${printTableKey(key)} ${JSON.stringify(settings)}: ${names.join(", ")}`;
}

function randomServer(rng: Rng, key: TableKey): TableServer {
  const family = key.kind === "mark" ? key.family : key.address.family;
  const number = 1 + rng.below(3);
  const address = family === "ipv4" ? `198.51.100.${number}` : `2001:db8:2::${number}`;
  return serverOf(address, rng.pick([0, 8080, 8080]), { weight: rng.pick([0, 1, 2, 65_535]) });
}

function randomPersistence(rng: Rng, key: TableKey): Persistence {
  const family = key.kind === "mark" ? key.family : key.address.family;
  const granularity =
    family === "ipv4" ? ({ family, mask: IpAddress.of("255.255.255.0") } as const) : ({ family, length: 64 } as const);
  return {
    timeout: seconds(1 + rng.below(3)),
    granularity: rng.chance(0.5) ? granularity : undefined,
    engine: undefined,
  };
}

function sameServer(a: Pick<TableServer, "address" | "port">, b: Pick<TableServer, "address" | "port">): boolean {
  return a.address.equals(b.address) && a.port === b.port;
}
