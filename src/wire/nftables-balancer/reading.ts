import type { Table, TableServer, TableSettings } from "../../base/lvs-table.ts";
import { balancerTable } from "./commands.ts";
import { parseServiceChain } from "./names.ts";
import { parseServer, parseSettings } from "./notes.ts";

/** What `nft -j list table` says that matters here. Other members are left alone. */
type Entry = { readonly rule?: { readonly chain: string; readonly comment?: string; readonly table: string } };

/**
 * The services of a table, from the output of `nft -j list table`. What was not written by this balancer is left out,
 * as is a service whose settings cannot be read: it is made anew.
 */
export function readBalancerTable(output: string): Table {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- libnftables-json(5); members are looked at below
  const { nftables = [] } = JSON.parse(output) as { readonly nftables?: readonly Entry[] };
  const services = new Map<string, { settings: TableSettings | undefined; readonly servers: TableServer[] }>();
  for (const { rule } of nftables) {
    if (rule?.comment === undefined || rule.table !== balancerTable.name) continue;
    const service = services.get(rule.chain) ?? { settings: undefined, servers: [] };
    services.set(rule.chain, service);
    service.settings ??= parseSettings(rule.comment);
    const server = parseServer(rule.comment);
    if (server !== undefined) service.servers.push(server);
  }
  return [...services].flatMap(([chain, { settings, servers }]) => {
    const key = parseServiceChain(chain);
    return key === undefined || settings === undefined ? [] : [{ key, settings, servers }];
  });
}
