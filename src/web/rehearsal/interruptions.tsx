import type { JSX } from "preact";
import type { Interruption, RehearsalDocument } from "../../rehearse/picture/document.ts";
import { printCount, printExactSpan } from "../model/words.ts";

type Properties = { readonly rehearsal: RehearsalDocument; readonly onChoose: (entry: number) => void };

/** Rows of the table: the worst ones, where there are more. */
const mostShown = 100;

/** How long each address is away by the worst single failure. */
export function Interruptions({ rehearsal, onChoose }: Properties): JSX.Element {
  const { interruptions, services, entries } = rehearsal;
  const all = interruptions.map((each, service) => ({ ...each, label: services[service]?.label ?? "" }));
  const shown = all.length <= mostShown ? all : all.toSorted((a, b) => badness(b) - badness(a)).slice(0, mostShown);
  return (
    <section class="card card-wide" aria-label="Interruption by the worst single failure">
      <h2>Interruption by the worst single failure</h2>
      <div class="table-box">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">address</th>
              <th scope="col">worst</th>
              <th scope="col">expected</th>
              <th scope="col" title="how long it takes until an address leaves a node whose tracking fails">
                by tracking
              </th>
              <th scope="col">worst when</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ label, worst, byTracking }) => (
              <tr key={label}>
                <th scope="row">
                  <code>{label}</code>
                </th>
                <td class={worst?.isLasting === true ? "is-lasting" : undefined}>
                  {worst === undefined ? "–" : worst.isLasting ? "lasting" : printExactSpan(worst.nobody)}
                </td>
                <td>{worst === undefined || worst.isLasting ? "–" : printExactSpan(worst.expected)}</td>
                <td>{byTracking === undefined ? "–" : printExactSpan(byTracking)}</td>
                <td>
                  {worst === undefined ? (
                    <span class="soft">no failure moves it</span>
                  ) : (
                    <button type="button" class="plain link" onClick={() => onChoose(worst.entry)}>
                      {entries[worst.entry]?.text}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {all.length > shown.length && (
        <p class="soft">
          The worst {shown.length} of {printCount(all.length)}.
        </p>
      )}
    </section>
  );
}

function badness({ worst }: Interruption): number {
  if (worst === undefined) return -1;
  return worst.isLasting ? Number.POSITIVE_INFINITY : worst.nobody;
}
