import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ownNow } from "../live/now.ts";
import type { Handover } from "../model/handovers.ts";
import type { Health } from "../model/health.ts";
import { printSome } from "../model/words.ts";
import { describeHandover } from "./handover-words.ts";

/** Milliseconds in which what happens is said together. */
const breath = 1_000;

/** Says to those who do not look what happens: hand-overs, many of them in one sentence. */
export function Announcer({
  handovers,
  health,
}: {
  readonly handovers: readonly Handover[];
  readonly health: Health;
}): JSX.Element {
  const [text, setText] = useState("");
  // What was there when the page was opened is history.
  const said = useRef(ownNow());
  const latest = useRef({ handovers, health });
  latest.current = { handovers, health };
  const last = handovers.at(-1)?.at ?? 0;
  useEffect(() => {
    const timer = setTimeout(() => {
      const fresh = latest.current.handovers.filter(({ at }) => at > said.current);
      const newest = fresh.at(-1);
      if (newest === undefined) return;
      said.current = newest.at;
      const more = fresh.length > 1 ? `, and ${printSome(fresh.length - 1, "more change")}` : "";
      setText(`${describeHandover(newest)}${more}. ${latest.current.health.sentence}`);
    }, breath);
    return () => clearTimeout(timer);
  }, [last]);
  return (
    <div class="unseen" role="status" aria-live="polite">
      {text}
    </div>
  );
}
