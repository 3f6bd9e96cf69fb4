import { unreachable } from "../../base/assert.ts";
import type { SyncGroupConfig, InstanceConfig, VrrpConfig } from "../../vrrp/config.ts";
import type { PlannedNode } from "../cluster-plan.ts";
import type { Service } from "../services.ts";
import type { ServerAction } from "../story/server-words.ts";
import type { Action } from "../story/story.ts";
import { trackableKey } from "../trackables.ts";

/** A weight that makes a fault of a failure, alone or with what is in a file. */
const faultingWeight = 253;

/** What random stories do to nodes; real servers decide nothing about addresses. */
export type NodeAction = Exclude<Action, ServerAction | { readonly kind: "fault" | "mend" | "reload" }>;

/** What the steps of a story have left a node with. */
export class NodeHealth {
  readonly #node: PlannedNode;
  #isRunning: boolean;
  #isMaintained = false;
  #pauses = 0;
  readonly #down = new Set<string>();
  readonly #bad = new Set<string>();
  readonly #vital = new Map<string, ReadonlySet<string> | undefined>();

  constructor(node: PlannedNode, isRunning: boolean) {
    this.#node = node;
    this.#isRunning = isRunning;
  }

  /** A step about this node. */
  note(action: NodeAction | { readonly kind: "resume" }): void {
    switch (action.kind) {
      case "kill":
        this.#isRunning = false;
        return;
      case "stop":
        this.#isRunning = false;
        return;
      case "start":
        this.#isRunning = true;
        return;
      case "maintenance-on":
        this.#isMaintained = true;
        return;
      case "maintenance-off":
        this.#isMaintained = false;
        return;
      case "cut":
        for (const name of action.interfaces) this.#down.add(name);
        return;
      case "plug":
        for (const name of action.interfaces) this.#down.delete(name);
        return;
      case "fail":
      case "hang":
        this.#bad.add(trackableKey(action.trackable));
        return;
      case "recover":
        this.#bad.delete(trackableKey(action.trackable));
        return;
      case "pause":
        this.#pauses += 1;
        return;
      case "resume":
        this.#pauses -= 1;
        return;
      default:
        unreachable(action);
    }
  }

  /** Nothing keeps it from having these addresses: its configuration promises to take them when nobody else does. */
  isAble(service: Service): boolean {
    if (!this.#isRunning || this.#isMaintained || this.#pauses > 0 || this.#down.size > 0) return false;
    const instance = service.instances.get(this.#node.name);
    if (instance === undefined) return false;
    if (!this.#vital.has(instance)) this.#vital.set(instance, vitalTrackables(this.#node.config, instance));
    const vital = this.#vital.get(instance);
    return vital !== undefined && !Array.from(this.#bad).some((key) => vital.has(key));
  }
}

/** What must not fail for the instance not to be in FAULT; undefined: that depends on what is not played. */
function vitalTrackables(config: VrrpConfig, name: string): ReadonlySet<string> | undefined {
  const group = config.syncGroups.find(({ members }) => members.includes(name));
  const members = group?.members ?? [name];
  const tracking = [...config.instances.filter((each) => members.includes(each.name)), ...(group ? [group] : [])];
  if (tracking.some(({ trackSessions = [] }) => trackSessions.length > 0)) return undefined;
  return new Set(tracking.flatMap(vitalTo));
}

function vitalTo({
  trackScripts,
  trackFiles = [],
  trackProcesses = [],
}: InstanceConfig | SyncGroupConfig): readonly string[] {
  const all = [
    ...trackScripts.map(({ script, weight }) => ({ kind: "script", name: script, weight }) as const),
    ...trackFiles.map(({ file, weight }) => ({ kind: "file", name: file, weight }) as const),
    ...trackProcesses.map(({ process, weight }) => ({ kind: "process", name: process, weight }) as const),
  ];
  return all
    .filter(({ weight: { value } }) => value === 0 || Math.abs(value) >= faultingWeight)
    .map((each) => trackableKey(each));
}
