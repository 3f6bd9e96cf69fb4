import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { RehearsalDocument } from "../../rehearse/picture/document.ts";
import { assessRehearsal, describeRehearsal, worstGap } from "../model/rehearsal-words.ts";
import { Masthead } from "../view/masthead.tsx";
import { Balancing } from "./balancing.tsx";
import { EntryList } from "./entry-list.tsx";
import { Findings } from "./findings.tsx";
import { Interruptions } from "./interruptions.tsx";
import { Network } from "./network.tsx";
import { Stage } from "./stage.tsx";

const marks = { unknown: "?", good: "✓", attention: "!", bad: "✕" } as const;

/** The whole page: what was tried, and the picture of the one that is chosen. Nothing is asked for, nothing changes. */
export function App({ rehearsal }: { readonly rehearsal: RehearsalDocument }): JSX.Element {
  const { entries, nodes } = rehearsal;
  const [chosen, setChosen] = useState(() => firstOf(rehearsal));
  const health = assessRehearsal(rehearsal);
  const longest = Math.max(0, ...entries.map(worstGap));
  const entry = entries[chosen];
  useEffect(() => {
    document.title = `${marks[health.level]} Rehearsal of ${nodes.join(", ")}`;
  }, [health.level, nodes]);
  return (
    <div class="page rehearsal">
      <Masthead skipTo="#stage" skip="Skip to the picture">
        <p class="soft rehearsal-of">
          A rehearsal of <strong>{nodes.join(", ")}</strong>, in virtual time
        </p>
      </Masthead>
      <section class={`health health-${health.level}`} aria-label="In a sentence">
        <span class="health-mark" aria-hidden="true">
          {marks[health.level]}
        </span>
        <h1 class="health-sentence">{health.sentence}</h1>
        <p class="health-last">{describeRehearsal(rehearsal)}</p>
      </section>
      <main class={entries.length > 1 ? "main rehearsal-main" : "main"}>
        {entries.length > 1 && (
          <EntryList
            entries={entries}
            findings={rehearsal.findings}
            chosen={chosen}
            longest={longest}
            onChoose={setChosen}
          />
        )}
        <div class="rehearsal-right">
          {entry !== undefined && (
            <Stage key={chosen} entry={entry} services={rehearsal.services} findings={rehearsal.findings} />
          )}
          <div class="cards">
            {rehearsal.kind === "rehearsal" && <Interruptions rehearsal={rehearsal} onChoose={setChosen} />}
            {rehearsal.kind === "rehearsal" && <Findings rehearsal={rehearsal} onChoose={setChosen} />}
            <Network rehearsal={rehearsal} />
            {rehearsal.balancing.virtualServers.length > 0 && <Balancing balancing={rehearsal.balancing} />}
          </div>
        </div>
      </main>
    </div>
  );
}

/** The story that has failed, or what makes the longest interruption. */
function firstOf({ entries, interruptions }: RehearsalDocument): number {
  const failed = entries.findIndex(({ expectations }) => expectations.some(({ isMet }) => !isMet));
  if (failed >= 0) return failed;
  const worst = interruptions
    .flatMap(({ worst: found }) => found ?? [])
    .toSorted((a, b) => Number(b.isLasting) - Number(a.isLasting) || b.nobody - a.nobody)[0];
  return worst?.entry ?? 0;
}
