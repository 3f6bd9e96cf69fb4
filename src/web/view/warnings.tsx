import type { JSX } from "preact";
import type { ClusterWarning } from "../model/cluster.ts";
import { printAge } from "../model/words.ts";

type Properties = { readonly warnings: readonly ClusterWarning[]; readonly now: number };

/** What is wrong as long as it lasts, each with its cure. */
export function Warnings({ warnings, now }: Properties): JSX.Element {
  return (
    <>
      <h2>Warnings</h2>
      {warnings.length === 0 && <p class="empty">None.</p>}
      <ul class="warnings">
        {warnings.map(({ kind, subject, other, node, since, text, cure }) => (
          <li key={`${node} ${kind} ${subject} ${other ?? ""}`}>
            <span class="warning-mark" aria-hidden="true">
              !
            </span>
            <p>
              <strong>{text}</strong>
            </p>
            <p>{cure}</p>
            <p class="soft">
              {subject} on {node}, for {printAge(now - since)}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
