import type { Parameter, Source, Span, Stretch } from "../source.ts";
import type { Budget } from "./budget.ts";
import { expandLine } from "./expand.ts";
import type { Expanded, Lookup } from "./expand.ts";

/** Makes the lines that parameters lead to, within the bounds. */
export class Expander {
  readonly #budget: Budget;
  readonly #lookup: Lookup;
  /** How many included files and expanded lines there have been. */
  #order = 0;

  constructor(budget: Budget, lookup: Lookup) {
    this.#budget = budget;
    this.#lookup = lookup;
  }

  /** The number of the next text that is read in place of another. */
  nextOrder(): number {
    return ++this.#order;
  }

  /**
   * A line with its parameters replaced, once; `source` is undefined when it would exceed a bound. Undefined: there
   * are none.
   */
  expand(line: Span): { readonly source: Source | undefined; readonly following: Expanded["following"] } | undefined {
    const expanded = expandLine(line, this.#lookup);
    if (expanded === undefined) return undefined;
    const { text, stretches, parameter, following } = expanded;
    return { source: this.#make(line, text, stretches, parameter), following };
  }

  /** A further line of the parameter that is used at a place; undefined: it would exceed a bound. */
  furtherLine(parameter: Parameter, use: Span): Source | undefined {
    return this.#make(use, parameter.text, [{ start: 0, from: use.start, to: use.end, parameter }], parameter);
  }

  /** A text at a place, expanded until there is nothing left to replace. */
  expandText(text: string, place: Span): string {
    let result = text;
    for (let depth = 1; ; depth++) {
      const source: Source = { path: place.source.path, text: result };
      const expanded = expandLine({ source, start: 0, end: result.length }, this.#lookup);
      if (expanded === undefined) return result;
      if (!this.#budget.expansion(place, expanded.parameter.name, expanded.text.length, depth)) return "";
      result = expanded.text;
    }
  }

  #make(place: Span, text: string, stretches: readonly Stretch[], { name }: Parameter): Source | undefined {
    const depth = (place.source.origin?.depth ?? 0) + 1;
    if (!this.#budget.expansion(place, name, text.length, depth)) return undefined;
    const { path } = place.source;
    return { path, text, origin: { kind: "expansion", place, order: this.nextOrder(), depth, stretches } };
  }
}
