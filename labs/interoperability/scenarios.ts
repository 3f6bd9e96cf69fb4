import { example, inVariant, shortestInterval, type Router, type Scenario, type Variant } from "./scenario.ts";

/** Two addresses that cross over: each node is master of one and backup of the other. */
export function dualActive(variant: Variant): Scenario {
  const ipv6 = {
    "192.168.3.222": "fe80::3:222/64\n        2001:db8:3::222/64",
    "192.168.3.111": "fe80::3:111/64\n        2001:db8:3::111/64",
  };
  const first = { vrid: 101, home: "node1", priority: 198 } as const;
  const second = { vrid: 102, home: "node2", priority: 98 } as const;
  const routers: readonly Router[] =
    variant === "v3 over IPv6"
      ? [
          { ...first, addresses: ["fe80::3:222", "2001:db8:3::222"] },
          { ...second, addresses: ["fe80::3:111", "2001:db8:3::111"] },
        ]
      : [
          { ...first, addresses: ["192.168.3.222"] },
          { ...second, addresses: ["192.168.3.111"] },
        ];
  return {
    name: "dual-active",
    variant,
    interface: "eth0",
    interval: shortestInterval(variant),
    referenceTtl: 255,
    addresses: {
      node1: ["192.168.3.1/24", "fe80::1/64", "2001:db8:3::1/64"],
      node2: ["192.168.3.2/24", "fe80::2/64", "2001:db8:3::2/64"],
    },
    configurations: {
      node1: inVariant(example("dual-active/node1.conf"), variant, ipv6),
      node2: inVariant(example("dual-active/node2.conf"), variant, ipv6),
    },
    routers,
    preempts: true,
    prepare: (node) => node.files.write("notify.sh", '#!/bin/sh\necho "$1" >>/etc/keepalived/states\n', 0o755),
  };
}

/** One address, and peers that speak to each other alone. */
export function unicastPair(variant: Variant): Scenario {
  const ipv6 = {
    "172.20.27.100/24 dev eth0": "fe80::27:100/64 dev eth0\n        2001:db8:27::100/64 dev eth0",
    "172.20.27.10": "2001:db8:27::10",
    "172.20.27.11": "2001:db8:27::11",
  };
  const addresses = variant === "v3 over IPv6" ? ["fe80::27:100", "2001:db8:27::100"] : ["172.20.27.100"];
  return {
    name: "unicast-pair",
    variant,
    interface: "eth0",
    interval: shortestInterval(variant),
    referenceTtl: variant === "v3 over IPv6" ? 64 : 255,
    addresses: {
      node1: ["172.20.27.10/24", "fe80::10/64", "2001:db8:27::10/64"],
      node2: ["172.20.27.11/24", "fe80::11/64", "2001:db8:27::11/64"],
    },
    configurations: {
      node1: inVariant(example("unicast-pair/node1.conf"), variant, ipv6),
      node2: inVariant(example("unicast-pair/node2.conf"), variant, ipv6),
    },
    routers: [{ vrid: 61, home: "node1", priority: 85, addresses }],
    preempts: true,
    prepare: () => {},
  };
}

/** The file whose presence allows a router of the maintenance scenario on a node. */
function flag(router: Router): string {
  return `10.71.17.${router.vrid}`;
}

/**
 * The same file on both nodes, equal priorities and no fail-back. No shell sees the `&& exit 1 || exit 0` of its
 * scripts (keepalived.conf(5), "SCRIPTS"), so that a check succeeds while its flag file exists: removing the file
 * is what moves the address away.
 */
export function dualActiveMaintenance(variant: Variant): Scenario {
  const ipv6 = {
    "10.71.17.32/23 dev bond0": "fe80::17:32/64 dev bond0\n        2001:db8:17::32/64 dev bond0",
    "10.71.17.33/23 dev bond0": "fe80::17:33/64 dev bond0\n        2001:db8:17::33/64 dev bond0",
  };
  const routers = [32, 33].map((vrid): Router => {
    const addresses = variant === "v3 over IPv6" ? [`fe80::17:${vrid}`, `2001:db8:17::${vrid}`] : [`10.71.17.${vrid}`];
    return { vrid, home: "node1", priority: 100, addresses };
  });
  const both = inVariant(example("dual-active-maintenance/both-nodes.conf"), variant, ipv6);
  return {
    name: "dual-active-maintenance",
    variant,
    interface: "bond0",
    interval: shortestInterval(variant),
    referenceTtl: 255,
    addresses: {
      node1: ["10.71.16.1/23", "fe80::1/64", "2001:db8:17::1/64"],
      node2: ["10.71.16.2/23", "fe80::2/64", "2001:db8:17::2/64"],
    },
    configurations: { node1: both, node2: both },
    routers,
    preempts: false,
    prepare: (node) => {
      for (const router of routers) node.files.write(flag(router), "");
    },
    maintenance: {
      begin: (node, router) => node.files.remove(flag(router)),
      end: (node, router) => node.files.write(flag(router), ""),
    },
  };
}
