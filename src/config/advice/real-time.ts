import { settingOf } from "./blocks.ts";
import type { Rule } from "./subject.ts";

/**
 * Real-time checkers beside virtual routers. When such processes fill a processor, the kernel stops all of them on it
 * for a while of each second, so that the others live (sched(7), "Limiting the CPU usage of real-time processes"): the
 * VRRP process is one of those that wait then.
 */
export const realTimeCheckers: Rule = ({ configuration, blocks }, report) => {
  const { global, vrrp, lvs } = configuration;
  if (global.processes.checker.realTimePriority === undefined) return;
  if (vrrp.instances.length === 0 || lvs.virtualServers.length === 0) return;
  for (const block of blocks.all("global_defs")) {
    const setting = settingOf(block, "checker_rt_priority");
    if (setting === undefined) continue;
    const message =
      "real-time checkers that fill a processor are stopped by the kernel for up to 50 ms of each second, and real-time adverts with them";
    const cure = "give real time to the VRRP process alone, with vrrp_rt_priority";
    report.warning("real-time-checkers", setting.keyword, message, { cure, effect: "none" });
    return;
  }
};
