import { unreachable } from "../../base/assert.ts";
import { printPrefix } from "../../base/ip-address.ts";
import { outcomeWords } from "../../status/live/script-outcome-text.ts";
import type { Input, NetworkChange } from "../../vrrp/inputs.ts";

/**
 * An input as somebody reads it who goes through a recording: "packet on eth0 from 192.0.2.2: VRID 51 priority 150".
 */
export function printInput(input: Input): string {
  switch (input.kind) {
    case "configure": {
      const { config, predecessor } = input;
      const masters = predecessor?.instances.filter(({ state }) => state === "master").map(({ name }) => name) ?? [];
      const after = masters.length === 0 ? "" : `, after a process that was master of ${masters.join(" ")}`;
      return `configuration: ${config.instances.map(({ name }) => name).join(" ")}${after}`;
    }
    case "deaf":
      return input.instances.size === 0 ? "every instance has its socket" : `no socket: ${names(input.instances)}`;
    case "packet": {
      const { source, payload, ttl, header } = input.packet;
      const [, vrid, priority] = payload;
      const isPlain = header === undefined && priority !== undefined;
      const said = isPlain ? `VRID ${vrid} priority ${priority}` : `${payload.length} bytes`;
      return `packet on ${input.interface} from ${source.toString()}: ${said}${ttl === 255 ? "" : `, TTL ${ttl}`}`;
    }
    case "network":
      return `network: ${input.changes.map(printChange).join(", ")}`;
    case "script-ended":
      return `script ${input.script} ended: ${outcomeWords(input.outcome)}`;
    case "file-changed":
      return `file ${input.file}: ${input.content === undefined ? "not there" : JSON.stringify(input.content)}`;
    case "processes-counted":
      return `processes: ${Array.from(input.counts, ([name, count]) => `${count} of ${name}`).join(", ")}`;
    case "statics":
      return "what is static";
    case "restored":
      return `restored: ${input.addresses.map(({ prefix }) => printPrefix(prefix)).join(" ")}`;
    case "maintenance": {
      const orders = input.orders.map(({ target = "everything", by, isTentative }) => {
        return `${target} by ${by}${isTentative ? ", if somebody takes over" : ""}`;
      });
      return `maintenance: ${orders.length === 0 ? "of nothing" : orders.join("; ")}`;
    }
    case "recall":
      return `known before: ${input.peers.flatMap(({ peers }) => peers).length} peers, ${input.warnings.length} warnings`;
    case "tick":
      return input.only === "masters" ? "time, for masters" : "time";
    case "stop":
      return "stop";
    default:
      return unreachable(input);
  }
}

function printChange(change: NetworkChange): string {
  switch (change.kind) {
    case "link":
      return `${change.link.name} ${change.link.usable ? "up" : "down"}`;
    case "link-removed":
      return `${change.interface} gone`;
    case "address-added":
    case "address-removed":
      return `${printPrefix(change.prefix)} ${change.kind === "address-added" ? "on" : "off"} ${change.interface}`;
    case "policy-removed":
      return `${change.identity} gone`;
    case "policies-unknown":
      return "routes or rules may be gone";
    default:
      return unreachable(change);
  }
}

function names(all: Iterable<string>): string {
  return Array.from(all).join(" ");
}
