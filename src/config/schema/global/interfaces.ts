import { keyword } from "../keyword.ts";
import { flag, forgiving, optionalChoice, plainText } from "../shapes.ts";

/** Which interfaces there have to be (keepalived.conf(5), "dynamic_interfaces", "default_interface"). */
export const interfaceKeywords = {
  dynamic: keyword("dynamic_interfaces", optionalChoice({ allow_if_changes: "any-kind" }, "same-kind"), {
    priority: "P1",
    doc: "interfaces may appear later; allow_if_changes: and come back as another kind",
    default: "off",
    unfinished: "an interface that does not exist at the start is an error",
  }),
  fallback: keyword("default_interface", forgiving(plainText), {
    priority: "P1",
    doc: "interface of static addresses that name none",
    default: "eth0",
  }),
  noLocalIgmp: keyword("disable_local_igmp", flag, {
    priority: "P2",
    doc: "keep the kernel from reporting memberships of link-local multicast groups",
    default: "off",
    unfinished: "the kernel reports them",
  }),
};
