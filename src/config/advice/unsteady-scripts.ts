import { printSeconds } from "../../base/time.ts";
import { placeIn } from "./blocks.ts";
import type { Rule } from "./subject.ts";

/** A script whose single failure is a fault at once, and one that may still run when it is due again. */
export const unsteadyScripts: Rule = ({ configuration, blocks }, report) => {
  const faulting = new Set(
    [...configuration.vrrp.instances, ...configuration.vrrp.syncGroups].flatMap(({ trackScripts }) =>
      trackScripts.flatMap(({ script, weight }) => (weight.value === 0 ? [script] : [])),
    ),
  );
  for (const { name, interval, timeout, fall } of configuration.vrrp.scripts) {
    const block = blocks.named("vrrp_script", name);
    if (fall === 1 && faulting.has(name)) {
      const message = `one failed run of ${name} moves the addresses: there is no fall above 1`;
      const cure = "write fall 2 or more, unless a single failure is to count";
      report.within(name).note("unsteady-script", placeIn(block, "fall"), message, { cure });
    }
    if (timeout > interval) {
      const message =
        `a run of ${name} may take ${printSeconds(timeout)} s, longer than the ${printSeconds(interval)} s ` +
        "between runs: runs that fall due meanwhile are left out";
      const cure = "write a timeout that is not longer than interval";
      report.within(name).note("unsteady-script", placeIn(block, "timeout"), message, { cure });
    }
  }
};
