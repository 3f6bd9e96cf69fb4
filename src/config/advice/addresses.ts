import type { InstanceConfig } from "../../vrrp/config.ts";
import type { Statement } from "../tree.ts";
import { settingsOf } from "./blocks.ts";
import type { Blocks } from "./blocks.ts";
import type { Rule } from "./subject.ts";

/** An address of two instances is on two machines as soon as the instances are. */
export const sameAddressTwice: Rule = ({ configuration, blocks }, report) => {
  const holders = new Map<string, string>();
  for (const instance of configuration.vrrp.instances) {
    for (const text of addressesOf(instance)) {
      const holder = holders.get(text);
      if (holder === undefined) holders.set(text, instance.name);
      if (holder === undefined || holder === instance.name) continue;
      const message = `${text} is an address of ${holder} too: when the two are master on different machines, both hold it`;
      const cure = "leave it in one of them, or put both into a vrrp_sync_group";
      if (inOneGroup(configuration.vrrp.syncGroups, holder, instance.name)) continue;
      const place = placeOfAddress(blocks, instance.name, text);
      report.within(instance.name).error("duplicate-address", place, message, { cure, effect: "none" });
    }
  }
};

function addressesOf({ addresses, excludedAddresses }: InstanceConfig): ReadonlySet<string> {
  return new Set([...addresses, ...excludedAddresses].map(({ prefix }) => prefix.address.toString()));
}

function inOneGroup(groups: readonly { readonly members: readonly string[] }[], a: string, b: string): boolean {
  return groups.some(({ members }) => members.includes(a) && members.includes(b));
}

/** The line of the address; the name of the instance when it is written in another way. */
function placeOfAddress(blocks: Blocks, instance: string, text: string): Statement["keyword"] | undefined {
  const statement = blocks.named("vrrp_instance", instance);
  const lines = [
    ...settingsOf(statement, "virtual_ipaddress"),
    ...settingsOf(statement, "virtual_ipaddress_excluded"),
  ].flatMap((list) => list.block?.statements ?? []);
  const line = lines.find(({ keyword }) => keyword.text.split("/", 1)[0]?.toLowerCase() === text.toLowerCase());
  return line?.keyword ?? statement?.words[0];
}
