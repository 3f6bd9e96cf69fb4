import type { JSX } from "preact";
import { unreachable } from "../../base/assert.ts";
import type { InstanceDocument } from "../../status/live/status-document.ts";
import type { ClusterNode, Condition } from "../model/cluster.ts";
import type { LaneState } from "../model/timeline.ts";

export type GlyphState = LaneState | "several" | "nobody";

const letters: Readonly<Record<GlyphState, string>> = {
  master: "M",
  backup: "B",
  fault: "F",
  init: "I",
  gone: "×",
  unheard: "?",
  maintenance: "W",
  several: "2",
  nobody: "0",
};

export const stateWords: Readonly<Record<GlyphState, string>> = {
  master: "master",
  backup: "backup",
  fault: "fault",
  init: "init",
  gone: "not running",
  unheard: "not heard",
  maintenance: "withheld for maintenance",
  several: "several masters",
  nobody: "nobody is master",
};

/** A state by shape, letter and colour. */
export function Glyph({ state }: { readonly state: GlyphState }): JSX.Element {
  return (
    <span class={`glyph glyph-${state}`}>
      <span aria-hidden="true">{letters[state]}</span>
      <span class="unseen">{stateWords[state]}</span>
    </span>
  );
}

export function glyphOf(node: ClusterNode, instance: InstanceDocument): GlyphState {
  if (!node.isHeard) return "unheard";
  return instance.maintenance !== undefined && instance.state === "fault" ? "maintenance" : instance.state;
}

export function glyphOfCondition(condition: Condition): GlyphState {
  switch (condition.kind) {
    case "held":
    case "elsewhere":
      return "master";
    case "nobody":
    case "several":
      return condition.kind;
    case "moving":
      return "init";
    case "unknown":
      return "unheard";
    default:
      return unreachable(condition);
  }
}

/** "held by node1", and the like. */
export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case "held":
      return `held by ${condition.by}`;
    case "elsewhere":
      return `held by ${condition.by}, as others say`;
    case "nobody":
      return "held by nobody";
    case "moving":
      return "changing hands";
    case "several":
      return `held by ${condition.by.join(" and ")}`;
    case "unknown":
      return condition.last === undefined ? "nobody can say who holds it" : `last held by ${condition.last}`;
    default:
      return unreachable(condition);
  }
}
