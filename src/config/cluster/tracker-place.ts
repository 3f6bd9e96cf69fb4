import { settingOf, settingsOf } from "../advice/blocks.ts";
import { trackKinds } from "../decode/track-kinds.ts";
import type { Span } from "../source.ts";
import type { Statement } from "../tree.ts";
import type { ClusterNode } from "./node.ts";
import type { Tracker } from "./trackers.ts";

/** Where a tracker is listed by the instance or its group; the name of the instance when it is written nowhere. */
export function placeOfTracker(node: ClusterNode, instance: string, tracker: Tracker): Span | undefined {
  return entryOf(node, instance, tracker)?.keyword ?? node.place(instance, "");
}

/** Where the weight of a tracker is written: behind its name, or where it is defined. */
export function placeOfWeight(node: ClusterNode, instance: string, tracker: Tracker): Span | undefined {
  const entry = entryOf(node, instance, tracker);
  const [option, number] = entry?.words ?? [];
  if (option?.text === "weight") return number ?? option;
  const { definition } = trackKinds[tracker.kind];
  const definitions = definition === undefined ? [] : [definition, `vrrp_${definition}`];
  const defined = definitions
    .map((keyword) => settingOf(node.blocks.named(keyword, tracker.name), "weight"))
    .find((setting) => setting !== undefined);
  return defined?.words[0] ?? defined?.keyword ?? placeOfTracker(node, instance, tracker);
}

function entryOf(node: ClusterNode, instance: string, { kind, name, group }: Tracker): Statement | undefined {
  const block =
    group === undefined ? node.blocks.named("vrrp_instance", instance) : node.blocks.named("vrrp_sync_group", group);
  const entries = settingsOf(block, trackKinds[kind].block).flatMap((list) => list.block?.statements ?? []);
  return entries.find(({ keyword }) => keyword.text === name);
}
