import type { JSX } from "preact";
import type { Row } from "../model/rows.ts";
import { Glyph } from "./glyph.tsx";

type Properties = {
  readonly row: Extract<Row, { kind: "group" }>;
  readonly top: number;
  readonly index: number;
  readonly isActive: boolean;
  readonly onFocus: () => void;
};

/** A sync group above its members. */
export function GroupRow({ row, top, index, isActive, onFocus }: Properties): JSX.Element {
  return (
    <div
      class="row group-row"
      role="row"
      aria-rowindex={index + 1}
      tabIndex={isActive ? 0 : -1}
      style={{ transform: `translateY(${top}px)` }}
      onFocus={onFocus}
    >
      <div role="gridcell" class="group-cell">
        <span class="group-name">{row.name}</span>
        <span class="soft">sync group</span>
        {row.states.map(({ node, state }) => (
          <span key={node} class="group-state">
            <Glyph state={state} /> {node}
          </span>
        ))}
      </div>
    </div>
  );
}
