import { loadConfiguration } from "../config/load.ts";
import type { NodeFile } from "./cluster-plan.ts";
import { balancingOf } from "./servers/balancing.ts";

/** Two nodes of tests, with priorities 100 and 90: `before` goes before the instances, `inside` into each. */
export function pairOfNodes(before = "", inside = "", instances = 1): readonly NodeFile[] {
  return [100, 90].map((priority, index) => {
    const blocks = Array.from({ length: instances }, (_, number) => {
      const lines = [
        `vrrp_instance VI_${number + 1} {`,
        " interface eth0",
        ` virtual_router_id ${number + 1}`,
        ` priority ${priority}`,
        " advert_int 1",
        " virtual_ipaddress {",
        `  192.0.2.${100 + number}`,
        " }",
        inside,
        "}",
      ];
      return lines.join("\n");
    });
    const name = `node${index + 1}`;
    return nodeFrom(name, `${before}${blocks.join("\n")}\n`);
  });
}

/** A node whose file has this text. */
export function nodeFrom(name: string, text: string): NodeFile {
  const { configuration } = loadConfiguration({ path: `${name}.conf`, text }, { hostName: name });
  return { name, config: configuration.vrrp, balancing: balancingOf(configuration) };
}
