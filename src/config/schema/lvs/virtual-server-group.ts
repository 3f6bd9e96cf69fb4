import { keyword, scope } from "../keyword.ts";
import type { Scope } from "../keyword.ts";
import { familyMark } from "./mark.ts";

/** The lines that begin with a keyword; the others begin with an address. */
export const virtualServerGroup = {
  mark: keyword("fwmark", familyMark, { priority: "P1", doc: "packets with this firewall mark" }),
};

export const virtualServerGroupScope: Scope = scope("virtual_server_group", virtualServerGroup);
