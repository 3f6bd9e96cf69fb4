import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";

import { realTimePriority } from "./failover-time/pair.ts";

/**
 * The last processor is for the vrrp processes alone, as keepalived.conf(5) gives it to them ("vrrp_cpu_affinity"): this
 * process, and all that it starts from now on, keeps to the others (taskset(1)). Returns what the configuration of the
 * daemons has to say. On a machine with one processor it is shared.
 */
export function leaveProcessorToVrrp(): string {
  const last = availableParallelism() - 1;
  if (last < 1) return realTimePriority;
  execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", `0-${last - 1}`, String(process.pid)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return `${realTimePriority}global_defs {\n  vrrp_cpu_affinity ${last}\n}\n`;
}
