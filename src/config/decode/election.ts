import { ownerPriority } from "../../vrrp/config.ts";
import type { InstanceConfig } from "../../vrrp/config.ts";
import { zeroDuration } from "../../base/time.ts";
import type { Reporter } from "../reporter.ts";
import { isBefore } from "../source.ts";
import { vrrpInstance } from "../schema/vrrp-instance.ts";
import type { ScopeReader } from "./scope-reader.ts";

export type Election = Pick<InstanceConfig, "initialState" | "priority" | "preempt" | "preemptDelay">;

/**
 * Who becomes master when: the keywords, and what each of them rules out (keepalived.conf(5), notes at state,
 * nopreempt and preempt_delay).
 */
export function decodeElection(scope: ScopeReader, strict: boolean, report: Reporter): Election {
  const stateAt = scope.parameterAt(vrrpInstance.state);
  const wanted = decodeState(scope);
  const priority = decodePriority(scope, wanted, report);
  const owner = priority === ownerPriority;
  let initialState: "master" | "backup" = wanted ?? (owner ? "master" : "backup");
  if (strict && wanted !== undefined && (wanted === "master") !== owner) {
    report.warning("conflict", stateAt, "State MASTER must match being address owner");
    initialState = owner ? "master" : "backup";
  }
  const preempt = decodePreempt(scope, initialState, owner, report);
  return {
    initialState,
    priority,
    preempt,
    preemptDelay: decodePreemptDelay(scope, strict, initialState, preempt, report),
  };
}

function decodeState(scope: ScopeReader): "master" | "backup" | undefined {
  if (!scope.has(vrrpInstance.state)) return undefined;
  return scope.value(vrrpInstance.state) === "MASTER" ? "master" : "backup";
}

function decodePriority(scope: ScopeReader, wanted: "master" | "backup" | undefined, report: Reporter): number {
  if (scope.has(vrrpInstance.priority)) return scope.value(vrrpInstance.priority) ?? 100;
  if (wanted !== "master") return 100;
  const message = "state MASTER without a priority makes this machine the address owner, with priority 255";
  const cure = "set a priority";
  report.warning("missing-setting", scope.parameterAt(vrrpInstance.state), message, { cure, effect: "none" });
  return ownerPriority;
}

/** The last of `nopreempt` and `preempt` counts. */
function decodePreempt(
  scope: ScopeReader,
  initialState: "master" | "backup",
  owner: boolean,
  report: Reporter,
): boolean {
  const place = scope.keywordAt(vrrpInstance.noPreempt);
  const preemptAt = scope.keywordAt(vrrpInstance.preempt);
  scope.value(vrrpInstance.noPreempt);
  scope.value(vrrpInstance.preempt);
  if (place === undefined || (preemptAt !== undefined && isBefore(place, preemptAt))) return true;
  if (owner) {
    report.warning("conflict", place, "nopreempt is incompatible with priority 255. resetting nopreempt");
    return true;
  }
  if (initialState === "backup") return false;
  const message = "Warning - nopreempt will not work with initial state MASTER - clearing";
  report.warning("conflict", place, message, { cure: "write state BACKUP on every machine" });
  return true;
}

function decodePreemptDelay(
  scope: ScopeReader,
  strict: boolean,
  initialState: "master" | "backup",
  preempt: boolean,
  report: Reporter,
): Election["preemptDelay"] {
  const place = scope.keywordAt(vrrpInstance.preemptDelay);
  const delay = scope.value(vrrpInstance.preemptDelay) ?? zeroDuration;
  if (delay === zeroDuration) return delay;
  if (strict) {
    report.warning("conflict", place, "preempt_delay is incompatible with strict mode - resetting");
  } else if (!preempt) {
    report.warning("conflict", place, "preempt_delay is incompatible with nopreempt mode - resetting");
  } else if (initialState === "master") {
    const message = "Warning - preempt delay will not work with initial state MASTER - clearing";
    report.warning("conflict", place, message, { cure: "write state BACKUP" });
  } else return delay;
  return zeroDuration;
}
