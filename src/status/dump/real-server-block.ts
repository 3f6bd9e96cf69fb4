import type { CheckerConfig } from "../../check/config.ts";
import type { ServerStatus } from "../../lvs/status.ts";
import { type CheckFacts, scriptLine } from "./check-facts.ts";
import { printForwarding } from "./forwarding-words.ts";
import { block, type Line, onOff, onOffCapitals, section, yesNo } from "./lines.ts";

/** One real server of a virtual server; its checkers have a part of the file of their own. */
export function realServerBlock(status: ServerStatus, facts: CheckFacts): string {
  const { server, state, effectiveWeight, checkers } = status;
  const weight = `WEIGHT = ${effectiveWeight} EFF WEIGHT = ${effectiveWeight}`;
  const configs = checkers.map(({ checker }) => checker);
  return (
    block(3, [
      "------< Real server >------",
      `RIP = ${server.address.toString()}, RPORT = ${server.port}, ${weight}`,
      `forwarding method = ${printForwarding(server.forwarding)}`,
      `Alpha is ${onOff(server.alpha, onOffCapitals)}`,
      `connection limit range = ${server.lowerThreshold} -> ${server.upperThreshold}`,
      `Inhibit on failure is ${onOff(server.inhibitOnFailure, onOffCapitals)}`,
    ]) +
    block(5, [scriptLine("RS up", server.notifyUp, facts), scriptLine("RS down", server.notifyDown, facts)]) +
    block(3, [
      server.snmpName !== undefined && `SNMP name = ${server.snmpName}`,
      `Using smtp notification = ${onOff(server.mail, yesNo)}`,
      `initial weight = ${server.weight}`,
      `effective weight = ${effectiveWeight}`,
      `alive = ${state === "up" ? 1 : 0}`,
      `num failed checkers = ${checkers.filter((checker) => checker.state === "down").length}`,
      `RS set = ${status.tableWeight === undefined ? 0 : 1}`,
      ...section("Tracked Files", trackedFiles(configs)),
      ...section("Tracked BFDs", trackedSessions(configs)),
      // What follows is not in the reference.
      status.tableWeight !== undefined && `weight in the table = ${status.tableWeight}`,
      changed(status, facts),
    ])
  );
}

function trackedFiles(checkers: readonly CheckerConfig[]): readonly string[] {
  return checkers.flatMap((checker) => {
    if (checker.kind !== "file") return [];
    const { file, weight } = checker;
    return [weight === undefined ? file : `${file}, weight ${weight.value}${weight.reverse ? " reverse" : ""}`];
  });
}

function trackedSessions(checkers: readonly CheckerConfig[]): readonly string[] {
  return checkers.flatMap((checker) => (checker.kind === "bfd" ? [checker.session] : []));
}

function changed({ lastTransition }: ServerStatus, { calendar }: CheckFacts): Line {
  return lastTransition !== undefined && `State changed = ${calendar(lastTransition).words}`;
}
