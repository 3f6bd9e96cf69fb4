import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Entry, PictureFinding } from "../../rehearse/picture/document.ts";
import { chapters, judge } from "../model/rehearsal-words.ts";

type Properties = {
  readonly entries: readonly Entry[];
  readonly findings: readonly PictureFinding[];
  readonly chosen: number;
  /** The longest interruption of all, in microseconds. */
  readonly longest: number;
  readonly onChoose: (index: number) => void;
};

const page = 8;

/** What was tried; arrow keys choose. */
export function EntryList({ entries, findings, chosen, longest, onChoose }: Properties): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const parts = chapters
    .map(({ title, kinds }) => ({
      title,
      members: entries.flatMap((entry, index) => (kinds.includes(entry.kind) ? [{ entry, index }] : [])),
    }))
    .filter(({ members }) => members.length > 0);
  const order = parts.flatMap(({ members }) => members.map(({ index }) => index));
  const isFirst = useRef(true);
  useEffect(() => {
    const option = list.current?.querySelector<HTMLElement>(`#entry-${chosen}`);
    if (option === null || option === undefined) return;
    // To begin with, the list is scrolled and the page is not.
    if (isFirst.current) list.current?.scrollTo({ top: option.offsetTop - list.current.offsetTop - 60 });
    else option.scrollIntoView({ block: "nearest" });
    isFirst.current = false;
  }, [chosen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -order.length,
      End: order.length,
    };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const place = Math.min(order.length - 1, Math.max(0, order.indexOf(chosen) + step));
    onChoose(order[place] ?? chosen);
  };
  return (
    <nav class="entries-box" aria-label="What was tried">
      <div
        id="entries"
        ref={list}
        class="entries"
        role="listbox"
        tabIndex={0}
        aria-label="What was tried: arrow keys choose"
        aria-activedescendant={`entry-${chosen}`}
        onKeyDown={onKeyDown}
      >
        {parts.map(({ title, members }) => (
          <div key={title} role="group" aria-label={title}>
            <h2 aria-hidden="true">{title}</h2>
            {members.map(({ entry, index }) => (
              <Option
                key={index}
                entry={entry}
                index={index}
                found={entry.findings.flatMap((place) => findings[place]?.severity ?? [])}
                isChosen={index === chosen}
                longest={longest}
                onChoose={() => onChoose(index)}
              />
            ))}
          </div>
        ))}
      </div>
    </nav>
  );
}

type OptionProperties = {
  readonly entry: Entry;
  readonly index: number;
  readonly found: readonly PictureFinding["severity"][];
  readonly isChosen: boolean;
  readonly longest: number;
  readonly onChoose: () => void;
};

function Option({ entry, index, found, isChosen, longest, onChoose }: OptionProperties): JSX.Element {
  const { level, word, share } = judge(entry, longest);
  const severity = found.includes("warning") ? "warning" : "note";
  return (
    <div
      id={`entry-${index}`}
      class={`entry entry-${entry.kind} entry-${level}`}
      role="option"
      aria-selected={isChosen}
      onClick={onChoose}
    >
      <span class="entry-text">{entry.text}</span>
      {found.length > 0 && (
        <span class={`entry-found entry-found-${severity}`} title={`a ${severity}`}>
          <span aria-hidden="true">{severity === "warning" ? "!" : "i"}</span>
          <span class="unseen">, with a {severity}</span>
        </span>
      )}
      <span class="entry-word">{word}</span>
      {share > 0 && <span class="entry-bar" style={{ width: `${Math.max(2, share * 100)}%` }} />}
    </div>
  );
}
