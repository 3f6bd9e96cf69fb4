import { unreachable } from "../../base/assert.ts";
import { linksTo } from "../chain.ts";
import { positionAt, writtenSpan } from "../source.ts";
import type { Position, Span } from "../source.ts";

/** A place in a file, for programs: lines and columns count from 1, the end is the first column behind. */
export type Place = { readonly file: string; readonly start: Position; readonly end: Position };

/** What led to a place: the definition of a parameter that it was made of, or the line that includes its file. */
export type Step =
  | { readonly kind: "parameter"; readonly name: string; readonly place: Place }
  | { readonly kind: "include"; readonly place: Place };

/** What is written in a file for a part of a text: the same, or the use of a parameter. */
export function placeOf(span: Span): Place {
  const { source, start, end } = writtenSpan(span);
  return { file: source.path, start: positionAt(source, start), end: positionAt(source, end) };
}

/** Whether a file has the text of a span as it is, rather than a parameter for it. */
export function isWritten(span: Span): boolean {
  const written = writtenSpan(span);
  return textOf(written) === textOf(span);
}

function textOf({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}

/** What led to a place: the parameters that it was made of, and the inclusions from the inside to the outside. */
export function stepsTo(span: Span): readonly Step[] {
  return linksTo(span).flatMap((link): Step[] => {
    switch (link.kind) {
      case "parameter":
        return [{ kind: "parameter", name: link.parameter.name, place: placeOf(link.place) }];
      case "include":
        return [{ kind: "include", place: placeOf(link.place) }];
      case "expansion":
        return [];
      default:
        return unreachable(link);
    }
  });
}
