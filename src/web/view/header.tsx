import type { JSX } from "preact";
import type { ClusterNode } from "../model/cluster.ts";
import { hearing } from "../model/node-view.ts";
import { printAge, printSpan } from "../model/words.ts";
import { Masthead } from "./masthead.tsx";

/** The name, and how each node is heard. */
export function Header({ nodes, now }: { readonly nodes: readonly ClusterNode[]; readonly now: number }): JSX.Element {
  return (
    <Masthead skipTo="#list" skip="Skip to the virtual routers">
      <ul class="nodes" aria-label="Nodes">
        {nodes.map((node) => (
          <NodeChip key={node.view.url} node={node} now={now} />
        ))}
      </ul>
    </Masthead>
  );
}

function NodeChip({ node, now }: { readonly node: ClusterNode; readonly now: number }): JSX.Element {
  const { view, name } = node;
  const heard = hearing(view, now);
  const words =
    heard.kind === "stale"
      ? `stale for ${printAge(heard.since)}`
      : heard.kind === "never"
        ? view.problem === undefined
          ? "asking"
          : "no answer"
        : heard.kind;
  const { ahead } = view.clock;
  const clock = ahead === 0 ? "" : `, its clock is ${printSpan(Math.abs(ahead))} ${ahead > 0 ? "ahead" : "behind"}`;
  const release = view.document?.daemon.release ?? "";
  const title = [view.url, release, view.problem ?? ""].filter((each) => each !== "").join(" · ");
  return (
    <li class={`node node-${heard.kind}`} title={title}>
      <span class="node-light" aria-hidden="true" />
      <strong>{name}</strong>
      <span class="node-words">
        {words}
        {clock}
      </span>
    </li>
  );
}
