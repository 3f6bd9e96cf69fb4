import type { VrrpStatus } from "../../vrrp/status.ts";
import type { InterfaceFacts } from "./facts.ts";
import { block, section } from "./lines.ts";

const nothing = "(none)";

/** " Name = eth0" and all that stands below it. */
export function interfaceBlock(link: InterfaceFacts, { instances }: VrrpStatus): string {
  const own = ({ family }: { readonly family: "ipv4" | "ipv6" }): readonly string[] =>
    link.addresses
      .filter((address) => address.family === family && (family === "ipv4" || address.isLinkLocal))
      .map((address) => address.toString());
  const [first4 = nothing] = own({ family: "ipv4" });
  const [first6 = nothing, ...others6] = own({ family: "ipv6" });
  const users = instances.flatMap(({ config }) => {
    if (config.interface === link.name) return [`${config.name}, weight 0`];
    const tracked = config.trackInterfaces.find((each) => each.interface === link.name);
    return tracked === undefined ? [] : [`${config.name}, weight ${tracked.weight.value}`];
  });
  return (
    block(1, [`Name = ${link.name}`]) +
    block(3, [
      `index = ${link.index}`,
      `IPv4 address = ${first4}`,
      `IPv6 address = ${first6}`,
      ...section("Additional IPv6 addresses :", others6),
      link.mac && !link.loopback && `MAC = ${link.mac.toString()}`,
      link.mac && !link.loopback && "MAC broadcast = ff:ff:ff:ff:ff:ff",
      `State = ${condition(link)}`,
      `MTU = ${link.mtu}`,
      `HW Type = ${link.loopback ? "LOOPBACK" : "ETHERNET"}`,
      ...section("Tracking VRRP instances :", users),
    ])
  );
}

function condition(link: InterfaceFacts): string {
  return [
    link.up ? "UP" : "DOWN",
    link.running ? "RUNNING" : "not RUNNING",
    link.loopback && "no broadcast, loopback",
    link.noArp && "no arp",
    !link.multicast && "no multicast",
  ]
    .filter(Boolean)
    .join(", ");
}
