import type { Action, Step } from "../story/story.ts";

/**
 * Whether a story may have these steps: only what runs is stopped or paused, and only what does not is started. A node
 * needs some time between two of them: what it has for none at all nobody can see.
 */
export function arePlayable(steps: readonly Step[], nodes: readonly string[], beginsRunning: boolean): boolean {
  const places = steps.flatMap(({ at, action }) => (nodeOf(action) === undefined ? [] : [`${nodeOf(action)} ${at}`]));
  if (new Set(places).size < places.length) return false;
  const running = new Set(beginsRunning ? nodes : []);
  return steps.every(({ action }) => {
    if (action.kind === "kill" || action.kind === "stop") return running.delete(action.node);
    if (action.kind === "pause") return running.has(action.node);
    if (action.kind !== "start") return true;
    if (running.has(action.node)) return false;
    running.add(action.node);
    return true;
  });
}

function nodeOf(action: Action): string | undefined {
  return "node" in action ? action.node : undefined;
}
