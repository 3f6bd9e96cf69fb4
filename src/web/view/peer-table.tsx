import type { JSX } from "preact";
import type { PeerDocument } from "../../status/live/status-document.ts";
import { toOwnTime, type Clock } from "../model/clock.ts";
import { printCount, printSpan } from "../model/words.ts";
import { printAgo } from "./peer-words.ts";

type Properties = { readonly peers: readonly PeerDocument[]; readonly clock: Clock; readonly now: number };

/** Whom an instance hears. */
export function PeerTable({ peers, clock, now }: Properties): JSX.Element {
  if (peers.length === 0) return <p class="empty">Hears nobody.</p>;
  return (
    <table class="table peers">
      <thead>
        <tr>
          <th scope="col">Peer</th>
          <th scope="col">Priority</th>
          <th scope="col">Heard</th>
          <th scope="col">Gaps</th>
        </tr>
      </thead>
      <tbody>
        {peers.map((peer) => (
          <tr key={peer.source}>
            <th scope="row">
              {peer.source}
              {differences(peer).map((line) => (
                <span key={line} class="peer-note">
                  {line}
                </span>
              ))}
            </th>
            <td>{peer.priority ?? "–"}</td>
            <td>{peer.lastHeard === undefined ? "never" : printAgo(toOwnTime(clock, peer.lastHeard), now)}</td>
            <td>{peer.gaps === 0 ? "–" : `${printCount(peer.gaps)}, ${printSpan(peer.longestGap)} at most`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function differences({ missing, unexpected, rejected, lastRejection }: PeerDocument): readonly string[] {
  const lines: string[] = [];
  if (missing.length > 0) lines.push(`does not name ${missing.join(", ")}`);
  if (unexpected.length > 0) lines.push(`names ${unexpected.join(", ")} as well`);
  if (rejected > 0) lines.push(`${printCount(rejected)} adverts rejected: ${lastRejection?.text ?? ""}`);
  return lines;
}
