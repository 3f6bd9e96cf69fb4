import assert from "node:assert/strict";

import type { Tally } from "./customers.ts";
import { servers, services, type ServerName } from "./stage.ts";

/** The weights of the servers that the table has; undefined: it has not. */
export type Weights = Readonly<Partial<Record<ServerName, number | undefined>>>;

export type ServiceName = keyof typeof services;

/** The service's line of the table, but for its address, and the servers it may have. */
const kinds: Readonly<Record<ServiceName, { readonly flags: string; readonly servers: readonly ServerName[] }>> = {
  secure: { flags: "-s rr -p 50", servers: ["server100", "server101"] },
  web: { flags: "-s wrr", servers: ["server2", "server3", "sorry"] },
  mail: { flags: "-s lc", servers: ["server4", "server5"] },
};
export const serviceNames: readonly ServiceName[] = ["secure", "web", "mail"];

/** The lines of `ipvsadm -Sn` that a table with these weights has, in the order of the alphabet. */
export function printTable(weights: Weights): readonly string[] {
  return serviceNames
    .flatMap((service) => {
      const { address, port } = services[service];
      const members = membersOf(service, weights).map(([name, weight]) => {
        return `-a -t ${address}:${port} -r ${servers[name].address}:${servers[name].port} -m -w ${weight}`;
      });
      return [`-A -t ${address}:${port} ${kinds[service].flags}`, ...members];
    })
    .sort();
}

/** The lines of `ipvsadm -Sn` in the order of the alphabet: the kernel's own is none. */
export function sortTable(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .sort();
}

/**
 * Every visit has been answered, by the servers that may: those with a weight, and in proportion to it where the
 * scheduler is one of rounds and customers are not kept, within `tolerance` of each share. Without any server nobody
 * is.
 */
export function assertBalance(service: ServiceName, weights: Weights, tally: Tally, tolerance: number): void {
  const { answers, failures } = tally;
  const members = membersOf(service, weights).filter(([, weight]) => weight > 0);
  const seen = `${service}: ${JSON.stringify(tally)} with ${JSON.stringify(weights)}`;
  const names = members.map(([name]): string => name);
  if (names.length === 0) return assert.deepEqual(answers, {}, seen);
  assert.deepEqual(failures, {}, seen);
  assert.deepEqual(
    Object.keys(answers).filter((name) => !names.includes(name)),
    [],
    seen,
  );
  if (service !== "web") return;
  const visits = Object.values(answers).reduce((sum, count) => sum + count, 0);
  const total = members.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of members) {
    const share = (visits * weight) / total;
    assert.ok(Math.abs((answers[name] ?? 0) - share) <= Math.max(1, share * tolerance), seen);
  }
}

function membersOf(service: ServiceName, weights: Weights): readonly (readonly [ServerName, number])[] {
  return kinds[service].servers.flatMap((name) => {
    const weight = weights[name];
    return weight === undefined ? [] : [[name, weight] as const];
  });
}
