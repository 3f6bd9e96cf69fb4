/** Measures how many HTTP_GET checks one processor makes in a second: part of `npm run bench`. */
import { seconds } from "../../src/base/time.ts";
import { sourceProgram, Topology } from "../../src/lab/index.ts";
import { reasonToSkip } from "../programs.ts";
import type { BenchResult } from "./bench-main.ts";

/** Real servers with a delay_loop of one second. */
const sizes = [1000, 2500, 5000, 7500, 10_000];
/** Seconds. */
const duration = 5;

const reason = await reasonToSkip();
if (reason === false) {
  console.log("HTTP_GET every second, all probes in one process, the server in another on a processor of its own");
  console.log("  servers  checks/s   failed  us user  us system  checks/s of one core  p99 late");
  for (const size of sizes) console.log(printRow(size, await measure(size)));
} else {
  console.log(`Checkers cannot be measured here: ${reason}`);
}

async function measure(size: number): Promise<BenchResult> {
  const lab = await Topology.open({ nodes: { director: { interfaces: {} } } });
  try {
    const node = lab.node("director");
    await node.run(["sh", "-c", "echo 4096 65535 >/proc/sys/net/ipv4/ip_local_port_range"]);
    const server = node.spawn(["taskset", "--cpu-list", "1", ...program("bench-server-main.ts")]);
    await server.awaitLine(/^ready$/u);
    const prober = node.spawn([
      "taskset",
      "--cpu-list",
      "0",
      ...program("bench-main.ts"),
      String(size),
      String(duration),
    ]);
    const line = await prober.awaitLine(/^\{/u, 0, seconds(duration + 30));
    return JSON.parse(line.text);
  } finally {
    await lab.close();
  }
}

function program(name: string): readonly string[] {
  return sourceProgram(new URL(name, import.meta.url));
}

function printRow(size: number, { succeeded, failed, wall, user, system, lateness }: BenchResult): string {
  const all = succeeded + failed;
  const cells = [
    [String(size), 9],
    [(all / wall).toFixed(0), 10],
    [String(failed), 9],
    [(user / all).toFixed(1), 9],
    [(system / all).toFixed(1), 11],
    [((all / (user + system)) * 1_000_000).toFixed(0), 22],
    [`${lateness.toFixed(1)} ms`, 10],
  ] as const;
  return cells.map(([text, width]) => text.padStart(width)).join("");
}
