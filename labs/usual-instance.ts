/** A block with one instance VI_1 on eth0, adverts 0.1 s apart; `more`: lines that are also in it. */
export function usualInstance(priority: number, address: string, more = ""): string {
  return `
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    version 3
    priority ${priority}
    advert_int 0.1
${more}
    virtual_ipaddress {
        ${address}
    }
}
`;
}
