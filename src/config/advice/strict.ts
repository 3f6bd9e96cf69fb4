import { settingOf } from "./blocks.ts";
import type { Rule } from "./subject.ts";

/** What strict mode costs that few expect of it (keepalived.conf(5), "vrrp_strict", "strict_mode"). */
export const strictMode: Rule = ({ configuration, blocks }, report) => {
  const everywhere = blocks.all("global_defs").flatMap((block) => settingOf(block, "vrrp_strict") ?? [])[0];
  for (const { name, priority, addresses, version, conduct } of configuration.vrrp.instances) {
    const strict = conduct?.strict ?? configuration.global.vrrp.strict ?? false;
    if (!strict || addresses.length === 0 || priority === 255 || conduct?.accept !== undefined) continue;
    const place = everywhere ?? settingOf(blocks.named("vrrp_instance", name), "strict_mode");
    if (place === undefined) continue;
    const message =
      "in strict mode Keepalived drops the packets to the addresses, ping included, on a master that does not own " +
      "them: they seem dead";
    const { text } = place.keyword;
    // Strict mode resets `accept` in version 2.
    const cure = version === 2 ? `remove ${text}` : `remove ${text}, or write accept into the instance`;
    report.within(name).warning("strict-mode", place.keyword, message, { cure, effect: "none" });
  }
};
