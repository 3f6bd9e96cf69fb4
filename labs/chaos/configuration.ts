import { type GroupName, groupNames, type NodeName, nodeNames } from "./plan.ts";

/** A virtual router of the lab. Its addresses are as they are written in the file, without a length. */
type Router = {
  readonly name: string;
  readonly group: GroupName;
  readonly vrid: number;
  readonly transport: "multicast" | "unicast";
  readonly addresses: readonly string[];
  readonly excluded?: readonly string[];
};

const routers: readonly Router[] = [
  { name: "A1", group: "A", vrid: 51, transport: "multicast", addresses: ["192.0.2.51"] },
  { name: "A2", group: "A", vrid: 52, transport: "multicast", addresses: ["fe80::52", "2001:db8::52"] },
  { name: "A3", group: "A", vrid: 53, transport: "unicast", addresses: ["192.0.2.53", "192.0.2.153"] },
  { name: "A4", group: "A", vrid: 54, transport: "unicast", addresses: ["fe80::54", "2001:db8::54"] },
  { name: "B1", group: "B", vrid: 61, transport: "multicast", addresses: ["192.0.2.61"], excluded: ["2001:db8::61"] },
  { name: "B2", group: "B", vrid: 62, transport: "multicast", addresses: ["fe80::62", "2001:db8::62"] },
  { name: "B3", group: "B", vrid: 63, transport: "unicast", addresses: ["192.0.2.63"] },
  { name: "B4", group: "B", vrid: 64, transport: "multicast", addresses: ["192.0.2.64"] },
];

/** Every virtual address with the group it moves with. */
export const virtualAddresses: ReadonlyMap<string, GroupName> = new Map(
  routers.flatMap(({ group, addresses, excluded = [] }) =>
    [...addresses, ...excluded].map((address) => [address, group] as const),
  ),
);

/** The check of group A fails while this is there, below /etc/keepalived. */
export const failureFlag = "failing";
/** What group B tracks: anything but 0 is a fault. */
export const trackedFile = "maintenance";

/** The nodes' own addresses: what IPv4 and IPv6 unicast speak from, and the link-local one of IPv6 multicast. */
export function ownAddresses(node: NodeName): { readonly v4: string; readonly v6: string; readonly local: string } {
  const number = nodeNames.indexOf(node) + 1;
  return { v4: `192.0.2.${number}`, v6: `2001:db8::${number}`, local: `fe80::${number}` };
}

export type Priorities = Readonly<Record<GroupName, number>>;

const blocks = `
vrrp_script check {
    script "/usr/bin/test ! -e /etc/keepalived/${failureFlag}"
    interval 1
    fall 1
    rise 1
}
track_file maintenance {
    file "/etc/keepalived/${trackedFile}"
    weight 0
}
`;

/** The file of one node. */
export function configuration(node: NodeName, priorities: Priorities): string {
  const groups = groupNames.map((group) => {
    const members = routers.filter((router) => router.group === group).map(({ name }) => name);
    const tracking = group === "A" ? "track_script {\n check\n }" : "track_file {\n maintenance\n }";
    return `vrrp_sync_group ${group} {\n group {\n ${members.join("\n ")}\n }\n ${tracking}\n}`;
  });
  const instances = routers.map((router) => instance(node, router, priorities[router.group]));
  return `${blocks}${[...groups, ...instances].join("\n")}\n`;
}

function instance(node: NodeName, router: Router, priority: number): string {
  const { name, vrid, transport, addresses, excluded = [] } = router;
  const family = addresses.some((address) => address.includes(":")) ? "v6" : "v4";
  const peers = nodeNames.filter((each) => each !== node).map((each) => ownAddresses(each)[family]);
  const unicast = [`unicast_src_ip ${ownAddresses(node)[family]}`, `unicast_peer {\n ${peers.join("\n ")}\n }`];
  const lines = [
    "interface eth0",
    "version 3",
    `virtual_router_id ${vrid}`,
    `priority ${priority}`,
    "advert_int 0.1",
    ...(transport === "unicast" ? unicast : []),
    `virtual_ipaddress {\n ${addresses.map(prefix).join("\n ")}\n }`,
    ...(excluded.length > 0 ? [`virtual_ipaddress_excluded {\n ${excluded.map(prefix).join("\n ")}\n }`] : []),
  ];
  return `vrrp_instance ${name} {\n ${lines.join("\n ")}\n}`;
}

function prefix(address: string): string {
  return `${address}/${address.includes(":") ? 64 : 32}`;
}
