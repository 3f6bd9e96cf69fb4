import { printSeconds, toSeconds } from "../../base/time.ts";
import type { TrackFileConfig, TrackProcessConfig, Weight } from "../../vrrp/config.ts";
import type { InstanceStatus, ScriptStatus, VrrpStatus } from "../../vrrp/status.ts";
import type { DumpFacts } from "./facts.ts";
import { block, type Line, onOff, trueFalse, yesNo } from "./lines.ts";
import { printWeight } from "./tracked-lines.ts";

/** " VRRP Script = chk" and all that stands below it. */
export function scriptBlock(status: ScriptStatus, { instances }: VrrpStatus, facts: DumpFacts): string {
  const { config, verdict } = status;
  const program = facts.script(config.name);
  const users = trackers(instances, ({ config: { trackScripts } }) =>
    trackScripts.find(({ script }) => script === config.name),
  );
  return (
    block(1, [`VRRP Script = ${config.name}`]) +
    block(3, [
      program && `Command = ${program.command}`,
      `Interval = ${printSeconds(config.interval)} sec`,
      `Timeout = ${printSeconds(config.timeout)} sec`,
      `Rise = ${config.rise}`,
      `Fall = ${config.fall}`,
      `Result = ${resultOf(status)}`,
      program && `Insecure = ${onOff(program.insecure, yesNo)}`,
      `Init state = ${verdict === "unknown" ? "INIT" : "unknown"}`,
      `Status = ${verdict === "up" ? "GOOD" : "BAD"}`,
      program && `Script uid:gid = ${program.account}`,
      "VRRP instances :",
      "Tracking instances :",
      ...users,
      `State = ${onOff(status.running, ["running", "idle"])}`,
    ])
  );
}

/** 0 to rise + fall - 1; from `rise` on it is good. */
function resultOf({ config: { rise, fall }, verdict, against }: ScriptStatus): number {
  if (verdict === "unknown") return 0;
  return verdict === "up" ? rise + fall - 1 - against : against;
}

/** " Track file = maintenance" and all that stands below it. */
export function fileBlock(config: TrackFileConfig, { instances, files }: VrrpStatus): string {
  const value = files?.get(config.name);
  const users = trackers(instances, ({ config: { trackFiles } }) =>
    trackFiles?.find(({ file }) => file === config.name),
  );
  return (
    block(1, [`Track file = ${config.name}`]) +
    block(3, [
      `File = ${config.path}`,
      value !== undefined && `Status = ${value}`,
      `Weight = ${config.weight.value}${config.weight.reverse ? " reverse" : ""}`,
      "Tracking instances :",
      ...users,
    ])
  );
}

/** " VRRP Track process = nginx" and all that stands below it. */
export function processBlock(config: TrackProcessConfig, { instances, processes }: VrrpStatus): string {
  const now = processes?.get(config.name);
  const users = trackers(instances, ({ config: { trackProcesses } }) =>
    trackProcesses?.find(({ process }) => process === config.name),
  );
  const timer = (kind: "fork" | "terminate"): string => onOff(now?.pending === kind, ["running", "not running"]);
  return (
    block(1, [`VRRP Track process = ${config.name}`]) +
    block(3, [
      `Process = ${config.process}`,
      config.parameters.length > 0 && `Parameters = ${config.parameters.join(" ")}`,
      config.match !== "any" && `Param match = ${config.match}`,
      `Min processes = ${config.quorum}`,
      config.quorumMaximum !== undefined && `Max processes = ${config.quorumMaximum}`,
      now && `Current processes = ${now.count}`,
      now && `Have quorum = ${onOff(now.hasQuorum, trueFalse)}`,
      `Weight = ${config.weight.value}${config.weight.reverse ? " reverse" : ""}`,
      `Terminate delay = ${toSeconds(config.terminateDelay).toFixed(6)}s`,
      `Fork delay = ${toSeconds(config.forkDelay).toFixed(6)}s`,
      now && `Fork delay timer ${timer("fork")}`,
      now && `Terminate delay timer ${timer("terminate")}`,
      `Full command = ${onOff(config.fullCommand, trueFalse)}`,
      "Tracking instances :",
      ...users,
    ])
  );
}

/** "  VI_1, weight -20" for each instance that tracks something. */
function trackers(
  instances: readonly InstanceStatus[],
  tracked: (instance: InstanceStatus) => { readonly weight: Weight } | undefined,
): readonly Line[] {
  return instances.map((instance) => {
    const found = tracked(instance);
    return found && `  ${instance.config.name}, ${printWeight(found.weight)}`;
  });
}
