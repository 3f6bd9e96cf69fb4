import { microseconds, milliseconds, seconds, toMilliseconds, type Duration } from "../../src/base/time.ts";
import { sourceProgram, Topology } from "../../src/lab/index.ts";
import { summarise } from "../failover-time/statistics.ts";
import { bundle } from "../guest/bundle.ts";
import { guestObstacle, runInGuest } from "../guest/guest.ts";
import { holdfast, reference } from "../programs.ts";
import { realTime } from "../scale/herd.ts";
import type { GuestScale } from "./in-guest.ts";
import { measureScale, type ScaleResult } from "./measure.ts";

// Checks of thousands of servers: Holdfast on one processor of this machine, the server on another, and adverts of the
// same daemon meanwhile. C Keepalived checks nothing without IPVS, so both are compared in the guest, with fewer
// servers.

/** The first shows how punctual adverts are when next to nothing is checked. */
const sizes = [1, 1000, 2500, 5000, 7500];
const advertInterval = milliseconds(100);
/**
 * Checks are none of an advert's business. Those are not real-time processes themselves: when such take all of a
 * processor, the kernel stops every one of them on it for 50 ms of each second, so that the others live.
 */
const vrrp = `global_defs {
  vrrp_rt_priority 20
  vrrp_version 3
}
vrrp_instance VI {
  interface eth0
  virtual_router_id 51
  priority 100
  advert_int 0.1
  virtual_ipaddress {
    192.0.2.16
  }
}
`;

type Here = ScaleResult & { readonly adverts: { readonly p99: Duration; readonly max: Duration } };

async function measureHere(servers: number): Promise<Here> {
  const lab = await Topology.open({ nodes: { director: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] } } } } });
  try {
    const wire = await lab.capture();
    const result = await measureScale(
      lab,
      {
        program: ["taskset", "--cpu-list", "0", ...holdfast.daemon],
        options: ["--lvs-backend", "nftables"],
        servers,
        time: seconds(10),
        server: [
          "taskset",
          "--cpu-list",
          "1",
          ...realTime,
          ...sourceProgram(new URL("server-main.ts", import.meta.url)),
        ],
      },
      vrrp,
    );
    const times = wire.adverts({ priority: 100 }).map(({ time }) => time);
    const gaps = times.slice(1).map((time, index) => microseconds(time - (times[index] ?? time) - advertInterval));
    return { ...result, adverts: summarise(gaps) };
  } finally {
    await lab.close();
  }
}

/** `C Keepalived` and Holdfast, one after the other. */
async function measureInGuest(servers: number): Promise<readonly GuestScale[]> {
  const [program, server] = await Promise.all(
    ["in-guest.ts", "server-main.ts"].map(async (name) => bundle([new URL(name, import.meta.url)])),
  );
  try {
    const words = [process.execPath, program?.path ?? "", server?.path ?? "", String(servers)];
    const { stdout } = await runInGuest([...words, reference.name, holdfast.name], { limit: seconds(200) });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by in-guest.ts
    return stdout.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as GuestScale] : []));
  } finally {
    program?.remove();
    server?.remove();
  }
}

function print(name: string, { rate, cost, median, p99, worst }: ScaleResult): string {
  const late = [median, p99, worst].map((value) => `${value.toFixed(1)} ms`.padStart(11));
  return `  ${name.padEnd(28)}${rate.toFixed(0).padStart(8)}${`${cost.toFixed(0)} us`.padStart(12)}${late.join("")}`;
}

const head = `${"checks/s".padStart(8)}${"processor".padStart(12)}${["median", "p99", "worst"].map((text) => `late, ${text}`.padStart(11)).join("")}`;
console.log(`${"HTTP_GET every second".padEnd(30)}${head}     adverts late, p99 and worst`);
for (const servers of sizes) {
  const result = await measureHere(servers);
  const adverts = [result.adverts.p99, result.adverts.max].map((value) => `${toMilliseconds(value).toFixed(1)} ms`);
  console.log(`${print(`${servers} servers`, result)}     ${adverts.join(", ")}`);
}
const obstacle = await guestObstacle();
if (obstacle === undefined) {
  console.log("In a guest with IPVS, whose processor is emulated:");
  for (const each of await measureInGuest(100)) console.log(print(`100 servers, ${each.program}`, each.result));
} else console.log(`Not next to C Keepalived, which needs IPVS: ${obstacle}`);
