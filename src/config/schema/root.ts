import { keyword, scope } from "./keyword.ts";
import type { Scope } from "./keyword.ts";
import { block, namedBlock } from "./shapes.ts";

/** What stands outside all blocks (keepalived.conf(5), "TOP HIERARCHY"). */
export const root = {
  globalDefs: keyword("global_defs", block, { priority: "P0", doc: "settings of the whole daemon" }),
  script: keyword("vrrp_script", namedBlock, { priority: "P0", doc: "a command whose result instances track" }),
  syncGroup: keyword("vrrp_sync_group", namedBlock, {
    priority: "P0",
    doc: "instances that change state together",
  }),
  instance: keyword("vrrp_instance", namedBlock, {
    priority: "P0",
    doc: "a virtual router: addresses that one of several machines holds",
  }),
};

export const rootScope: Scope = scope("root", root);
