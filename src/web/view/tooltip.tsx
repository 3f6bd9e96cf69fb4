import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { CauseLink } from "../../status/live/event-record.ts";
import { toOwnTime } from "../model/clock.ts";
import type { RouterPart } from "../model/cluster.ts";
import type { Handover } from "../model/handovers.ts";
import { printSpan } from "../model/words.ts";
import { Causes } from "./causes.tsx";
import { stateWords } from "./glyph.tsx";
import { nameHandover, reasonOfFarewell } from "./handover-words.ts";
import type { Pointed } from "./lane-canvas.tsx";
import { printExactTime } from "./times.ts";

/** What is told about a place on the timeline, next to a point of the window. */
export type Hint = {
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly lines: readonly string[];
  readonly causes: readonly CauseLink[];
  /** Of the hand-over that it is about. */
  readonly record: number | undefined;
};

type Place = {
  readonly part: RouterPart;
  readonly handovers: readonly Handover[];
  readonly now: number;
  readonly x: number;
  readonly y: number;
};

/** Of a place on a lane. */
export function hintOf({ segment, mark }: Pointed, { part, handovers, now, x, y }: Place): Hint | undefined {
  const { node, instance } = part;
  if (mark !== undefined) {
    const { record } = mark;
    const lines = [`${printExactTime(mark.at)} on ${node.name}`];
    return { x, y, title: record.text, lines, causes: record.causes, record: undefined };
  }
  if (segment === undefined) {
    return { x, y, title: `${node.name}: nothing is known`, lines: [], causes: [], record: undefined };
  }
  const handover = handovers.find(({ record, to }) => record === segment.record && to === node.name);
  if (handover !== undefined) return hintOfHandover(handover, x, y);
  const { state, from, to, record } = segment;
  const isPresent = to >= now - 2_000_000;
  const start = record === undefined ? sinceWords(instance.since, node.view.clock, from) : printExactTime(from);
  const past = record === undefined ? `until ${printExactTime(to)}` : `from ${start} for ${printSpan(to - from)}`;
  const lines = [isPresent ? `since ${start}` : past];
  const causes = record?.causes ?? (isPresent && state === instance.state ? instance.causes : []);
  return { x, y, title: `${instance.name} on ${node.name}: ${stateWords[state]}`, lines, causes, record: undefined };
}

function sinceWords(since: number | undefined, clock: RouterPart["node"]["view"]["clock"], from: number): string {
  return printExactTime(since === undefined ? from : Math.min(from, toOwnTime(clock, since)));
}

export function hintOfHandover(handover: Handover, x: number, y: number): Hint {
  const { at, causes, record, farewell } = handover;
  const lines = [printExactTime(at)];
  if (farewell !== undefined && handover.from !== handover.to) lines.push(`${handover.from ?? ""}: ${farewell.text}`);
  const behind = reasonOfFarewell(handover);
  const title = nameHandover(handover);
  return {
    x,
    y,
    title: title.charAt(0).toUpperCase() + title.slice(1),
    lines,
    causes: behind === undefined ? causes : [...causes, behind],
    record: record.id,
  };
}

/** Next to the pointer or the focus, inside the window. */
export function Tooltip({ hint }: { readonly hint: Hint | undefined }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || hint === undefined) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const left = Math.max(8, Math.min(hint.x - width / 2, document.body.clientWidth - width - 8));
    const below = hint.y + 12;
    const top = below + height > innerHeight - 8 ? Math.max(8, hint.y - height - 36) : below;
    element.style.transform = `translate(${left}px, ${top}px)`;
  }, [hint]);
  return (
    <div ref={box} class={hint === undefined ? "tooltip" : "tooltip is-shown"} role="status" aria-live="polite">
      {hint !== undefined && (
        <>
          <strong>{hint.title}</strong>
          {hint.lines.map((line) => (
            <span key={line} class="tooltip-line">
              {line}
            </span>
          ))}
          <Causes causes={hint.causes} />
        </>
      )}
    </div>
  );
}
