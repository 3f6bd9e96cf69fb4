import { interfaceWords, namespaceWords, processWords } from "./global/root-words.ts";
import { keyword, oldSpelling, scope } from "./keyword.ts";
import type { Scope } from "./keyword.ts";
import { networkBlocks } from "./network.ts";
import { block, namedBlock } from "./shapes.ts";

const trackFile = keyword("track_file", namedBlock, {
  priority: "P0",
  doc: "a file whose number instances track",
});

/** What stands outside all blocks (keepalived.conf(5), "TOP HIERARCHY"). */
export const root = {
  globalDefs: keyword("global_defs", block, { priority: "P0", doc: "settings of the whole daemon" }),
  script: keyword("vrrp_script", namedBlock, { priority: "P0", doc: "a command whose result instances track" }),
  trackFile,
  vrrpTrackFile: oldSpelling("vrrp_track_file", trackFile),
  trackProcess: keyword("vrrp_track_process", namedBlock, {
    priority: "P1",
    doc: "processes that have to run for instances that track them",
    unfinished: "the processes are not watched",
  }),
  bfdInstance: keyword("bfd_instance", namedBlock, {
    priority: "P2",
    doc: "a session that finds out in milliseconds whether another router can be reached (RFC 5880)",
    unfinished: "there is no session",
  }),
  syncGroup: keyword("vrrp_sync_group", namedBlock, {
    priority: "P0",
    doc: "instances that change state together",
  }),
  instance: keyword("vrrp_instance", namedBlock, {
    priority: "P0",
    doc: "a virtual router: addresses that one of several machines holds",
  }),
  virtualServerGroup: keyword("virtual_server_group", namedBlock, {
    priority: "P1",
    doc: "services that share their real servers",
  }),
  virtualServer: keyword(
    "virtual_server",
    { ...namedBlock, syntax: "<IP ADDRESS> [<PORT>]|fwmark <NUMBER>|group <NAME> { ... }" },
    {
      priority: "P0",
      doc: "a service whose connections are spread over real servers",
    },
  ),
  ssl: keyword("SSL", block, {
    priority: "P2",
    doc: "certificates of SSL_GET",
  }),
};

export const rootScope: Scope = scope("root", root, networkBlocks, namespaceWords, processWords, interfaceWords);
