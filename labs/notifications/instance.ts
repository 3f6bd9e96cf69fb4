/** A block of configuration: one address, 192.0.2.VRID, adverts every 0.1 s, and what else `body` says. */
export function instance(name: string, vrid: number, body = ""): string {
  return `
vrrp_instance ${name} {
    interface eth0
    virtual_router_id ${vrid}
    version 3
    priority 100
    advert_int 0.1
    virtual_ipaddress {
        192.0.2.${vrid}
    }
${body}
}
`;
}
