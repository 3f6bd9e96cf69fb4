import { settingOf } from "./blocks.ts";
import type { Rule } from "./subject.ts";

/** What strict mode costs that few expect of it (keepalived.conf(5), "vrrp_strict", "strict_mode"). */
export const strictMode: Rule = ({ configuration, blocks }, report) => {
  const everywhere = blocks.all("global_defs").flatMap((block) => settingOf(block, "vrrp_strict") ?? [])[0];
  for (const { name, priority, addresses } of configuration.vrrp.instances) {
    const block = blocks.named("vrrp_instance", name);
    const own = settingOf(block, "strict_mode");
    const off = ["off", "false", "no"].includes(own?.words[0]?.text ?? "");
    const place = own ?? everywhere;
    if (place === undefined || off || addresses.length === 0) continue;
    const accept = settingOf(block, "accept");
    if (priority === 255 || accept !== undefined) continue;
    const message =
      "strict mode drops the packets to the addresses, ping included, on a master that does not own them: " +
      "they seem dead";
    const cure = `remove ${place.keyword.text}, or write accept into the instance`;
    const options = { cure, effect: "none" } as const;
    report.within(name).warning("strict-mode", place.keyword, message, options);
  }
};
