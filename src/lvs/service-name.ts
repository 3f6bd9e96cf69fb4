import { unreachable } from "../base/assert.ts";
import type { VirtualServer } from "./config.ts";

/** What tells virtual servers apart, also across a reload: "address tcp 192.0.2.1 80" and the like. */
export function serviceName({ service, family }: VirtualServer): string {
  switch (service.kind) {
    case "address":
      return `address ${service.protocol} ${service.address.toString()} ${service.port}`;
    case "mark":
      return `mark ${service.mark} ${family ?? ""}`;
    case "group":
      return `group ${service.protocol ?? ""} ${family ?? ""} ${service.group}`;
    default:
      return unreachable(service);
  }
}
