import { instance, trackGroup } from "./surroundings.ts";
import { row, type Table } from "./table.ts";

/** Lines of virtual_ipaddress. */
export const virtualAddresses: Table = {
  block: "virtual_ipaddress",
  usual: {},
  around: (body) => `vrrp_instance VI_1 {\ninterface eth0\nvirtual_router_id 51\nvirtual_ipaddress {\n${body}\n}\n}\n`,
  rows: [
    row(
      "192.0.2.100/24",
      `
      () | dev eth0 | dev eth1 | brd 192.0.2.255 | brd + | brd - | broadcast 192.0.2.255 | scope global |
      scope link | scope host | scope site | scope nowhere | scope 200 | label eth0:1 |
      label abcdefghijklmno | home | -nodad | mngtmpaddr | noprefixroute | autojoin | no_track |
      preferred_lft 0 | preferred_lft forever | preferred_lft 100 | use_vmac`,
      `
      dev eth9 | dev | brd x | brd 2001:db8::1 | scope 256 | scope x | label abcdefghijklmnop | label |
      peer 192.0.2.7 | peer 192.0.2.7/32 | peer 2001:db8::1 | peer x | preferred_lft x | track_group TG |
      nonsense | dev eth0 dev eth1`,
    ),
    row("192.0.2.100", "() | peer 192.0.2.7", "peer 192.0.2.7/32 | peer 192.0.2.7/24 | peer 2001:db8::1 | peer x"),
    row("192.0.2.100/0", "()", ""),
    row("192.0.2.100/32", "()", ""),
    row("192.0.2.100/33", "", "()"),
    row("192.0.2.100/x", "", "()"),
    row("192.0.2.100/255.255.255.0", "", "()"),
    row("192.0.2", "", "()"),
    row("default", "", "()"),
    row("any", "", "()"),
    row(
      "2001:db8::100/64",
      `
      () | home | -nodad | mngtmpaddr | noprefixroute | autojoin | preferred_lft 0 | preferred_lft forever`,
      `
      preferred_lft x | brd 192.0.2.255 | label eth0:1 | peer 2001:db8::1 | peer 2001:db8::1/64 |
      scope link`,
    ),
    row("2001:db8::100/128", "()", ""),
    row("2001:db8::100/129", "", "()"),
    row("2001:db8::100", "() | peer 2001:db8::1", "peer 192.0.2.7"),
  ],
};

/** Lines of virtual_ipaddress_excluded. */
export const excludedAddresses: Table = {
  block: "virtual_ipaddress_excluded",
  usual: {},
  around: (body) => instance("VI_1", `virtual_ipaddress_excluded {\n${body}\n}`),
  rows: [
    row("192.0.2.100", "dev eth1", "dev eth9 | scope x | nonsense"),
    row("2001:db8::7/64", "() | dev eth1 | -nodad", ""),
  ],
};

/** Lines of static_ipaddress. */
export const staticAddresses: Table = {
  block: "static_ipaddress",
  usual: {},
  around: (body) => `${trackGroup}static_ipaddress {\n${body}\n}\n${instance("VI_1")}`,
  rows: [
    row(
      "192.0.2.10/24",
      "dev eth1 | track_group TG | no_track",
      "dev eth9 | track_group unknown | use_vmac | scope x | nonsense",
    ),
    row("2001:db8::7/64", "dev eth1 | dev eth1 -nodad", ""),
  ],
};
