/** What one instance of the lab is like on one node. */
type InstanceOptions = {
  readonly interface?: string;
  readonly version?: 2 | 3;
  readonly interval?: string;
  readonly priority: number;
  /** The last number of its address in 192.0.2.0/24, which is its VRID as well. */
  readonly number: number;
  readonly addresses?: readonly string[];
  readonly more?: string;
};

export function instance(name: string, options: InstanceOptions): string {
  const { interface: device = "eth0", version = 3, interval = "0.1", priority, number, more = "" } = options;
  const addresses = options.addresses ?? [`192.0.2.${number}`];
  return `
vrrp_instance ${name} {
    version ${version}
    state BACKUP
    interface ${device}
    virtual_router_id ${number}
    priority ${priority}
    advert_int ${interval}
    ${more}
    virtual_ipaddress {
        ${addresses.join("\n        ")}
    }
}
`;
}

/** The machine has more to do than this. */
const settings = `
global_defs {
    vrrp_rt_priority 50
}
`;

/** The checks of the first node: each does its harm when there is a file of the name. */
export const checks: Readonly<Record<string, string>> = {
  "check-http": '#!/bin/sh\n[ ! -e /etc/keepalived/broken ] || { echo "connect to 127.0.0.1:80: refused"; exit 7; }\n',
  "check-slow": "#!/bin/sh\n[ ! -e /etc/keepalived/hangs ] || exec sleep 1000\n",
};

const scripts = `
vrrp_script chk_http {
    script "/etc/keepalived/check-http"
    interval 1
    weight -60
    fall 1
    user root
}
vrrp_script chk_slow {
    script "/etc/keepalived/check-slow"
    interval 1
    timeout 1
    weight 0
    fall 1
    user root
}
`;

const group = `
vrrp_sync_group BOTH {
    group {
        WEST
        EAST
    }
}
`;

/** Everything that an instance of its own can show, with the first node as the master of all. */
export function many(node: 1 | 2, password: string): string {
  const priority = node === 1 ? 150 : 100;
  const first = (text: string): string => (node === 1 ? text : "");
  const tracking = (name: string): string => first(`track_script {\n        ${name}\n    }`);
  return [
    settings,
    first(scripts),
    instance("WEB", { number: 101, priority, more: tracking("chk_http") }),
    instance("SLOW", { number: 102, priority, more: tracking("chk_slow") }),
    instance("LINK", { number: 103, priority, interface: "eth1" }),
    instance("PASS", {
      number: 104,
      priority,
      version: 2,
      interval: "1",
      more: `authentication {\n        auth_type PASS\n        auth_pass ${password}\n    }`,
    }),
    instance("LIST", {
      number: 105,
      priority,
      addresses: ["192.0.2.105", node === 1 ? "192.0.2.115" : "192.0.2.125"],
    }),
    instance("FILTER", { number: 106, priority, interface: "eth2" }),
    instance("VRID", { number: 107, priority }),
    instance("ADDRESS", { number: 108, priority }),
    instance("WORK", { number: 109, priority }),
    group,
    instance("WEST", { number: 111, priority, interface: "eth1" }),
    instance("EAST", { number: 112, priority }),
    instance("STALL", { number: 110, priority }),
  ].join("");
}

/** A pair in which nobody takes back what the other one has. */
export function patient(node: 1 | 2): string {
  return settings + instance("VI_1", { number: 100, priority: node === 1 ? 150 : 100, more: "nopreempt" });
}

/** Somebody else's cluster, with a VRID of ours. */
export const stranger = instance("THEIRS", { number: 107, priority: 200, addresses: ["198.51.100.7"] });
