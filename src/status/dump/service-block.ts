import { unreachable } from "../../base/assert.ts";
import type { Scheduler, SchedulerFlag } from "../../base/lvs-table.ts";
import { toSeconds } from "../../base/time.ts";
import type { Service, VirtualServer } from "../../lvs/config.ts";
import type { ServiceStatus } from "../../lvs/status.ts";
import { printServer, printService } from "../lvs-names.ts";
import { type CheckFacts, scriptLine } from "./check-facts.ts";
import { printForwarding } from "./forwarding-words.ts";
import { block, enabledDisabled, type Line, onOff, onOffCapitals, yesNo } from "./lines.ts";
import { realServerBlock } from "./real-server-block.ts";

/**
 * One virtual server with its real servers. Times that checkers inherit from it stand with each of them, where they may
 * be others.
 */
export function serviceBlock(status: ServiceStatus, facts: CheckFacts): string {
  const { virtualServer } = status;
  return (
    block(1, ["------< Virtual server >------", titleOf(virtualServer)]) +
    block(3, [...settings(virtualServer), ...conduct(virtualServer, facts)]) +
    sorryServer(virtualServer) +
    block(3, [...state(status, facts)]) +
    status.servers.map((server) => realServerBlock(server, facts)).join("")
  );
}

function titleOf({ service }: { readonly service: Service }): string {
  switch (service.kind) {
    case "address":
      return `VS VIP = ${service.address.toString()}, VPORT = ${service.port}`;
    case "mark":
      return `VS FWMARK = ${service.mark}`;
    case "group":
      return `VS GROUP = ${printService({ service })}`;
    default:
      return unreachable(service);
  }
}

function settings(config: VirtualServer): readonly Line[] {
  const { family, scheduler, schedulerFlags, persistence, service } = config;
  return [
    config.snmpName !== undefined && `SNMP name = '${config.snmpName}'`,
    `Address family = ${family === undefined ? "unknown" : familyWords[family]}`,
    `lvs_sched = ${scheduler}`,
    `Hashed = ${onOff(config.hashed, enabledDisabled)}`,
    ...flagsOf(scheduler).map((flag) => `${flag} = ${onOff(schedulerFlags.includes(flag), enabledDisabled)}`),
    `One packet scheduling = ${onOff(config.onePacket, enabledDisabled)}`,
    ...(persistence === undefined
      ? []
      : [
          `persistence timeout = ${toSeconds(persistence.timeout)}`,
          persistence.granularity !== undefined &&
            `persistence granularity = ${printGranularity(persistence.granularity)}`,
          persistence.engine !== undefined && `persistence engine = ${persistence.engine}`,
        ]),
    `protocol = ${service.kind === "mark" ? "none" : (service.protocol ?? "none")}`,
  ];
}

const familyWords = { ipv4: "inet", ipv6: "inet6" } as const;

function flagsOf(scheduler: Scheduler): readonly SchedulerFlag[] {
  if (scheduler === "sh") return ["sh-port", "sh-fallback"];
  return scheduler === "mh" ? ["mh-port", "mh-fallback"] : ["flag-1", "flag-2", "flag-3"];
}

function printGranularity(granularity: NonNullable<NonNullable<VirtualServer["persistence"]>["granularity"]>): string {
  return granularity.family === "ipv4" ? granularity.mask.toString() : String(granularity.length);
}

function conduct(config: VirtualServer, facts: CheckFacts): readonly Line[] {
  return [
    `alpha is ${onOff(config.alpha, onOffCapitals)}`,
    `omega is ${onOff(config.omega, onOffCapitals)}`,
    `quorum = ${config.quorum}, hysteresis = ${config.hysteresis}`,
    scriptLine("Quorum up", config.quorumUp, facts),
    scriptLine("Quorum down", config.quorumDown, facts),
    config.suspendWithoutAddress && "Using HA suspend",
    `Using smtp notification = ${onOff(config.mail, yesNo)}`,
  ];
}

function sorryServer(virtualServer: VirtualServer): string {
  const { sorryServer: sorry } = virtualServer;
  if (sorry === undefined) return "";
  return (
    block(3, [`sorry server = ${printServer(virtualServer, sorry)}`]) +
    block(5, [
      `forwarding method = ${printForwarding(sorry.forwarding)}`,
      `Inhibit on failure is ${onOff(sorry.inhibitOnFailure, onOffCapitals)}`,
    ])
  );
}

function state(status: ServiceStatus, { calendar }: CheckFacts): readonly Line[] {
  const { quorum, live, total, upCount, lastTransition } = status;
  return [
    `alive = ${status.keys.length > 0 ? 1 : 0}`,
    `quorum_state_up = ${quorum === "up" ? 1 : 0}`,
    // What follows is not in the reference.
    `servers up = ${upCount} of ${status.servers.length}, weight ${live} of ${total}`,
    `sorry server in use = ${onOff(status.isSorry, yesNo)}`,
    lastTransition !== undefined && `Quorum changed = ${calendar(lastTransition).words}`,
  ];
}
