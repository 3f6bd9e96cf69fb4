import type { JSX } from "preact";
import type { PictureFinding, RehearsalDocument } from "../../rehearse/picture/document.ts";
import { printCount } from "../model/words.ts";

type Properties = { readonly rehearsal: RehearsalDocument; readonly onChoose: (entry: number) => void };

/** Findings in the list of all. */
const mostShown = 100;

/** What an operator should know; each shows where it was found. */
export function Findings({ rehearsal, onChoose }: Properties): JSX.Element {
  const { findings, entries } = rehearsal;
  const all = findings
    .map((finding, place) => ({ finding, place }))
    .toSorted((a, b) => Number(b.finding.severity === "warning") - Number(a.finding.severity === "warning"));
  return (
    <section class="card" aria-label="Findings">
      <h2>Findings</h2>
      {findings.length === 0 && <p class="soft">None.</p>}
      <ul class="findings">
        {all.slice(0, mostShown).map(({ finding, place }) => {
          const entry = entries.findIndex((each) => each.findings.includes(place));
          return (
            <li key={place}>
              <FindingText finding={finding} />
              {entry >= 0 && (
                <button type="button" class="plain link" onClick={() => onChoose(entry)}>
                  show when {entries[entry]?.text}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {all.length > mostShown && <p class="soft">… and {printCount(all.length - mostShown)} more.</p>}
    </section>
  );
}

export function FindingText({ finding }: { readonly finding: PictureFinding }): JSX.Element {
  const { severity, text, cure } = finding;
  return (
    <p class={`finding finding-${severity}`}>
      <span class="tag">{severity}</span> {text}
      {cure !== undefined && <span class="finding-cure">{cure}</span>}
    </p>
  );
}
