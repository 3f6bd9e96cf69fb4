import type { JSX } from "preact";
import type { CauseLink } from "../../status/live/event-record.ts";

/** Why: from what was seen to what began it. */
export function Causes({ causes }: { readonly causes: readonly CauseLink[] }): JSX.Element | null {
  if (causes.length === 0) return null;
  return (
    <ol class="causes">
      {causes.map(({ text, details }, index) => (
        <li key={index}>
          {text}
          <Output details={details} />
        </li>
      ))}
    </ol>
  );
}

/** What a script has printed last. */
function Output({ details }: Pick<CauseLink, "details">): JSX.Element | null {
  const output = details["output"];
  if (!Array.isArray(output) || output.length === 0) return null;
  return <pre class="output">{output.join("\n")}</pre>;
}
