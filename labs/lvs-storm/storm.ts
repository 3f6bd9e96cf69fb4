import { milliseconds, type Duration } from "../../src/base/time.ts";
import { Topology, type InterfaceSpec, type LabNode } from "../../src/lab/index.ts";
import { bundle } from "../guest/bundle.ts";
import { Actor } from "../lvs-director/actor.ts";
import type { CustomersCommand, Tally } from "../lvs-director/customers.ts";
import type { Dwelling } from "../lvs-director/dwellers.ts";
import type { ServersCommand } from "../lvs-director/servers.ts";
import type { Visit } from "../lvs-director/visit.ts";
import { holdfast } from "../programs.ts";
import { realTime } from "../scale/herd.ts";
import { Arrivals } from "./arrivals.ts";
import { Fate, type Mortal } from "./fate.ts";
import { delaysOf, findUnfair, judge, type Misled, type Unfair } from "./judge.ts";

export type StormSize = { readonly requests: number; readonly deaths: number; readonly seed: number };

/** What a storm has done. */
export type StormReport = {
  readonly requests: number;
  readonly answered: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly deaths: number;
  /** How long after each of them the director knew. */
  readonly delays: readonly Duration[];
  /** Requests that the director has passed on. */
  readonly arrivals: number;
  /** Requests that nobody has seen: none, or the rest says little. */
  readonly unseen: number;
  readonly unlucky: number;
  readonly misled: readonly Misled[];
  readonly dwelling: Dwelling;
  readonly unfair: readonly Unfair[];
  readonly took: Duration;
};

const service = { kind: "http", address: "192.168.200.16", port: 80 } as const;

/** Six share a machine, and die as processes do; two have one each, whose link is cut. */
const crowd = [11, 12, 13, 14, 15, 16].map((host) => `192.168.201.${host}`);
const hermits = ["192.168.201.17", "192.168.201.18"];

/**
 * So many that no port of theirs is used twice: while the kernel remembers a connection that was refused, another one
 * from the same port goes where that one went. Those who stay come from the first one.
 */
const [home = "", ...customerAddresses] = [101, 102, 103, 104, 105].map((host) => `192.168.200.${host}`);

/** Milliseconds: less than TCP takes to try again. */
const patience = 500;
const dwellers = 40;
const visitors = 160;
const round = 5_000;

/** Every second server is asked for a page, the others whether they listen at all. */
function configuration(): string {
  const realServers = [...crowd, ...hermits].map((address, index) => {
    const check =
      index % 2 === 0
        ? "TCP_CHECK {\n            connect_timeout 0.2\n            retry 0\n        }"
        : "HTTP_GET {\n            url {\n                path /\n                status_code 200\n            }\n            connect_timeout 0.2\n            retry 0\n        }";
    return `    real_server ${address} 80 {\n        weight ${1 + (index % 3)}\n        ${check}\n    }`;
  });
  return `virtual_server ${service.address} ${service.port} {
    delay_loop 0.1

    lb_algo wrr
    lb_kind NAT
    protocol TCP
${realServers.join("\n")}
}
`;
}

/** Customers visit a service of Holdfast with nftables while its servers die and return. */
export async function brew(size: StormSize): Promise<StormReport> {
  const actors = await bundle([new URL("../lvs-director/actors.ts", import.meta.url)]);
  const lab = await openLab();
  try {
    // A director does not share its processors with customers and real servers.
    const words = ["nice", "-n", "10", process.execPath, actors.path];
    const enter = async <Command>(name: string, part: string): Promise<Actor<Command>> =>
      Actor.enter<Command>(lab.node(name), [...words, part]);
    const [visiting, dwelling] = await Promise.all([
      enter<CustomersCommand>("customers", "customers"),
      enter<CustomersCommand>("customers", "customers"),
    ]);
    const mortals = await openServers(lab, async (name) => enter<ServersCommand>(name, "servers"));
    return await weather(size, lab.node("director"), mortals, visiting, dwelling);
  } finally {
    await lab.close();
    actors.remove();
  }
}

