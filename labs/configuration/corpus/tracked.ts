import { instance, scriptsAllowed } from "./surroundings.ts";
import { newer, row, type Table } from "./table.ts";

/** Keywords of a script whose result counts. */
export const vrrpScript: Table = {
  block: "vrrp_script",
  usual: { script: '"/etc/keepalived/check.sh"' },
  around: (body) => `${scriptsAllowed}vrrp_script chk {\n${body}\n}\n${instance("VI_1", "track_script {\nchk\n}")}`,
  rows: [
    row(
      "script",
      `
      "/etc/keepalived/check.sh" | "/etc/keepalived/check.sh one two" | /etc/keepalived/check.sh |
      /etc/keepalived/check.sh one | '/etc/keepalived/check.sh one' | "</etc/keepalived/number" |
      "</etc/keepalived/missing" | "/etc/keepalived/plain.sh" | "/etc/keepalived/noshebang" | "true" |
      "/usr/bin/test ! -f /etc/keepalived/maint" | "/bin/sh -c 'exit 0'" | "killall -0 nginx"`,
      `
      "/etc/keepalived/missing.sh" | "/etc/keepalived" | "/etc/keepalived/open.sh" | "nosuchprogram" |
      "check.sh" | "./check.sh" | "[[ -f /x ]] && true" | "" | ()`,
      { fails: '"/etc/keepalived/check.sh' },
    ),
    row("interval", "1 | 4294", "0 | 0.5 | 2.000001 | 4295 | -1 | x | 5x | ()"),
    row("timeout", "1 | 4294", "0 | 0.5 | 2.000001 | 4295 | -1 | x | 5x | ()"),
    row(
      "weight",
      "0 | 10 | -10 | 253 | -253 | 10 reverse",
      "254 | 255 | -254 | -255 | 10 noreverse | 10 other | x | ()",
    ),
    row("rise", "1 | 4294 | 4295 | 2147483647", "0 | 2147483648 | 4294967295 | 4294967296 | -1 | x | 5x | 1.5 | ()"),
    row("fall", "1 | 4294 | 4295 | 2147483647", "0 | 2147483648 | 4294967295 | 4294967296 | -1 | x | 5x | 1.5 | ()"),
    row("user", "root | root root", "nobody:nogroup | nobody :nogroup | nosuchuser | nobody nosuchgroup | ()", {
      fails: "nobody | nobody nogroup",
    }),
    row("init_fail", "() | extra words", ""),
  ],
};

/** Keywords of a file whose number counts. */
export const trackFile: Table = {
  block: "track_file",
  usual: { file: '"/etc/keepalived/number"' },
  around: (body) => `vrrp_track_file f {\n${body}\n}\n${instance("VI_1", "track_file {\nf\n}")}`,
  rows: [
    row(
      "file",
      `
      "/etc/keepalived/number" | /etc/keepalived/number | "/etc/keepalived/missing" | number |
      "/nosuchdir/file" | "/etc/keepalived"`,
      "()",
    ),
    row("weight", "0 | 1 | 253 | 254 | -254 | 1 reverse", "255 | -255 | 1 other | x | () | 2; weight 3"),
    row("init_file", "() | 0 | 5 | 0 overwrite | overwrite | 5 6 overwrite", "5 other | x | overwrite 5 x"),
  ],
};

/** Keywords of a process that must run. */
export const trackProcess: Table = {
  block: "vrrp_track_process",
  usual: { process: "cat" },
  around: (body) => `vrrp_track_process p {\n${body}\n}\n${instance("VI_1", "track_process {\np\n}")}`,
  rows: [
    row("process", 'cat | "cat" | "/usr/bin/cat file" | cat file | "/usr/bin/abcdefghijklmnopqrstuvwxyz"', "()"),
    row("param_match", "initial | partial | ()", "exact"),
    row("param_match", "initial | partial", "", { beside: { process: "cat file" } }),
    row("weight", "0 | 1 | 253 | 254 | -254 | 1 reverse", "255 | -255 | x | () | 1; weight 2"),
    row("quorum", "1 | 65535", "0 | 65536 | x | ()"),
    row("quorum_max", "0 | 1 | 65535", "65536 | x | ()"),
    row("quorum_max", "2", "1", { beside: { quorum: "2" } }),
    row("fork_delay", "0.000001 | 1 | 3600", "0 | 3601 | x | ()"),
    row("terminate_delay", "0.000001 | 1 | 3600", "0 | 3601 | x | ()"),
    row("delay", "0.000001 | 1 | 3600", "0 | 3601 | x | ()"),
    row("full_command", "() | extra words", ""),
  ],
};

/** Keywords of a BFD session. */
export const bfdInstance: Table = {
  block: "bfd_instance",
  usual: { neighbor_ip: "192.0.2.9", source_ip: "192.0.2.1" },
  around: (body) => `bfd_instance b {\n${body}\n}\n${instance("VI_1", "track_bfd {\nb\n}")}`,
  rows: [
    row("neighbor_ip", "192.0.2.9", "2001:db8::9 | x", { fails: "()" }),
    row("neighbor_ip", "2001:db8::9", "192.0.2.9", { beside: { source_ip: "2001:db8::1" } }),
    row("neighbour_ip", "192.0.2.9", "x", { beside: { neighbor_ip: undefined } }),
    row("source_ip", "192.0.2.1 | 192.0.2.99", "x | ()"),
    row("min_rx", "1 | 10 | 4294967", "0.5 | 4294968 | 0 | x | ()"),
    row("min_tx", "1 | 10 | 4294967", "0.5 | 4294968 | 0 | x | ()"),
    row("idle_tx", "1000 | 4294967", "999 | 4294968 | 0 | x | ()"),
    row("multiplier", "1 | 255", "0 | 256 | x | ()"),
    row("passive", "() | extra words", ""),
    row("ttl", "1 | 255", "0 | 256 | x | ()"),
    row("hoplimit", "1 | 255", "0 | 256 | x | ()"),
    row("max_hops", "-1 | 0 | 255", "-2 | 256 | x | ()"),
    newer("multihop", "() | extra words", ""),
    row("weight", "0 | 10 | 253 | -253 | 10 reverse", "254 | -254 | x | ()"),
    row("vrrp", "() | extra words", ""),
    row("checker", "", "()"),
  ],
};

/** Instances that need static addresses. */
export const trackGroupBlock: Table = {
  block: "track_group",
  usual: {},
  around: (body) =>
    `track_group TG {\n${body}\n}\nstatic_ipaddress {\n192.0.2.10/24 dev eth0 track_group TG\n}\n${instance("VI_1")}`,
  rows: [row("group", "{ VI_1 } | { VI_9 } | { VI_1 VI_1 }", "{ } | ()")],
};

/** Interfaces that share a rate of announcements. */
export const garpGroup: Table = {
  block: "garp_group",
  usual: { garp_interval: "0.1", interface: "eth0" },
  around: (body) => `garp_group {\n${body}\n}\n${instance("VI_1")}`,
  rows: [
    row("garp_interval", "0.000001 | 1 | 0", "x | () | -1"),
    row("gna_interval", "0.000001 | 1 | 0", "x | ()"),
    row("interface", "eth0", "eth9 | ()"),
    row("interfaces", "{ eth0; eth1 } | { eth0 eth1 }", "{ eth9 } | { } | ()", { beside: { interface: undefined } }),
  ],
};
