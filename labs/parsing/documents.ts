/** A large configuration file, and the interfaces it speaks of. */
export type Document = { readonly name: string; readonly text: string };

/** The interfaces that the instances are on; a VRID may stand once on each. */
export const interfaces: readonly string[] = Array.from({ length: 40 }, (_, index) => `veth${index}`);

/** As an operator would write them, with as many instances on each interface. */
export function manyInstances(count: number): Document {
  const perInterface = Math.ceil(count / interfaces.length);
  const blocks = Array.from({ length: count }, (_, index) => {
    const name = interfaces[Math.floor(index / perInterface)] ?? "";
    return `vrrp_instance VI_${index} {
    state BACKUP
    interface ${name}
    virtual_router_id ${(index % perInterface) + 1}
    priority 100
    advert_int 1
    virtual_ipaddress {
        10.${index >> 16}.${(index >> 8) & 255}.${index & 255}/24
    }
}
`;
  });
  return { name: `${count} instances`, text: blocks.join("") };
}

/** Services, each with as many members of its own, each of which is checked. */
export function manyServices(count: number, members: number): Document {
  const blocks = Array.from({ length: count }, (_, index) => {
    const servers = Array.from({ length: members }, (_member, member) => realServer(index * members + member));
    return `virtual_server 10.${index >> 16}.${(index >> 8) & 255}.${index & 255} 80 {
    delay_loop 10
    lvs_sched rr
    lvs_method NAT
    protocol TCP
${servers.join("")}}
`;
  });
  return { name: `${count} services of ${members} servers`, text: blocks.join("") };
}

function realServer(index: number): string {
  return `    real_server 172.${16 + (index >> 16)}.${(index >> 8) & 255}.${index & 255} 80 {
        weight 1
        TCP_CHECK {
            connect_timeout 3
        }
    }
`;
}

/** Those that the promises are about. */
export const documents: readonly Document[] = [manyInstances(10_000), manyServices(10_000, 5)];
