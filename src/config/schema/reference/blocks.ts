import { scopeNames } from "../keyword.ts";
import type { ScopeName } from "../keyword.ts";

/** Where each block may stand. */
const parents: Readonly<Record<ScopeName, readonly ScopeName[]>> = {
  root: [],
  global_defs: ["root"],
  vrrp_script: ["root"],
  vrrp_sync_group: ["root"],
  vrrp_instance: ["root"],
  authentication: ["vrrp_instance"],
  auth_hmac: ["vrrp_instance"],
  track_file: ["root"],
  vrrp_track_process: ["root"],
  bfd_instance: ["root"],
  track_group: ["root"],
  garp_group: ["root"],
  virtual_server_group: ["root"],
  virtual_server: ["root"],
  real_server: ["virtual_server"],
  TCP_CHECK: ["real_server"],
  HTTP_GET: ["real_server"],
  SSL_GET: ["real_server"],
  SMTP_CHECK: ["real_server"],
  DNS_CHECK: ["real_server"],
  MISC_CHECK: ["real_server"],
  BFD_CHECK: ["real_server"],
  PING_CHECK: ["real_server"],
  UDP_CHECK: ["real_server"],
  FILE_CHECK: ["real_server"],
  url: ["HTTP_GET", "SSL_GET"],
  host: ["SMTP_CHECK"],
  SSL: ["root"],
};

/** The block that a keyword of another block opens; undefined when it opens none that has keywords. */
export function blockOpenedBy(keyword: string, within: ScopeName): ScopeName | undefined {
  return blocksIn(within).find((scope) => scope === keyword);
}

/** The blocks that may stand in a block. */
export function blocksIn(scope: ScopeName): readonly ScopeName[] {
  return scopeNames.filter((name) => parents[name].includes(scope));
}

/** The block whose keyword opens this one, the first of them where there are several; undefined for the root. */
export function parentOf(scope: ScopeName): ScopeName | undefined {
  return parents[scope][0];
}

/** `virtual_server > real_server > HTTP_GET or SSL_GET > url`; "the top level" for the root. */
export function printPath(scope: ScopeName): string {
  if (scope === "root") return "the top level";
  const path: string[] = [scope];
  for (let around = parents[scope]; around[0] !== undefined && around[0] !== "root"; around = parents[around[0]]) {
    path.unshift(around.join(" or "));
  }
  return path.join(" > ");
}
