/** Scripts may run, and as root. */
export const scriptsAllowed = `global_defs {
    enable_script_security
    script_user root
}
`;

/** An instance that needs nothing, beside what is tried; `lines` are added to it. */
export function instance(name: string, lines = ""): string {
  return instanceOn("eth0", name, 51, "192.0.2.100", lines);
}

/** A second one. */
export function otherInstance(name: string): string {
  return instanceOn("eth1", name, 52, "198.51.100.100", "");
}

function instanceOn(device: string, name: string, vrid: number, address: string, lines: string): string {
  return `vrrp_instance ${name} {
    interface ${device}
    virtual_router_id ${vrid}
    virtual_ipaddress {
        ${address}
    }
${lines}
}
`;
}

/** One thing of each kind that can be tracked: chk, f, p and b. */
export const trackedThings = `vrrp_script chk {
    script "/etc/keepalived/check.sh"
}
vrrp_track_file f {
    file "/etc/keepalived/number"
    weight 0
}
vrrp_track_process p {
    process cat
}
bfd_instance b {
    neighbor_ip 192.0.2.9
    source_ip 192.0.2.1
}
`;

/** Lines of an instance that tracks them all. */
export const tracksAll = `track_script {
    chk
}
track_file {
    f
}
track_process {
    p
}
track_bfd {
    b
}`;

/** A group of addresses, routes and rules that are watched for VI_1. */
export const trackGroup = `track_group TG {
    group {
        VI_1
    }
}
`;

/** A service with one real server, which holds `lines`. */
export function service(lines: string, port = 80): string {
  return `virtual_server 192.0.2.100 ${port} {
    lvs_sched rr
    lvs_method NAT
    protocol TCP
    real_server 192.0.2.11 ${port} {
${lines}
    }
}
`;
}

/** What BFD_CHECK and FILE_CHECK refer to: b and f. */
export const checkedThings = `bfd_instance b {
    neighbor_ip 192.0.2.9
}
track_file f {
    file "/etc/keepalived/number"
}
`;