async function weather(
  { requests, deaths, seed }: StormSize,
  director: LabNode,
  mortals: readonly Mortal[],
  visiting: Actor<CustomersCommand>,
  dwelling: Actor<CustomersCommand>,
): Promise<StormReport> {
  director.files.write("keepalived.conf", configuration());
  const daemon = await director.startDaemon({
    program: [...realTime, ...holdfast.daemon],
    options: ["--lvs-backend", "nftables"],
  });
  await daemon.awaitLog(/Gained quorum/u);
  const arrivals = await Arrivals.watch(director, "eth1", "192.168.200.0/24");
  const visits = customerAddresses.map((from): Visit => ({ ...service, from, freshPorts: true, patience }));
  await dwelling.tell({ do: "dwell", visit: { ...service, from: home, freshPorts: true, patience }, count: dwellers });
  const fate = new Fate(daemon, seed);
  const ruled = fate.rule(mortals);
  // What goes wrong is told when it is awaited.
  ruled.catch(() => undefined);
  const began = performance.now();
  const failures: Record<string, number> = {};
  let [sent, answered] = [0, 0];
  while (!fate.isOver && (sent < requests || fate.deaths.length < deaths)) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of an actor of the same version
    const tally = (await visiting.tell({ do: "visit", visits, count: round, parallel: visitors })) as Tally;
    sent += round;
    answered += sumOf(tally.answers);
    for (const [why, count] of Object.entries(tally.failures)) failures[why] = (failures[why] ?? 0) + count;
  }
  const took = milliseconds(performance.now() - began);
  fate.end();
  await ruled;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of an actor of the same version
  const dwelt = (await dwelling.tell({ do: "leave" })) as Dwelling;
  await daemon.stop();
  const unseen = await arrivals.stop();
  return {
    requests: sent,
    answered,
    failures,
    deaths: fate.deaths.length,
    delays: delaysOf(fate),
    arrivals: arrivals.list.length,
    unseen,
    ...judge(arrivals.list, fate),
    dwelling: dwelt,
    unfair: findUnfair(dwelt.breaks, fate),
    took,
  };
}

/** Of interfaces on the servers' side. */
function behind(addresses: readonly string[]): InterfaceSpec {
  return { addresses: addresses.map((address) => `${address}/24`), switch: "back" };
}

async function openLab(): Promise<Topology> {
  const lab = await Topology.open({
    nodes: {
      customers: {
        interfaces: {
          eth0: { addresses: [home, ...customerAddresses].map((address) => `${address}/24`), switch: "front" },
        },
      },
      director: {
        interfaces: {
          eth0: { addresses: ["192.168.200.10/24", `${service.address}/24`], switch: "front" },
          eth1: behind(["192.168.201.1"]),
        },
      },
      crowd: { interfaces: { eth0: behind(crowd) } },
      ...Object.fromEntries(hermits.map((address) => [address, { interfaces: { eth0: behind([address]) } }])),
    },
  });
  try {
    await lab.node("director").namespace.setParameters(["net/ipv4/ip_forward=1"]);
    for (const name of ["crowd", ...hermits]) {
      await lab.node(name).namespace.configure(["route add default via 192.168.201.1"]);
    }
    return lab;
  } catch (error) {
    await lab.close();
    throw error;
  }
}

/** Servers are called by their addresses. */
async function open(actor: Actor<ServersCommand>, address: string): Promise<void> {
  await actor.tell({ do: "open", server: { name: address, kind: "http", address, port: 80 } });
}

async function openServers(
  lab: Topology,
  enter: (node: string) => Promise<Actor<ServersCommand>>,
): Promise<readonly Mortal[]> {
  const together = await enter("crowd");
  for (const address of crowd) await open(together, address);
  const alone = hermits.map(async (address): Promise<Mortal> => {
    const node = lab.node(address);
    await open(await enter(address), address);
    return { address, die: async () => node.cutLink(), revive: async () => node.restoreLink() };
  });
  return [
    ...crowd.map((address) => ({
      address,
      die: async () => void (await together.tell({ do: "die", name: address })),
      revive: async () => open(together, address),
    })),
    ...(await Promise.all(alone)),
  ];
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
