import type { JSX } from "preact";
import type { RehearsalDocument } from "../../rehearse/picture/document.ts";

/** Virtual servers, and what becomes of connections when a machine with real servers dies. */
export function Balancing({ balancing }: Pick<RehearsalDocument, "balancing">): JSX.Element {
  return (
    <section class="card card-wide" aria-label="Virtual servers">
      <h2>Virtual servers</h2>
      <Lines lines={balancing.virtualServers} />
      <h2>Real servers that fail</h2>
      <Lines lines={balancing.failures} />
    </section>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }): JSX.Element {
  return (
    <ul class="balancing">
      {lines.map((line, index) => (
        <li key={index} class={line.startsWith(" ") ? "is-part" : undefined}>
          {line.trim()}
        </li>
      ))}
    </ul>
  );
}
