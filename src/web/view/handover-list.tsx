import type { JSX } from "preact";
import type { Handover } from "../model/handovers.ts";
import { describeHandover } from "./handover-words.ts";
import { printTime } from "./times.ts";

type Properties = {
  readonly handovers: readonly Handover[];
  readonly now: number;
  readonly onShow: (handover: Handover) => void;
};

const most = 12;

/** The last ones, the latest first; choosing one shows it on the timeline. */
export function HandoverList({ handovers, onShow }: Properties): JSX.Element {
  const last = handovers.slice(-most).reverse();
  if (last.length === 0) return <p class="empty">None that the nodes remember.</p>;
  return (
    <ol class="moves">
      {last.map((handover, place) => (
        <li key={place} class={`move move-${handover.kind.split(" ")[0] ?? ""}`}>
          <button type="button" class="plain" title={describeHandover(handover)} onClick={() => onShow(handover)}>
            <time>{printTime(handover.at)}</time> {describeHandover(handover)}
          </button>
        </li>
      ))}
    </ol>
  );
}
