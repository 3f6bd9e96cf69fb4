import type { JSX } from "preact";
import type { Health } from "../model/health.ts";
import type { Handover } from "../model/handovers.ts";
import { printAge } from "../model/words.ts";
import { describeHandover } from "./handover-words.ts";
import { printTime } from "./times.ts";

type Properties = {
  readonly health: Health;
  readonly last: Handover | undefined;
  readonly now: number;
  readonly onShow: (handover: Handover) => void;
};

const marks = { good: "✓", attention: "!", bad: "✕", unknown: "…" } as const;
const labels = { good: "All is well", attention: "Needs attention", bad: "Trouble", unknown: "Unknown" } as const;

/** How the cluster is, and what happened last. Its height never changes: nothing below is to jump. */
export function HealthBand({ health, last, now, onShow }: Properties): JSX.Element {
  return (
    <section class={`health health-${health.level}`} aria-label="Health of the cluster">
      <span class="health-mark" aria-hidden="true">
        {marks[health.level]}
      </span>
      <h1 class="health-sentence">
        <span class="unseen">{labels[health.level]}: </span>
        {health.sentence}
      </h1>
      <p class="health-last">
        {last === undefined ? (
          "No address has moved as far back as the nodes remember."
        ) : (
          <button type="button" class="plain" onClick={() => onShow(last)}>
            {/* One piece of text, so that its end is not moved by its beginning. */}
            {`${printTime(last.at)}, ${printAge(now - last.at)} ago: ${describeHandover(last)}`}
          </button>
        )}
      </p>
    </section>
  );
}
