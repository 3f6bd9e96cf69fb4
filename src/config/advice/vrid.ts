import type { Rule } from "./subject.ts";

/** The number that nearly every tutorial uses, and so half of the networks that somebody else runs. */
const tutorialNumber = 51;

/** Two virtual routers with one number on a network discard or displace one another. */
export const tutorialVrid: Rule = ({ configuration, blocks }, report) => {
  for (const { name, vrid } of configuration.vrrp.instances) {
    if (vrid !== tutorialNumber) continue;
    const message = "virtual_router_id 51 is the one of nearly every tutorial: others on this network may use it too";
    const cure = "choose a number of your own, the same on all machines of this virtual router";
    report.within(name).note("tutorial-vrid", blocks.placeInInstance(name, "virtual_router_id"), message, { cure });
  }
};
