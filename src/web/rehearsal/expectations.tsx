import type { JSX } from "preact";
import type { PictureExpectation } from "../../rehearse/picture/document.ts";

/** What a story expects, and what came of it: what is not met stands out by its sign, its word and its colour. */
export function Expectations({ expectations }: { readonly expectations: readonly PictureExpectation[] }): JSX.Element {
  return (
    <>
      <h3 class="course-title">What was expected</h3>
      <ol class="expectations">
        {expectations.map(({ line, text, isMet, detail }) => (
          <li key={line} class={isMet ? "expectation is-met" : "expectation is-unmet"}>
            <span class="expectation-sign">{isMet ? "✓ met" : "✗ not met"}</span>
            <span class="soft">line {line}</span>
            <span class="moment-text">
              <code>{text}</code>
              <span class="effect-why">{detail}</span>
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
