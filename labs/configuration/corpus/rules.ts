import { instance, trackGroup } from "./surroundings.ts";
import { row, type Table } from "./table.ts";

/** Lines of virtual_rules. */
export const virtualRules: Table = {
  block: "virtual_rules",
  usual: {},
  around: (body) => instance("VI_1", `virtual_rules {\n${body}\n}`),
  rows: [
    row(
      "from",
      `
      192.0.2.0/24 table 100 priority 100 | 192.0.2.0/24 lookup 100 preference 100 |
      192.0.2.0/24 table main order 100 | 192.0.2.0/24 to 198.51.100.0/24 table 100 priority 100 |
      192.0.2.0/24 table 100 priority 100 no_track | all table 100 priority 100 |
      any table 100 priority 100 | 2001:db8::/64 table 100 priority 100`,
      `
      192.0.2.0/24 table 100 | 192.0.2.0/24 table nosuch pref 100 | 192.0.2.0/24 table 100 preference x |
      192.0.2.0/24 table 100 preference 4294967296 | 192.0.2.0/33 table 100 priority 100 |
      x table 100 priority 100 | 192.0.2.0/24 to 2001:db8::/64 table 100 priority 100 |
      192.0.2.0/24 priority 100 | 192.0.2.0/24 table 100 priority 100 track_group TG |
      192.0.2.0/24 table 100 priority 100 nonsense | ()`,
    ),
    row("to", "198.51.100.0/24 table 100 priority 100", "x table 100 priority 100"),
    row("not", "from 192.0.2.0/24 table 100 priority 100", ""),
    row("inet", "", "from 192.0.2.0/24 table 100 priority 100"),
    row(
      "inet6",
      "",
      `
      from 2001:db8::/64 table 100 priority 100 | from all table 100 priority 100 |
      from 192.0.2.0/24 table 100 priority 100`,
    ),
    row("tos", "16 table 100 priority 100 | 0x10 table 100 priority 100", "x table 100 priority 100"),
    row("dsfield", "16 table 100 priority 100", ""),
    row(
      "fwmark",
      "1 table 100 priority 100 | 0x1/0xff table 100 priority 100",
      "x table 100 priority 100 | 4294967296 table 100 priority 100",
    ),
    row(
      "realms",
      "",
      `
      1 from all table 100 priority 100 | 1/2 from all table 100 priority 100 |
      x from all table 100 priority 100`,
    ),
    row(
      "suppress_prefixlength",
      `
      0 from all table 100 priority 100 | 32 from all table 100 priority 100 |
      33 from all table 100 priority 100`,
      "x from all table 100 priority 100",
    ),
    row("sup_pl", "0 from all table 100 priority 100", ""),
    row(
      "suppress_ifgroup",
      "1 from all table 100 priority 100 | default from all table 100 priority 100",
      "x from all table 100 priority 100",
    ),
    row("sup_group", "1 from all table 100 priority 100", ""),
    row("iif", "eth0 table 100 priority 100", "eth9 table 100 priority 100"),
    row("dev", "eth0 table 100 priority 100", ""),
    row("oif", "eth1 table 100 priority 100", ""),
    row("tunnel-id", "1 from all table 100 priority 100", "x from all table 100 priority 100"),
    row(
      "uidrange",
      "1-2 from all table 100 priority 100 | 2-1 from all table 100 priority 100",
      "x from all table 100 priority 100",
    ),
    row("l3mdev", "from all priority 100", "from all table 100 priority 100"),
    row("protocol", "18 from all table 100 priority 100", "x from all table 100 priority 100"),
    row(
      "ipproto",
      "tcp from all table 100 priority 100 | 6 from all table 100 priority 100",
      "x from all table 100 priority 100",
    ),
    row("ip_proto", "", "tcp from all table 100 priority 100"),
    row(
      "sport",
      "80-90 from all table 100 priority 100 | 90-80 from all table 100 priority 100",
      `
      80 from all table 100 priority 100 | 65536 from all table 100 priority 100 |
      x from all table 100 priority 100`,
    ),
    row("dport", "", "80 from all table 100 priority 100 | x from all table 100 priority 100"),
    row("goto", "200 from all priority 100", "50 from all priority 100 | x from all priority 100"),
    row("nop", "from all priority 100", ""),
    row("blackhole", "from all priority 100", ""),
    row("unreachable", "from all priority 100", ""),
    row("prohibit", "from all priority 100", ""),
    row("type", "blackhole from all priority 100", ""),
    row("table", "100 priority 100", ""),
    row("preference", "100 from all table 100", ""),
  ],
};

/** Lines of static_rules. */
export const staticRules: Table = {
  block: "static_rules",
  usual: {},
  around: (body) => `${trackGroup}static_rules {\n${body}\n}\n${instance("VI_1")}`,
  rows: [
    row(
      "from",
      "192.0.2.0/24 table 100 priority 100",
      `
      192.0.2.0/24 table 100 priority 100 track_group TG |
      192.0.2.0/24 table 100 priority 100 track_group unknown | 192.0.2.0/24 table 100 |
      x table 100 priority 100`,
    ),
  ],
};
