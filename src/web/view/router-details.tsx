import type { JSX } from "preact";
import { toOwnTime } from "../model/clock.ts";
import type { ClusterWarning, Router, RouterPart } from "../model/cluster.ts";
import type { Handover } from "../model/handovers.ts";
import { printAge, printCount, printPriority, printSpan } from "../model/words.ts";
import { Causes } from "./causes.tsx";
import { EventFeed } from "./event-feed.tsx";
import { Glyph, glyphOf, glyphOfCondition, printCondition, stateWords } from "./glyph.tsx";
import { HandoverList } from "./handover-list.tsx";
import { PeerTable } from "./peer-table.tsx";
import { printTime } from "./times.ts";
import { Warnings } from "./warnings.tsx";

type Properties = {
  readonly router: Router;
  readonly warnings: readonly ClusterWarning[];
  readonly handovers: readonly Handover[];
  readonly now: number;
  readonly onClose: () => void;
  readonly onShow: (handover: Handover) => void;
};

/** All that is known about one virtual router. */
export function RouterDetails({ router, warnings, handovers, now, onClose, onShow }: Properties): JSX.Element {
  const { name, key, parts, addresses, condition } = router;
  const own = warnings.filter(({ subject }) => parts.some(({ instance }) => instance.name === subject));
  const nodes = parts.map(({ node }) => node);
  return (
    <>
      <div class="details-head">
        <Glyph state={glyphOfCondition(condition)} />
        <h2>{name}</h2>
        <button type="button" class="close" aria-label="Close" onClick={onClose}>
          ✕
        </button>
        <p class="soft">{printCondition(condition)}</p>
      </div>
      {own.length > 0 && <Warnings warnings={own} now={now} />}
      <h3>Addresses</h3>
      <ul class="addresses">
        {addresses.map(({ address, interface: device, excluded, holders }) => (
          <li key={address}>
            <code>{address}</code> <span class="soft">{device}</span>{" "}
            {holders.length === 0 ? <span class="soft">on no node</span> : <span>on {holders.join(" and ")}</span>}
            {excluded && <span class="soft"> (not advertised)</span>}
          </li>
        ))}
      </ul>
      {parts.map((part) => (
        <PartDetails key={part.node.view.url} part={part} now={now} />
      ))}
      <h3>Moves</h3>
      <HandoverList handovers={handovers.filter((each) => each.router === key)} now={now} onShow={onShow} />
      <h3>Events</h3>
      <EventFeed nodes={nodes} subject={parts[0]?.instance.name} isDetailed />
    </>
  );
}

function PartDetails({ part, now }: { readonly part: RouterPart; readonly now: number }): JSX.Element {
  const { node, instance } = part;
  const own = (wall: number): number => toOwnTime(node.view.clock, wall);
  const { since, maintenance, counters } = instance;
  const rejected = Object.entries(counters.rejected).filter(([, count]) => count > 0);
  return (
    <section class="part-details">
      <h3>
        <Glyph state={glyphOf(node, instance)} /> {node.name}
        <span class="soft">
          {" "}
          {instance.state}
          {since !== undefined && ` for ${printAge(now - own(since))}`}
        </span>
      </h3>
      <Causes causes={instance.causes} />
      {maintenance !== undefined && (
        <p class="maintenance">
          {stateWords.maintenance} by {maintenance.by}: {maintenance.reason}
          {maintenance.until !== undefined && `, until ${printTime(own(maintenance.until))}`}
        </p>
      )}
      <dl class="facts">
        <dt>Priority</dt>
        <dd>{printPriority(instance)}</dd>
        {instance.faults.length > 0 && (
          <>
            <dt>Faults</dt>
            <dd>{instance.faults.join(", ")}</dd>
          </>
        )}
        <dt>VRRP</dt>
        <dd>
          version {instance.protocol}, VRID {instance.vrid} on {instance.interface}, every{" "}
          {printSpan(instance.advertInterval)}
          {!instance.preempt && ", does not pre-empt"}
        </dd>
        <dt>Adverts</dt>
        <dd>
          {printCount(counters.sent)} sent, {printCount(counters.received)} received
          {rejected.map(([reason, count]) => `, ${printCount(count)} rejected: ${reason}`).join("")}
        </dd>
      </dl>
      <PeerTable peers={instance.peers} clock={node.view.clock} now={now} />
    </section>
  );
}
