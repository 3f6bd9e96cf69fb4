import type { JSX } from "preact";
import { toOwnTime } from "../model/clock.ts";
import type { ClusterNode } from "../model/cluster.ts";
import { printSpan } from "../model/words.ts";
import { printAgo } from "./peer-words.ts";

/** What is tracked, and who else speaks on the wire. */
export function Trackers({
  nodes,
  now,
}: {
  readonly nodes: readonly ClusterNode[];
  readonly now: number;
}): JSX.Element {
  const trackers = nodes.flatMap((node) => (node.view.document?.trackers ?? []).map((tracker) => ({ node, tracker })));
  const strangers = nodes.flatMap((node) => (node.view.document?.strangers ?? []).map((each) => ({ node, ...each })));
  return (
    <>
      {trackers.length > 0 && (
        <section class="trackers" aria-label="Tracked objects">
          <h2>Tracked</h2>
          <ul class="tracker-list">
            {trackers.map(({ node, tracker }) => (
              <li key={`${node.view.url} ${tracker.kind} ${tracker.name}`} class={tracker.isGood ? "" : "is-bad"}>
                <span class={`dot dot-${tracker.isGood ? "up" : "down"}`} aria-hidden="true" />
                <strong>{tracker.name}</strong>{" "}
                <span class="soft">
                  {tracker.kind} on {node.name}
                </span>{" "}
                {tracker.state}
                {tracker.detail !== "" && `: ${tracker.detail}`}
                {tracker.lastRun !== undefined && (
                  <span class="soft">
                    , ran {printAgo(toOwnTime(node.view.clock, tracker.lastRun), now)}
                    {tracker.lastDuration !== undefined && ` for ${printSpan(tracker.lastDuration)}`}
                  </span>
                )}
                {!tracker.isGood && tracker.output.length > 0 && <pre class="output">{tracker.output.join("\n")}</pre>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {strangers.length > 0 && (
        <section class="trackers" aria-label="Others on the wire">
          <h2>Others on the wire</h2>
          <ul class="tracker-list">
            {strangers.map(({ node, protocol, interface: device, source, vrid, lastHeard }) => (
              <li key={`${node.view.url} ${protocol} ${device} ${source} ${vrid}`}>
                <strong>{source}</strong> speaks {protocol.toUpperCase()} with {protocol === "carp" ? "VHID" : "VRID"}{" "}
                {vrid}{" "}
                <span class="soft">
                  on {device} of {node.name}, heard {printAgo(toOwnTime(node.view.clock, lastHeard), now)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
