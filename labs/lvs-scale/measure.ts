import { microseconds, seconds, toSeconds, type Duration } from "../../src/base/time.ts";
import type { Daemon, DaemonProgram, LabNode, Topology } from "../../src/lab/index.ts";
import { processorTime } from "../processor-time.ts";

/** Real servers with an HTTP_GET every second, for so long. */
export type ScaleOptions = {
  readonly program: DaemonProgram;
  readonly options: readonly string[];
  readonly servers: number;
  readonly time: Duration;
  /** The words that start server-main.ts. */
  readonly server: readonly string[];
};

/** How much later than a second after the one before questions came: milliseconds. */
export type Punctuality = {
  readonly checks: number;
  readonly median: number;
  readonly p99: number;
  readonly worst: number;
};

export type ScaleResult = Punctuality & {
  /** Checks in a second. */
  readonly rate: number;
  /** Microseconds of processor time that all processes of the daemon have spent on a check. */
  readonly cost: number;
};

/** Questions of one measurement that the server remembers. */
export const longestKept = 1_000_000;

const serversPerService = 500;
const warmUp = seconds(5);

/** Services of so many servers; every question goes to the one server there is. */
export function scaleConfiguration(servers: number): string {
  const blocks: string[] = [];
  for (let first = 0; first < servers; first += serversPerService) {
    const count = Math.min(serversPerService, servers - first);
    const realServers = Array.from({ length: count }, (_, index) => realServer(first + index));
    blocks.push(`virtual_server 192.0.2.16 ${1000 + blocks.length} {
  delay_loop 1
  lb_algo rr
  lb_kind NAT
  protocol TCP
${realServers.join("\n")}
}`);
  }
  return `${blocks.join("\n")}\n`;
}

function realServer(index: number): string {
  return `  real_server 10.${index >> 16}.${(index >> 8) & 255}.${index & 255} 80 {
    HTTP_GET {
      connect_ip 127.0.0.1
      connect_port 8000
      connect_timeout 3
      retry 2
      delay_before_retry 1
      url {
        path /${index}
        status_code 200
      }
    }
  }`;
}

/** Measures a daemon on a node of its own, whose /etc/keepalived gets the services and `more`. */
export async function measureScale(lab: Topology, options: ScaleOptions, more = ""): Promise<ScaleResult> {
  const node = lab.node("director");
  node.files.write("keepalived.conf", more + scaleConfiguration(options.servers));
  // A connection of each check is remembered for a minute: more ports than there usually are.
  await node.run(["sh", "-c", "echo 1024 65535 >/proc/sys/net/ipv4/ip_local_port_range"]);
  const server = node.spawn(options.server);
  await server.awaitLine(/^ready$/u, 0, seconds(30));
  const daemon = await node.startDaemon({ program: options.program, options: options.options });
  const last = new RegExp(
    `Activating healthchecker .*:${1000 + Math.ceil(options.servers / serversPerService) - 1}$`,
    "u",
  );
  await daemon.awaitLog(last, 0, seconds(60));
  await ask(node, server, warmUp);
  const before = spent(daemon);
  const punctuality = await ask(node, server, options.time);
  const cost = (spent(daemon) - before) / punctuality.checks;
  await daemon.stop(seconds(30));
  return { ...punctuality, rate: punctuality.checks / toSeconds(options.time), cost };
}

/** What the server sees from now on for so long. */
async function ask(node: LabNode, server: ReturnType<LabNode["spawn"]>, time: Duration): Promise<Punctuality> {
  const begin = server.mark;
  server.input.write("\n");
  await server.awaitLine(/^\{/u, begin);
  const end = server.mark;
  await node.run(["sleep", String(toSeconds(time))]);
  server.input.write("\n");
  const { text } = await server.awaitLine(/^\{/u, end);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by server-main.ts
  return JSON.parse(text) as Punctuality;
}

function spent(daemon: Daemon): Duration {
  return microseconds(processorTime(daemon.processes));
}
