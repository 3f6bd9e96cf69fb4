import type { JSX } from "preact";
import type { ClusterWarning } from "../model/cluster.ts";
import { printSome } from "../model/words.ts";

/** The first warning and its cure, where there is no room for all of them beside the list; it leads to them. */
export function WarningStrip({ warnings }: { readonly warnings: readonly ClusterWarning[] }): JSX.Element {
  const [first] = warnings;
  if (first === undefined) return <p class="strip soft">No warnings.</p>;
  const others = warnings.length > 1 ? ` (${printSome(warnings.length - 1, "more warning")})` : "";
  return (
    <p class="strip has-warning">
      <button
        type="button"
        class="plain"
        onClick={() => document.querySelector(".overview-warnings")?.scrollIntoView({ block: "start" })}
      >
        {`! ${first.text}. ${first.cure}${others}`}
      </button>
    </p>
  );
}
