import type { JSX } from "preact";
import { toOwnTime } from "../model/clock.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Handover } from "../model/handovers.ts";
import { printAge } from "../model/words.ts";
import { EventFeed } from "./event-feed.tsx";
import { HandoverList } from "./handover-list.tsx";
import { Warnings } from "./warnings.tsx";

type Properties = {
  readonly cluster: Cluster;
  readonly handovers: readonly Handover[];
  readonly now: number;
  readonly onShow: (handover: Handover) => void;
};

/** What is wrong and what to do about it, what moved last, what happened last. */
export function Overview({ cluster, handovers, now, onShow }: Properties): JSX.Element {
  return (
    <div class="overview">
      <section class="overview-warnings" aria-label="Warnings">
        <Warnings warnings={cluster.warnings} now={now} />
      </section>
      <section class="overview-moves" aria-label="Moves">
        <h2>Moves</h2>
        <HandoverList handovers={handovers} now={now} onShow={onShow} />
      </section>
      <section class="overview-events" aria-label="Events">
        <h2>Events</h2>
        <EventFeed nodes={cluster.nodes} subject={undefined} isDetailed={false} />
      </section>
      <section class="overview-nodes" aria-label="Nodes">
        <h2>Nodes</h2>
        <ul class="daemons">
          {cluster.nodes.map(({ name, view }) => {
            const daemon = view.document?.daemon;
            return (
              <li key={view.url}>
                <strong>{name}</strong>{" "}
                {daemon === undefined ? (
                  <span class="soft">has not answered yet</span>
                ) : (
                  <>
                    <span class="soft">
                      {daemon.release}, up {printAge(now - toOwnTime(view.clock, daemon.startedAt))}
                    </span>
                    <span class="processes">
                      {daemon.processes.map(({ name: process, pid, restarts }) => (
                        <span key={process} class={pid === undefined ? "process is-down" : "process"}>
                          {process} {pid ?? "down"}
                          {restarts > 0 && ` ↻${restarts}`}
                        </span>
                      ))}
                    </span>
                  </>
                )}
              </li>
            );
          })}
        </ul>
      </section>
    </div>
  );
}
